import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { drawn, lines } from './drawn.ts';

describe('an answer as it is drawn', () => {
  useBrowser();

  it('waits, and says what was left out', () => {
    assert.equal(
      drawn('waiting', '.answer'),
      lines(`
        article.turn.answer[aria-busy="true"][aria-label="Answer from GLM"][data-newest][tabindex="-1"]
          div.left-out
            "Two turns were left out."
          div.reasoning[hidden]
            button.reasoning-toggle[aria-controls="reasoning-N"][aria-expanded="false"][type="button"]
              span.codicon.codicon-chevron-right[aria-hidden="true"]
              span.reasoning-label
                "Thoughts"
            div.reasoning-text[hidden][id="reasoning-N"][tabindex="0"]
          div.waiting
            "Waiting for GLM"
          div.markdown
          div.answer-extras
          div.answer-end
      `),
    );
  });

  it('thinks, and shows what when its line is opened', () => {
    assert.equal(
      drawn('reasoning', '.answer .reasoning'),
      lines(`
        div.reasoning
          button.reasoning-toggle[aria-controls="reasoning-N"][aria-expanded="true"][type="button"]
            span.codicon.codicon-chevron-right[aria-hidden="true"]
            span.reasoning-label
              "Thinking 0 s"
          div.reasoning-text[id="reasoning-N"][tabindex="0"]
            "Let me think"
      `),
    );
  });

  it('is tried again when a countdown is over', () => {
    assert.equal(
      drawn('retrying', '.answer-end'),
      lines(`
        div.answer-end
          div.notice.warning[role="alert"]
            span.codicon.codicon-warning[aria-hidden="true"]
            div.notice-title
              "Zhipu closed the connection"
            div.notice-text
              "The text so far is kept."
              " "
              span[aria-hidden="true"]
                "Retrying in 1 s."
              span.visually-hidden
                "Retrying in 1 s."
            button.notice-code[aria-label="Copy the error code: ECONNRESET"][title="Copy the error code: ECONNRESET"][type="button"]
              span.label
                "ECONNRESET"
              span.codicon.codicon-copy[aria-hidden="true"]
            div.notice-actions
              button.button.primary[type="button"]
                span.label
                  "Try again"
              button.button.secondary[type="button"]
                span.label
                  "Show the log"
            button.icon-button.notice-dismiss[aria-label="Dismiss"][title="Dismiss"][type="button"]
              span.codicon.codicon-close[aria-hidden="true"]
            div.countdown[aria-hidden="true"]
              div.countdown-fill[style="transform: scaleX(0.5);"]
      `),
    );
  });

  it('fails with a code to be copied and buttons that help', () => {
    assert.equal(
      drawn('failed', '.answer-end'),
      lines(`
        div.answer-end
          div.notice.error[role="alert"]
            span.codicon.codicon-error[aria-hidden="true"]
            div.notice-title
              "Zhipu closed the connection"
            div.notice-text
              "The text so far is kept."
            button.notice-code[aria-label="Copy the error code: ECONNRESET"][title="Copy the error code: ECONNRESET"][type="button"]
              span.label
                "ECONNRESET"
              span.codicon.codicon-copy[aria-hidden="true"]
            div.notice-actions
              button.button.primary[type="button"]
                span.label
                  "Try again"
              button.button.secondary[type="button"]
                span.label
                  "Show the log"
            button.icon-button.notice-dismiss[aria-label="Dismiss"][title="Dismiss"][type="button"]
              span.codicon.codicon-close[aria-hidden="true"]
          div.footer
            button.icon-button.copy-answer[aria-label="Copy"][title="Copy"][type="button"]
              span.codicon.codicon-copy[aria-hidden="true"]
            button.icon-button[aria-label="Regenerate"][title="Regenerate"][type="button"]
              span.codicon.codicon-refresh[aria-hidden="true"]
            button.icon-button[aria-label="Ask another model"][title="Ask another model"][type="button"]
              span.codicon.codicon-arrow-swap[aria-hidden="true"]
            span.meta[title="GLM"]
              span.meta-model[aria-hidden="true"]
                "GLM"
              span.meta-figures.wide[aria-hidden="true"]
              span.meta-figures.narrow[aria-hidden="true"]
              span.visually-hidden
                "GLM"
      `),
    );
  });

  it('ends where it was stopped, and can go on', () => {
    assert.equal(
      drawn('stopped', '.ending'),
      lines(`
        div.ending
          span.ending-text
            "Stopped"
          button.button.secondary.continue[type="button"]
            span.label
              "Continue"
      `),
    );
  });

  it('ends where it was cut, and says why', () => {
    assert.equal(
      drawn('cut', '.ending'),
      lines(`
        div.ending
          span.ending-text
            "Stopped at the limit"
          button.button.secondary[type="button"]
            span.label
              "Continue"
      `),
    );
  });

  it('says that there is none', () => {
    assert.equal(
      drawn('done without a word', '.answer-end'),
      lines(`
        div.answer-end
          p.no-answer
            "The model ended without an answer."
          div.footer
            button.icon-button[aria-label="Regenerate"][title="Regenerate"][type="button"]
              span.codicon.codicon-refresh[aria-hidden="true"]
            button.icon-button[aria-label="Ask another model"][title="Ask another model"][type="button"]
              span.codicon.codicon-arrow-swap[aria-hidden="true"]
            span.meta[title="GLM"]
              span.meta-model[aria-hidden="true"]
                "GLM"
              span.meta-figures.wide[aria-hidden="true"]
              span.meta-figures.narrow[aria-hidden="true"]
              span.visually-hidden
                "GLM"
      `),
    );
  });

  it('has its sources, remarks and choices below it', () => {
    assert.equal(
      drawn('done with everything', '.answer-extras'),
      lines(`
        div.answer-extras
          section.sources[aria-label="Sources"]
            h2
              "Sources"
            ol
              li
                a.source[data-url="https://a.example/"][href="#"][title="Docs\\nhttps://a.example/"]
                  span.source-number
                    "1"
                  span.label
                    "Docs"
              li
                span.source[title="A book"]
                  span.source-number
                    "2"
                  span.label
                    "A book"
          div.remark
            span.codicon.codicon-info[aria-hidden="true"]
            span.remark-text
              "Baidu asks to clear."
            button.button.secondary[type="button"]
              span.label
                "New chat"
          div.choices[aria-label="Which of these do you mean?"][role="group"]
            button.choice[type="button"]
              span.choice-number
                "1"
              span.choice-text
                "To a container"
            button.choice[type="button"]
              span.choice-number
                "2"
              span.choice-text
                "To a function"
          div.choices[aria-label="Related questions"][role="group"]
            h2
              "Related questions"
            button.choice[type="button"]
              span.choice-number
                "1"
              span.choice-text
                "And then?"
      `),
    );
  });

  it('ends with what can be done and what it took', () => {
    assert.equal(
      drawn('done with everything', '.footer'),
      lines(`
        div.footer
          button.icon-button.copy-answer[aria-label="Copy"][title="Copy"][type="button"]
            span.codicon.codicon-copy[aria-hidden="true"]
          button.icon-button[aria-label="Regenerate"][title="Regenerate"][type="button"]
            span.codicon.codicon-refresh[aria-hidden="true"]
          button.icon-button[aria-label="Ask another model"][title="Ask another model"][type="button"]
            span.codicon.codicon-arrow-swap[aria-hidden="true"]
          span.branch[aria-label="Alternative 2 of 3"][role="group"]
            button.icon-button.branch-arrow.previous[aria-disabled="false"][aria-label="Previous alternative"][title="Previous alternative"][type="button"]
              span.codicon.codicon-chevron-left[aria-hidden="true"]
            span.branch-count[aria-hidden="true"]
              "2/3"
            button.icon-button.branch-arrow.next[aria-disabled="false"][aria-label="Next alternative"][title="Next alternative"][type="button"]
              span.codicon.codicon-chevron-right[aria-hidden="true"]
          span.meta[title="GLM · 1,204 in, 486 out · 1,024 of the input cached · 0.8 s to first token · 12 s in all · ¥0.0043"]
            span.meta-model[aria-hidden="true"]
              "GLM"
            span.meta-figures.wide[aria-hidden="true"]
              " · 1,204 in, 486 out · 0.8 s to first token · 12 s in all · ¥0.0043"
            span.meta-figures.narrow[aria-hidden="true"]
              " · ↑1.2k ↓486 · 0.8 s"
            span.visually-hidden
              "GLM · 1,204 in, 486 out · 1,024 of the input cached · 0.8 s to first token · 12 s in all · ¥0.0043"
      `),
    );
  });
});
