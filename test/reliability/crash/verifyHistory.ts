import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRunning } from '../../../src/chat/conversation.ts';
import { ConversationTree, type LoadedConversation } from '../../../src/chat/conversationTree.ts';
import { HistoryStore } from '../../../src/extension/history/historyStore.ts';
import type { ScreenReport } from './screenReport.ts';

/** Text that was on the screen this long before the window's last word must have been kept, in milliseconds. */
const graceMs = 1_000;

export interface Verified {
  /** How long the oldest thing was on the screen that is not on the disk, in milliseconds; 0 if there is nothing. */
  readonly lostMs: number;
  /** Characters that were on the screen long enough. */
  readonly compared: number;
}

/**
 * Opens a history as the next window does, and compares it with what was on the screen of one that was killed.
 *
 * @param reports everything that was said since the window was opened.
 * @throws {AssertionError} if a question, a title or text that was there for a second is missing, or is not what was
 *   there.
 */
export async function verifyHistory(directory: string, reports: readonly ScreenReport[]): Promise<Verified> {
  const errors: unknown[] = [];
  const lastAt = reports.at(-1)?.at ?? 0;
  const store = new HistoryStore({
    directory,
    report: (error) => errors.push(error),
    now: Date.now,
    translate: (text) => text,
  });
  await store.open();
  let lostMs = 0;
  let compared = 0;
  try {
    const byConversation = Map.groupBy(reports, ({ conversation }) => conversation);
    for (const [id, said] of byConversation) {
      const file = store.file(id);
      const loaded = await file.readAll();
      checkWhole(loaded);
      checkQuestions(said, loaded);
      await checkTitles(said, join(directory, `${id}.jsonl`));
      assert.ok(store.summary(id), 'it is not in the list');
      const missing = firstMissing(said, loaded);
      if (missing) {
        const age = lastAt - missing.at;
        assert.ok(age < graceMs, `gone after ${age} ms: ${describe(missing)}`);
        lostMs = Math.max(lostMs, age);
      }
      for (const report of said) {
        if ('added' in report && report.at <= lastAt - graceMs) compared += report.added.length;
      }
    }
    const listed = store.summaries.map(({ id }) => id);
    assert.equal(new Set(listed).size, listed.length);
    assert.deepEqual(errors, []);
    await checkIndex(join(dirname(directory), 'index.json'));
  } finally {
    await store.dispose();
  }
  return { lostMs, compared };
}

/** No turn is there twice, nothing is left running, and no answer holds what nobody has said. */
function checkWhole(loaded: LoadedConversation): void {
  const { turns } = loaded;
  assert.equal(new Set(turns.map(({ id }) => id)).size, turns.length);
  for (const turn of turns) {
    if (turn.role === 'question') {
      assert.match(turn.text, /^(?:Question|Edited) \d+ 问题$/);
      continue;
    }
    assert.ok(!isRunning(turn.status), turn.status.state);
    assert.ok(isNumbered(turn.text), `an answer that nobody gave: ${turn.text}`);
    assert.ok(isNumbered(turn.reasoning), `a thought that nobody had: ${turn.reasoning}`);
  }
  // Throws where a turn follows one that is not there, and ends on a turn of the branch.
  const { branch } = new ConversationTree(loaded);
  assert.ok(branch.length > 0 || turns.length === 0);
}

/** A question is written before the view hears of it. */
function checkQuestions(reports: readonly ScreenReport[], { turns }: LoadedConversation): void {
  const kept = new Map(turns.map(({ id, text }) => [id, text]));
  for (const report of reports) {
    if (report.type === 'question') assert.equal(kept.get(report.id), report.text, describe(report));
  }
}

/** A title is written before anybody hears of it; a later one may be there that nobody has heard of. */
async function checkTitles(reports: readonly ScreenReport[], path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  for (const report of reports) {
    if (report.type === 'title') assert.ok(text.includes(`"${report.text}"`), describe(report));
  }
}

/** The pieces of an answer are numbered; one that is gone on with begins anew somewhere. */
export function numberedPiece(number: number): string {
  return `${number}:词😀 `;
}

/** Whether a text is made of such pieces, each behind the one before it, from the first one on. */
function isNumbered(text: string): boolean {
  const pieces = text.split(' ');
  if (pieces.pop() !== '') return false;
  let next = 0;
  return pieces.every((piece) => {
    const number = Number.parseInt(piece, 10);
    if (`${piece} ` !== numberedPiece(number) || (number !== next && number !== 0)) return false;
    next = number + 1;
    return true;
  });
}

/** The text that was on the screen first of all that the conversation lacks. */
function firstMissing(
  reports: readonly ScreenReport[],
  conversation: LoadedConversation,
): ScreenReport | undefined {
  // What was gone on with is in the answer that is shown in its place.
  const tree = new ConversationTree(conversation);
  const screen = new Map<string, string>();
  for (const report of reports) {
    switch (report.type) {
      case 'text':
      case 'reasoning': {
        const place = `${report.type} ${report.id}`;
        const turn = tree.find(report.id);
        const text = (screen.get(place) ?? '') + report.added;
        screen.set(place, text);
        if (turn?.role !== 'answer' || !turn[report.type].includes(text)) return report;
        break;
      }
    }
  }
  return undefined;
}

function describe(report: ScreenReport): string {
  return JSON.stringify(report).slice(0, 300);
}

/** The index is whole, or not there. */
async function checkIndex(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  assert.doesNotThrow(() => JSON.parse(text));
}
