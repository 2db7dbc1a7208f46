import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConversationSummary } from '../../../src/chat/summary.ts';
import { historyRow } from '../../../src/extension/historyRow.ts';

describe('a row of the list of conversations', () => {
  const summary: ConversationSummary = {
    id: '1',
    title: 'Title',
    model: 'M',
    count: 2,
    createdAt: 3,
    updatedAt: 4,
    pinned: true,
    workspace: { name: 'shop', uri: 'file:///shop' },
  };
  const facts = { excerpt: undefined, here: 'file:///shop', isBusy: true, isCurrent: false };
  const inChinese = (text: string): string => `中${text}`;

  it('says what the conversation says, and where it belongs', () => {
    assert.deepEqual(historyRow(summary, facts, inChinese), {
      id: '1',
      title: 'Title',
      model: 'M',
      count: 2,
      updatedAt: 4,
      pinned: true,
      workspace: 'shop',
      here: true,
      busy: true,
      current: false,
    });
    const other = historyRow(
      summary,
      { ...facts, here: '', excerpt: 'x', isBusy: false, isCurrent: true },
      inChinese,
    );
    assert.deepEqual([other.here, other.excerpt, other.busy, other.current], [false, 'x', false, true]);
  });

  it('has a name for a conversation without one, and belongs to windows without a folder', () => {
    const { workspace: _, ...rest } = summary;
    const row = historyRow({ ...rest, title: '' }, { ...facts, here: '' }, inChinese);
    assert.deepEqual([row.title, row.workspace, row.here], ['中Untitled chat', '', true]);
    assert.equal(historyRow(rest, facts, inChinese).here, false);
  });
});
