import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { createTestHistory, row, type } from './historyFakes.ts';

describe('what the history draws', () => {
  useBrowser();
  const now = new Date(2026, 10, 21, 14, 32).getTime();
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now });
    document.documentElement.lang = 'en';
  });
  afterEach(() => mock.timers.reset());

  it('is a head to search with, what was found under its headings, and a foot', () => {
    const { page, show } = createTestHistory();
    page.show();
    show([
      row('a', { title: 'Pinned one', pinned: true, updatedAt: new Date(2025, 0, 2, 9).getTime() }),
      row('b', { busy: true, current: true, count: 1, model: '' }),
    ]);
    assertDrawn(
      page.element,
      `
      div.history
        h1.visually-hidden
          "History"
        div.history-head
          button.icon-button[aria-label="Back to the chat"][title="Back to the chat"][type="button"]
            span.codicon.codicon-arrow-left[aria-hidden="true"]
          div.history-search
            span.codicon.codicon-search[aria-hidden="true"]
            input[aria-label="Search titles and text"][maxlength="1000"][placeholder="Search titles and text"][role="searchbox"][spellcheck="false"][type="text"]
            button.icon-button[aria-label="Clear the search"][hidden][title="Clear the search"][type="button"]
              span.codicon.codicon-close[aria-hidden="true"]
          button.icon-button.history-grouping[aria-label="Group by workspace"][aria-pressed="false"][title="Group by workspace"][type="button"]
            span.codicon.codicon-group-by-ref-type[aria-hidden="true"]
        div.history-scroller
          div.history-message[hidden]
          div.history-list
            section[data-key="pinned"][style="--rows: 1;"]
              h2
                "Pinned"
              ul[aria-label="Pinned"]
                li.history-row[data-id="a"]
                  button.history-open[tabindex="-1"][type="button"]
                    span.history-line
                      span.busy-slot
                      span.history-title[title="Pinned one"]
                        "Pinned one"
                    span.history-line.history-meta
                      span.history-detail
                        "GLM · 4 messages"
                      span.history-time[title="Thursday, January 2, 2025 at 9:00 AM"]
                        "Jan 2, 2025"
            section[data-key="today"][style="--rows: 1;"]
              h2
                "Today"
              ul[aria-label="Today"]
                li.history-row.current[data-id="b"]
                  button.history-open[aria-current="true"][tabindex="0"][type="button"]
                    span.history-line
                      span.busy-slot
                        span.codicon.codicon-loading[aria-hidden="true"]
                        span.visually-hidden
                          "Answering"
                      span.history-title[title="Title b"]
                        "Title b"
                    span.history-line.history-meta
                      span.history-detail
                        "1 message"
                      span.history-time[title="Saturday, November 21, 2026 at 2:32 PM"]
                        "14:32"
        div.history-footer
          span.history-kept
            "2 chats, kept on this computer only"
          button.link-button[type="button"]
            span.label
              "Export all"
          button.link-button[type="button"]
            span.label
              "Import"
      `,
    );
  });

  it('is the actions of a row as soon as they are needed', () => {
    const { show, action, find } = createTestHistory();
    show([row('a'), row('b', { pinned: true })]);
    const drawn = (pin: string, pinIcon: string, id: string) => `
      div.history-actions
        button.icon-button[aria-label="${pin}: Title ${id}"][data-action="pin"][title="${pin}"][type="button"]
          span.codicon.codicon-${pinIcon}[aria-hidden="true"]
        button.icon-button[aria-label="Rename: Title ${id}"][data-action="rename"][title="Rename"][type="button"]
          span.codicon.codicon-edit[aria-hidden="true"]
        button.icon-button[aria-label="Export: Title ${id}"][data-action="export"][title="Export"][type="button"]
          span.codicon.codicon-export[aria-hidden="true"]
        button.icon-button[aria-label="Open in an editor tab: Title ${id}"][data-action="open-in-editor"][title="Open in an editor tab"][type="button"]
          span.codicon.codicon-go-to-file[aria-hidden="true"]
        button.icon-button[aria-label="Delete: Title ${id}"][data-action="delete"][title="Delete"][type="button"]
          span.codicon.codicon-trash[aria-hidden="true"]
      `;
    action('a', 'pin');
    action('b', 'pin');
    assertDrawn(find('[data-id=a] .history-actions'), drawn('Pin', 'pin', 'a'));
    assertDrawn(find('[data-id=b] .history-actions'), drawn('Unpin', 'pinned', 'b'));
  });

  it('is a field in a row that is renamed', () => {
    const { show, action, find } = createTestHistory();
    show([row('a')]);
    action('a', 'rename').click();
    assert.equal(find('[data-id=a]').className, 'history-row renaming');
    assertDrawn(
      find('.history-rename'),
      'input.history-rename[aria-label="Title of the chat"][maxlength="200"][type="text"][value="Title a"]',
    );
    const { selectionStart, selectionEnd } = find('.history-rename') as HTMLInputElement;
    assert.deepEqual([selectionStart, selectionEnd], [0, 'Title a'.length]);
  });

  it('is no heading over what was searched for, with the matches marked', () => {
    const { search, show, find } = createTestHistory();
    type(search, 'title');
    mock.timers.tick(120);
    show([row('a', { excerpt: 'the title of it', pinned: true })], 'title', 5);
    assertDrawn(
      find('.history-list'),
      `
      div.history-list
        section[data-key="found"][style="--rows: 1;"]
          h2[hidden]
          ul[aria-label="History"]
            li.history-row[data-id="a"]
              button.history-open[tabindex="0"][type="button"]
                span.history-line
                  span.busy-slot
                  span.history-title[title="Title a"]
                    mark
                      "Title"
                    " a"
                span.history-line.history-meta
                  span.history-detail
                    "the "
                    mark
                      "title"
                    " of it"
                  span.history-time[title="Saturday, November 21, 2026 at 2:32 PM"]
                    "14:32"
      `,
    );
    assert.equal(find('.history-kept').textContent, '5 chats, kept on this computer only');
  });

  it('is an offer where there are no chats, and nothing to export', () => {
    const { page, show, find } = createTestHistory();
    assertDrawn(find('.history-message'), 'div.history-message[hidden]');
    assert.equal(find('.history-footer').hidden, true);
    show([]);
    assertDrawn(
      find('.history-message'),
      `
      div.history-message
        p
          "No chats yet. What you ask is kept here."
        button.button.primary[type="button"]
          span.label
            "New chat"
      `,
    );
    assert.equal(find('.history-footer').hidden, false);
    const buttons = () =>
      [...page.element.querySelectorAll<HTMLElement>('.link-button')].map(({ hidden }) => hidden);
    assert.deepEqual(buttons(), [true, false]);
    assert.equal(find('.history-kept').hidden, true);
    show([row('a')]);
    assert.deepEqual(buttons(), [false, false]);
    assert.equal(find('.history-kept').hidden, false);
  });

  it('is the same offer for a search where nothing could be found', () => {
    const { search, show, find } = createTestHistory();
    type(search, 'x');
    mock.timers.tick(120);
    show([], 'x', 0);
    assert.ok(find('.history-message .button'));
    show([], 'x', 1);
    assertDrawn(find('.history-message'), 'div.history-message\n  p\n    "Nothing found for “x”."');
  });

  it('is the same offer where nothing was searched for, whatever was counted', () => {
    const { show, find } = createTestHistory();
    show([], '', 1);
    assert.ok(find('.history-message .button'));
  });

  it('loses what a row does not have any more', () => {
    const { show, find } = createTestHistory();
    show([row('a', { busy: true, current: true })]);
    show([row('a')]);
    assertDrawn(find('.busy-slot'), 'span.busy-slot');
    assert.equal(find('[data-id=a]').className, 'history-row');
    assert.equal(find('.history-open').hasAttribute('aria-current'), false);
  });
});
