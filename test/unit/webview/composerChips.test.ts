import { describe, it } from 'mocha';
import type { Attachment, ViewIntention } from '../../../src/shared/protocol.ts';
import { createChipRow } from '../../../src/webview/composer/chipRow.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { assertDrawn } from './assertDrawn.ts';
import { useBrowser } from './browser.ts';
import { attachment, press } from './fakes.ts';

const problems: Attachment = { id: 'p', kind: 'problems', name: '2 problems', path: '' };
const file: Attachment = { id: 'f', kind: 'file', name: 'server.ts', path: 'src/server.ts', suggested: true };

describe('the row of chips', () => {
  useBrowser();

  function create(...attachments: readonly Attachment[]) {
    const posted: ViewIntention[] = [];
    const announced: string[] = [];
    let left = 0;
    const needed: Partial<PanelContext> = {
      texts: viewTexts({}),
      post: (intention) => posted.push(intention),
      announce: (text) => announced.push(text),
    };
    const row = createChipRow(needed as PanelContext, () => {
      left += 1;
    });
    document.body.replaceChildren(row.element);
    row.update(attachments);
    const all = (selector: string) => [...row.element.querySelectorAll<HTMLElement>(selector)];
    const chip = (index: number) => {
      const found = all('.chip-open')[index];
      assert.ok(found, `chip ${index}`);
      return found;
    };
    const focused = () => all('.chip-open').indexOf(document.activeElement as HTMLElement);
    const inOrder = () => all('.chip-open').map(({ tabIndex }) => tabIndex);
    return { row, posted, announced, leaves: () => left, all, chip, focused, inOrder };
  }

  it('is a toolbar of what goes along, of which the first is in the tab order', () => {
    const { row } = create(attachment, file);
    assertDrawn(
      row.element,
      `
      div.chips[aria-label="Attachments"][role="toolbar"]
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
        span.chip.suggested
          button.chip-open[aria-keyshortcuts="Delete"][tabindex="-1"][title="src/server.ts"][type="button"]
            span.codicon.codicon-file[aria-hidden="true"]
            span.chip-name.wide
              "server.ts"
            span.chip-name.narrow
              "server.ts"
          button.chip-remove[aria-label="Remove server.ts"][tabindex="-1"][title="Remove server.ts"][type="button"]
            span.codicon.codicon-close[aria-hidden="true"]
      `,
    );
  });

  it('is not there without any, and has none to focus', () => {
    const { row } = create();
    assertDrawn(row.element, 'div.chips[aria-label="Attachments"][hidden][role="toolbar"]');
    assert.equal(row.focusLast(), false);
    row.update([problems]);
    assert.equal(row.element.hidden, false);
    assert.equal(row.focusLast(), true);
  });

  it('takes the keys that move, and keeps the one with the focus in the tab order', () => {
    const { row, chip, focused, inOrder, leaves } = create(attachment, problems, file);
    row.focusLast();
    assert.deepEqual(inOrder(), [-1, -1, 0]);
    for (const [key, goal] of [
      ['ArrowLeft', 1],
      ['Home', 0],
      ['ArrowLeft', 0],
      ['ArrowRight', 1],
      ['End', 2],
    ] as const) {
      assert.equal(press(chip(focused()), key).defaultPrevented, true);
      assert.equal(focused(), goal, key);
      assert.deepEqual(
        inOrder(),
        [0, 1, 2].map((index) => (index === goal ? 0 : -1)),
      );
    }
    assert.equal(leaves(), 0);
    assert.equal(press(chip(2), 'ArrowRight').defaultPrevented, true);
    assert.equal(leaves(), 1);
  });

  it('leaves other keys alone, and all of them with a modifier or on another button', () => {
    const { chip, focused, all, posted, leaves } = create(attachment, problems);
    chip(1).focus();
    for (const key of ['Enter', ' ', 'a', 'Escape', 'Tab'])
      assert.equal(press(chip(1), key).defaultPrevented, false);
    for (const more of [{ altKey: true }, { ctrlKey: true }, { metaKey: true }])
      for (const key of ['ArrowLeft', 'ArrowRight', 'Delete'])
        assert.equal(press(chip(1), key, more).defaultPrevented, false);
    assert.equal(focused(), 1);
    const [remove] = all('.chip-remove');
    assert.ok(remove);
    remove.focus();
    for (const key of ['ArrowLeft', 'Delete']) assert.equal(press(remove, key).defaultPrevented, false);
    assert.equal(document.activeElement, remove);
    assert.deepEqual(posted, []);
    assert.equal(leaves(), 0);
  });

  it('removes the chosen one with a key that is not held down, which goes no further', () => {
    const { chip, posted } = create(attachment, problems);
    chip(1).focus();
    assert.equal(press(chip(1), 'Delete').defaultPrevented, true);
    assert.equal(press(chip(1), 'Backspace').defaultPrevented, true);
    assert.equal(press(chip(1), 'Delete', { repeat: true }).defaultPrevented, false);
    assert.deepEqual(posted, Array(2).fill({ type: 'remove-attachment', id: 'p' }));
  });

  it('opens and removes with the mouse, and gives the focus back after removing', () => {
    const { chip, all, posted, leaves } = create(attachment, problems);
    chip(1).click();
    assert.equal(leaves(), 0);
    all('.chip-remove')[1]?.click();
    assert.equal(leaves(), 1);
    assert.deepEqual(posted, [
      { type: 'open-attachment', id: 'p' },
      { type: 'remove-attachment', id: 'p' },
    ]);
  });

  it('keeps the focus where it was, or near it, when others come and go', () => {
    const { row, chip, focused, inOrder, leaves } = create(attachment, problems, file);
    chip(2).focus();
    row.update([attachment, problems]);
    assert.equal(focused(), 1);
    assert.deepEqual(inOrder(), [-1, 0]);
    row.update([attachment, problems, file]);
    assert.equal(focused(), 1);
    assert.equal(leaves(), 0);
    row.update([]);
    assert.equal(leaves(), 1);
  });

  it('takes the focus from nobody', () => {
    const { row, focused, leaves } = create(attachment, problems);
    row.update([attachment]);
    assert.equal(focused(), -1);
    assert.equal(leaves(), 0);
  });

  it('stays as it is while the same ones are there', () => {
    const same = [attachment, problems];
    const { row, chip } = create();
    row.update(same);
    const first = chip(0);
    row.update(same);
    assert.equal(chip(0), first);
  });

  it('tells which ones have come, not which were there', () => {
    const { row, announced } = create(attachment);
    assert.deepEqual(announced, []);
    row.update([attachment, problems, file]);
    row.update([attachment, { ...file }]);
    assert.deepEqual(announced, ['2 problems attached', 'server.ts attached']);
  });
});
