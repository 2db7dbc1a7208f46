import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { drawn, lines } from './drawn.ts';

describe('the controls of the panel as they are drawn', () => {
  useBrowser();

  it('have over code what it is and what can be done with it', () => {
    assert.equal(
      drawn('every block', '.code-head'),
      lines(`
        div.code-head
          span.code-language
            "TypeScript"
          span.code-path[title="src/a/b.ts"]
            bdi
              "src/a/b.ts"
          button.icon-button[aria-label="Copy code"][title="Copy code"][type="button"]
            span.codicon.codicon-copy[aria-hidden="true"]
          button.icon-button[aria-disabled="false"][aria-label="Insert at cursor"][title="Insert at cursor"][type="button"]
            span.codicon.codicon-insert[aria-hidden="true"]
          button.icon-button.apply[aria-disabled="false"][aria-label="Apply to the file"][title="Apply to the file"][type="button"]
            span.codicon.codicon-git-pull-request-go-to-changes[aria-hidden="true"]
            span.label
              "Apply"
          button.icon-button[aria-expanded="false"][aria-haspopup="menu"][aria-label="More actions"][title="More actions"][type="button"]
            span.codicon.codicon-ellipsis[aria-hidden="true"]
      `),
    );
  });

  it('say why code can only be copied that is not complete', () => {
    assert.equal(
      drawn('code that is not complete, with its menu open', '.code-head'),
      lines(`
        div.code-head
          span.code-language
            "TypeScript"
          span.code-path[hidden]
            bdi
          button.icon-button[aria-label="Copy code"][title="Copy code"][type="button"]
            span.codicon.codicon-copy[aria-hidden="true"]
          button.icon-button[aria-disabled="true"][aria-label="Insert at cursor. Possible once the code is complete"][title="Insert at cursor. Possible once the code is complete"][type="button"]
            span.codicon.codicon-insert[aria-hidden="true"]
          button.icon-button.apply[aria-disabled="true"][aria-label="Apply to the file. Possible once the code is complete"][title="Apply to the file. Possible once the code is complete"][type="button"]
            span.codicon.codicon-git-pull-request-go-to-changes[aria-hidden="true"]
            span.label
              "Apply"
          button.icon-button[aria-expanded="true"][aria-haspopup="menu"][aria-label="More actions"][title="More actions"][type="button"]
            span.codicon.codicon-ellipsis[aria-hidden="true"]
      `),
    );
  });

  it('open a menu for code', () => {
    assert.equal(
      drawn('code with its menu open', '.popup-menu'),
      lines(`
        div.popup-menu[aria-label="More actions"][role="menu"][style="top: 4px; left: 4px;"][tabindex="-1"]
          button.popup-item[role="menuitem"][tabindex="-1"][type="button"]
            span.codicon.codicon-replace[aria-hidden="true"]
            span.label
              "Replace the selection"
          button.popup-item[role="menuitem"][tabindex="-1"][type="button"]
            span.codicon.codicon-new-file[aria-hidden="true"]
            span.label
              "New file"
          button.popup-item[role="menuitem"][tabindex="-1"][type="button"]
            span.codicon.codicon-terminal[aria-hidden="true"]
            span.label
              "Run in terminal"
          div.popup-separator[role="separator"]
          button.popup-item[aria-checked="true"][role="menuitemcheckbox"][tabindex="-1"][type="button"]
            span.codicon.codicon-check[aria-hidden="true"]
            span.label
              "Wrap lines"
      `),
    );
  });

  it('open the same menu for code that is not complete, and say what has to wait', () => {
    assert.equal(
      drawn('code that is not complete, with its menu open', '.popup-menu'),
      lines(`
        div.popup-menu[aria-label="More actions"][role="menu"][style="top: 4px; left: 4px;"][tabindex="-1"]
          button.popup-item[aria-disabled="true"][role="menuitem"][tabindex="-1"][title="Possible once the code is complete"][type="button"]
            span.codicon.codicon-replace[aria-hidden="true"]
            span.label
              "Replace the selection"
            span.visually-hidden
              " Possible once the code is complete"
          button.popup-item[aria-disabled="true"][role="menuitem"][tabindex="-1"][title="Possible once the code is complete"][type="button"]
            span.codicon.codicon-new-file[aria-hidden="true"]
            span.label
              "New file"
            span.visually-hidden
              " Possible once the code is complete"
          div.popup-separator[role="separator"]
          button.popup-item[aria-checked="false"][role="menuitemcheckbox"][tabindex="-1"][type="button"]
            span.codicon.codicon-word-wrap[aria-hidden="true"]
            span.label
              "Wrap lines"
      `),
    );
  });

  it('stand below what is being written', () => {
    assert.equal(
      drawn('no question yet', '.composer'),
      lines(`
        div.composer
          div.chips[aria-label="Attachments"][hidden][role="toolbar"]
          textarea[aria-label="Your message"][placeholder="Ask, or add context with @"][rows="2"]
          div.tools
            button.icon-button[aria-expanded="false"][aria-haspopup="listbox"][aria-label="Add context (@)"][title="Add context (@)"][type="button"]
              span.codicon.codicon-add[aria-hidden="true"]
            button.model-pill[aria-label="Zhipu GLM. Choose a model"][title="Zhipu GLM. Choose a model"][type="button"]
              span.label
                "GLM"
              span.codicon.codicon-chevron-down[aria-hidden="true"]
            button.toggle.think[aria-disabled="false"][aria-label="Think"][aria-pressed="true"][title="Think"][type="button"]
              span.codicon.codicon-thinking[aria-hidden="true"]
              span.label
                "Think"
            button.toggle.web[aria-label="Web"][aria-pressed="false"][title="Let the vendor search the web before the model answers"][type="button"]
              span.codicon.codicon-globe[aria-hidden="true"]
              span.label
                "Web"
            button.toggle.options[aria-label="Model options"][title="Model options"][type="button"]
              span.codicon.codicon-settings[aria-hidden="true"]
              span.label
            span.space
            span.meter
              span.context-meter[aria-label="1,000 of 128,000 tokens in use (estimated)"][role="img"][title="1,000 of 128,000 tokens in use (estimated)"]
                svg[aria-hidden="true"][height="16"][viewBox="0 0 16 16"][width="16"]
                span.context-text[aria-hidden="true"]
                  "1k / 128k"
            button.round.send[aria-label="Send"][title="Send (Enter)"][type="button"]
              span.codicon.codicon-arrow-up[aria-hidden="true"]
            button.round.stop[aria-label="Stop"][hidden][title="Stop"][type="button"]
              span.stop-square[aria-hidden="true"]
          div.drop-hint[aria-hidden="true"]
            "Drop to attach"
      `),
    );
  });

  it('let an attachment be opened and removed', () => {
    assert.equal(
      drawn('a full composer', '.composer .chip'),
      lines(`
        span.chip
          button.chip-open[aria-keyshortcuts="Delete"][tabindex="0"][title="src/searchController.ts, lines 3 to 9"][type="button"]
            span.codicon.codicon-file-code[aria-hidden="true"]
            span.chip-name.wide
              "searchController.ts"
            span.chip-name.narrow
              "searchCon…ller.ts"
            span.chip-lines
              ":3-9"
          button.chip-remove[aria-label="Remove searchController.ts"][tabindex="-1"][title="Remove searchController.ts"][type="button"]
            span.codicon.codicon-close[aria-hidden="true"]
      `),
    );
  });

  it('say how full the window is', () => {
    assert.equal(
      drawn('a window that is full', '.meter'),
      lines(`
        span.meter
          span.context-meter.full[aria-label="95 of 100 tokens in use (estimated)"][role="img"][title="95 of 100 tokens in use (estimated)"]
            svg[aria-hidden="true"][height="16"][viewBox="0 0 16 16"][width="16"]
            span.context-text[aria-hidden="true"]
              "95 / 100"
      `),
    );
  });

  it('offer what can be attached, in groups', () => {
    assert.equal(
      drawn('the menu of what can be attached', '.context-menu'),
      lines(`
        div.menu.context-menu[style="--room: 0px;"]
          div.menu-list[aria-busy="false"][aria-label="Context to add"][id="menu-N"][role="listbox"][tabindex="0"]
            div[aria-labelledby="menu-N-heading-0"][role="group"]
              div.menu-heading[id="menu-N-heading-0"][role="presentation"]
                "Files"
              div.menu-row[aria-selected="true"][id="menu-N-option-0"][role="option"][title="search.ts src"]
                span.codicon.codicon-file[aria-hidden="true"]
                span.menu-label
                  span.match
                    "se"
                  "arch.ts"
                span.menu-detail
                  "src"
            div[aria-labelledby="menu-N-heading-1"][role="group"]
              div.menu-heading[id="menu-N-heading-1"][role="presentation"]
                "Symbols"
              div.menu-row[aria-selected="false"][id="menu-N-option-1"][role="option"][title="reset a.ts:3"]
                span.codicon.codicon-symbol-method[aria-hidden="true"]
                span.menu-label
                  "re"
                  span.match
                    "se"
                  "t"
                span.menu-detail
                  "a.ts:3"
          div.menu-message[role="status"]
          div.menu-keys[aria-hidden="true"]
            span
              kbd
                "↑↓"
              " select"
            span
              kbd
                "Tab"
              " insert"
            span
              kbd
                "Esc"
              " close"
      `),
    );
  });

  it('make the menu a part of the text field', () => {
    assert.equal(
      drawn('the menu of what can be attached', '.composer textarea'),
      lines(`
        textarea[aria-activedescendant="menu-N-option-0"][aria-autocomplete="list"][aria-controls="menu-N"][aria-haspopup="listbox"][aria-label="Your message"][placeholder="Ask, or add context with @"][rows="2"]
      `),
    );
  });

  it('offer the commands that have what was typed', () => {
    assert.equal(
      drawn('the menu of commands', '.command-menu .menu-list'),
      lines(`
        div.menu-list[aria-label="Commands"][id="menu-N"][role="listbox"][tabindex="0"]
          div[aria-labelledby="menu-N-heading-0"][role="group"]
            div.menu-heading[id="menu-N-heading-0"][role="presentation"]
              "Your own"
            div.menu-row[aria-selected="true"][id="menu-N-option-0"][role="option"][title="/mine My own"]
              span.menu-label
                "/"
                span.match
                  "m"
                "ine"
              span.menu-detail
                "My own"
      `),
    );
  });

  it('say where nothing can be attached', () => {
    assert.equal(
      drawn('nothing that can be attached', '.context-menu .menu-message'),
      lines(`
        div.menu-message[role="status"]
          "Nothing found"
      `),
    );
  });
});
