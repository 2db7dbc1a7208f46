import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { drawn, lines } from './drawn.ts';

describe('the panel as it is drawn', () => {
  useBrowser();

  it('welcomes, and says how to begin', () => {
    assert.equal(
      drawn('no key', '.empty-state'),
      lines(`
        div.empty-state
          svg.mark[aria-hidden="true"][fill="none"][height="32"][stroke="currentColor"][stroke-linecap="round"][stroke-linejoin="round"][stroke-width="1.5"][viewBox="0 0 24 24"][width="32"]
          h1
            "Ask China’s models in your editor"
          p.hero-text
            "Your own keys, straight to the vendor."
          h2
            "Vendors"
          ul.vendors
            li.vendor
              div.vendor-text
                div.vendor-name
                  "Zhipu"
                div.vendor-model
                  "GLM"
              button.link-button[aria-label="Add key: Zhipu"][type="button"]
                "Add key"
          h2
            "No key yet?"
          div
            button.row[type="button"]
              span.codicon.codicon-vm[aria-hidden="true"]
              span.label
                "Connect Ollama"
              span.row-detail
                "localhost:11434"
          h2
            "Things to ask"
          div
            button.row[type="button"]
              span.codicon.codicon-code[aria-hidden="true"]
              span.label
                "Explain the selected code"
              span.row-detail
                "/explain"
            button.row[type="button"]
              span.codicon.codicon-beaker[aria-hidden="true"]
              span.label
                "Write unit tests for the current file"
              span.row-detail
                "/test"
            button.row[type="button"]
              span.codicon.codicon-git-commit[aria-hidden="true"]
              span.label
                "Write a commit message for what is staged"
              span.row-detail
                "/commit"
      `),
    );
  });

  it('has a question with what can be done with it', () => {
    assert.equal(
      drawn('a question with attachments', '.question-tools'),
      lines(`
        div.question-tools
          span.question-actions
            button.icon-button[aria-label="Edit"][title="Edit"][type="button"]
              span.codicon.codicon-edit[aria-hidden="true"]
            button.icon-button[aria-label="Copy"][title="Copy"][type="button"]
              span.codicon.codicon-copy[aria-hidden="true"]
            button.icon-button[aria-label="Delete with its answers"][title="Delete with its answers"][type="button"]
              span.codicon.codicon-trash[aria-hidden="true"]
          span.branch[aria-label="Alternative 1 of 2"][role="group"]
            button.icon-button.branch-arrow.previous[aria-disabled="true"][aria-label="Previous alternative"][title="Previous alternative"][type="button"]
              span.codicon.codicon-chevron-left[aria-hidden="true"]
            span.branch-count[aria-hidden="true"]
              "1/2"
            button.icon-button.branch-arrow.next[aria-disabled="false"][aria-label="Next alternative"][title="Next alternative"][type="button"]
              span.codicon.codicon-chevron-right[aria-hidden="true"]
      `),
    );
  });

  it('has a question’s attachments above it', () => {
    assert.equal(
      drawn('a question with attachments', '.question .chip'),
      lines(`
        span.chip
          button.chip-open[title="src/searchController.ts, lines 3 to 9"][type="button"]
            span.codicon.codicon-file-code[aria-hidden="true"]
            span.chip-name.wide
              "searchController.ts"
            span.chip-name.narrow
              "searchCon…ller.ts"
            span.chip-lines
              ":3-9"
      `),
    );
  });

  it('has a picture for a picture', () => {
    assert.equal(
      drawn('a question with attachments', '.question .chip', 10),
      lines(`
        span.chip.with-picture
          button.chip-open[title="a.png"][type="button"]
            img.chip-picture[alt][src="data:image/png;base64,AAAA"]
            span.chip-name.wide
              "a.png"
            span.chip-name.narrow
              "a.png"
      `),
    );
  });

  it('has an editor in the place of a question', () => {
    assert.equal(
      drawn('a question that is being edited', '.question'),
      lines(`
        article.turn.question[aria-label="Your question"][tabindex="-1"]
          div.question-editor
            textarea[aria-label="Edit your question"][rows="1"]
            div.editor-buttons
              button.button.secondary[type="button"]
                span.label
                  "Cancel"
              button.button.primary[type="button"]
                span.label
                  "Send"
          div.question-tools[hidden]
            span.question-actions
              button.icon-button[aria-label="Edit"][title="Edit"][type="button"]
                span.codicon.codicon-edit[aria-hidden="true"]
              button.icon-button[aria-label="Copy"][title="Copy"][type="button"]
                span.codicon.codicon-copy[aria-hidden="true"]
              button.icon-button[aria-label="Delete with its answers"][title="Delete with its answers"][type="button"]
                span.codicon.codicon-trash[aria-hidden="true"]
      `),
    );
  });

  it('has the way to earlier turns above them', () => {
    assert.equal(
      drawn('earlier turns on their way', '.earlier'),
      lines(`
        button.link-button.earlier[aria-busy="true"][type="button"]
          span.codicon.codicon-arrow-up[aria-hidden="true"]
          span.label
            "Earlier messages"
      `),
    );
  });

  it('has the way to the end', () => {
    assert.equal(
      drawn('the end out of sight', '.latest'),
      lines(`
        button.latest[type="button"]
          span.codicon.codicon-arrow-down[aria-hidden="true"]
          span.label
            "Latest"
      `),
    );
  });

  it('says what is not saved, and what helps', () => {
    assert.equal(
      drawn('a chat that is not saved', '.saving-slot'),
      lines(`
        div.saving-slot
          div.notice.warning[role="alert"]
            span.codicon.codicon-warning[aria-hidden="true"]
            div.notice-title
              "This chat is not saved"
            div.notice-text
              "The disk is full."
            div.notice-actions
              button.button.primary[type="button"]
                span.label
                  "Try again"
              button.button.secondary[type="button"]
                span.label
                  "Export"
      `),
    );
  });

  it('lists what is asked next', () => {
    assert.equal(
      drawn('a full composer', '.queue'),
      lines(`
        ul.queue[aria-label="Queued"]
          li.queued
            span.codicon.codicon-clock[aria-hidden="true"]
            span.queued-text[title="1"]
              "1"
            button.icon-button[aria-label="Remove from the queue"][title="Remove from the queue"][type="button"]
              span.codicon.codicon-close[aria-hidden="true"]
          li.queued
            span.codicon.codicon-clock[aria-hidden="true"]
            span.queued-text[title="2"]
              "2"
            button.icon-button[aria-label="Remove from the queue"][title="Remove from the queue"][type="button"]
              span.codicon.codicon-close[aria-hidden="true"]
      `),
    );
  });

  it('says where something is left out, and that models err', () => {
    assert.equal(
      drawn('no key', '.hint'),
      lines(`
        div.hint[role="note"]
          "Restricted mode: the instructions and commands of this workspace are left out."
      `),
    );
  });
});
