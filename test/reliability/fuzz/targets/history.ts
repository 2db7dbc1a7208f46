import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  type ExportedConversation,
  exportConversation,
  importedRecords,
  missingRecords,
} from '../../../../src/chat/conversationExport.ts';
import { compactLog, foldRecords, parseRecords } from '../../../../src/chat/conversationLog.ts';
import { conversationMarkdown } from '../../../../src/chat/conversationMarkdown.ts';
import { ConversationTree, type LoadedConversation } from '../../../../src/chat/conversationTree.ts';
import { sumUsage, usageLine } from '../../../../src/chat/dailyUsage.ts';
import {
  addToOutline,
  type ConversationSummary,
  emptyOutline,
  summarise,
} from '../../../../src/chat/summary.ts';
import { compactFile } from '../../../../src/extension/history/compactFile.ts';
import { parseExport } from '../../../../src/extension/history/importFormat.ts';
import { readConversation, readTail } from '../../../../src/extension/history/readConversation.ts';
import { readOutline } from '../../../../src/extension/history/readOutline.ts';
import { readIndex, writeIndex } from '../../../../src/extension/history/summaryIndex.ts';
import { TurnViews } from '../../../../src/extension/turnView.ts';
import { parseHostEvent } from '../../../../src/shared/protocol.ts';
import { resultOf } from '../../../allSteps.ts';
import { jsonMutations, mutatedJson } from '../support/jsonTree.ts';
import { mutatedBytes, mutatedText } from '../support/mutate.ts';
import { conversationLines, conversationLog, exportFile } from '../support/realConversation.ts';
import { type FuzzTarget, property } from '../target.ts';

const translate = (text: string) => text;

/** A file some of whose lines were changed inside, where the others are as they were. */
const changedLines = fc
  .array(fc.tuple(fc.nat(conversationLines.length - 1), jsonMutations), { minLength: 1, maxLength: 4 })
  .map((changes) => {
    const lines = [...conversationLines];
    for (const [index, change] of changes) {
      lines[index] = `${change((lines[index] ?? '').trimEnd()).replaceAll('\n', ' ')}\n`;
    }
    return lines;
  });
const log = fc.oneof(
  mutatedText([conversationLog, ...conversationLines]),
  changedLines.map((lines) => lines.join('')),
  fc.shuffledSubarray([...conversationLines]).map((lines) => lines.join('')),
);

const summarySchema = v.object({
  id: v.string(),
  title: v.string(),
  model: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  createdAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  updatedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  pinned: v.boolean(),
  workspace: v.exactOptional(v.object({ name: v.string(), uri: v.string() })),
  deletedAt: v.exactOptional(v.number()),
});

function assertSummary(summary: ConversationSummary | undefined): void {
  if (!summary) return;
  const { success, issues } = v.safeParse(summarySchema, summary);
  if (!success) assert.fail(`${v.getDotPath(issues[0])}: ${JSON.stringify(summary)}`);
}

/** Fails unless the view takes a conversation, and people get it as a document. */
function assertShowable(loaded: LoadedConversation): void {
  const tree = new ConversationTree(loaded);
  const views = new TurnViews(
    translate,
    () => 1.8e12,
    () => undefined,
  );
  const turns = tree.branch.map((turn) => views.turn(turn, tree.alternatives(turn.id)));
  const event = { type: 'earlier', turns, earlier: tree.hasEarlier };
  assert.ok(
    parseHostEvent(JSON.parse(JSON.stringify(event))),
    `the view does not take ${JSON.stringify(turns)}`,
  );
  assert.equal(typeof resultOf(conversationMarkdown('A title', tree.branch, translate)), 'string');
}

function fold(text: string, complete = true): LoadedConversation {
  return foldRecords(parseRecords(text), complete);
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

let folder = '';

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'conversation.jsonl');
  await writeFile(path, content);
  return path;
}

/** Files of conversations: nothing that stands in one throws, hides what is good in it, or reaches the view unchecked. */
export const target: FuzzTarget = {
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-fuzz-'));
    return () => rm(folder, { recursive: true, force: true });
  },
  properties: [
    property(
      'any file folds to a conversation that can be shown and exported',
      500,
      [log, fc.boolean()],
      (text, complete) => {
        const loaded = fold(text, complete);
        assertShowable(loaded);
        const outline = emptyOutline();
        for (const record of parseRecords(text)) addToOutline(outline, record);
        assertSummary(summarise('id', outline));
      },
    ),
    property('a bad line never takes a good one with it', 400, [changedLines], (lines) => {
      const records = lines.map((line) => parseRecords(line));
      const good = conversationLines.flatMap((line, index) =>
        lines[index] === line ? [JSON.stringify(parseRecords(line))] : [],
      );
      const kept = records.map((record) => JSON.stringify(record));
      for (const line of good) assert.ok(kept.includes(line));
      assert.deepEqual(parseRecords(lines.join('')), records.flat());
    }),
    property(
      'a file between other lines keeps what it holds',
      300,
      [mutatedText(conversationLines), fc.boolean()],
      (junk, before) => {
        const noise = `${junk.replaceAll('\n', ' ')}\n`;
        const isRecord = parseRecords(noise).length > 0;
        if (isRecord) return;
        const text = before ? noise + conversationLog : conversationLog + noise;
        assert.deepEqual(fold(text), fold(conversationLog));
      },
    ),
    property(
      'compacting keeps what a file folds to, and changes nothing the second time',
      500,
      [log],
      (text) => {
        const compact = compactLog(parseRecords(text));
        assert.equal(compactLog(parseRecords(compact)), compact);
        // Turns that were lost altogether need not be in the file for that to show.
        const { turns, deleted, head } = fold(compact);
        const { turns: before, deleted: deletedBefore, head: headBefore } = fold(text);
        // What is unknown stays as JSON writes it, which knows no −0.
        assert.deepEqual(
          asJson([turns, [...deleted], head]),
          asJson([before, [...deletedBefore], headBefore]),
        );
        const outlines = [text, compact].map((each) => {
          const outline = emptyOutline();
          for (const record of parseRecords(each)) addToOutline(outline, record);
          return summarise('id', outline);
        });
        if (outlines[0]?.deletedAt === undefined) assert.deepEqual(asJson(outlines[1]), asJson(outlines[0]));
      },
    ),
    property(
      'files of any bytes are read to their end, and the end of one tells the same as the whole',
      100,
      [
        fc.oneof(
          mutatedBytes([Buffer.from(conversationLog)]),
          changedLines.map((lines) => Buffer.from(lines.join(''))),
        ),
      ],
      async (bytes) => {
        const path = await file(bytes);
        const whole = await readConversation(path);
        assert.deepEqual(whole, fold(Buffer.from(bytes).toString()));
        assert.deepEqual(await readTail(path), whole);
        const { outline } = await readOutline(path);
        assertSummary(summarise('id', outline));
        const again = await readOutline(path, await readOutline(path));
        assert.deepEqual(again.outline, outline);
        await compactFile(path);
        const compact = await readConversation(path);
        assert.deepEqual(asJson([compact.turns, compact.head]), asJson([whole.turns, whole.head]));
      },
    ),
    property(
      'any index is read as far as it is one',
      150,
      [
        mutatedJson([
          '{"version":1,"entries":{"a":{"size":1,"mtimeMs":2,"summary":{"id":"a","title":"T","model":"M","count":2,"createdAt":1,"updatedAt":2,"pinned":false,"workspace":{"name":"n","uri":"u"}},"compactSize":3}}}',
        ]),
      ],
      async (text) => {
        const path = join(folder, 'index.json');
        await writeFile(path, text);
        const entries = await readIndex(path);
        for (const { size, mtimeMs, summary } of entries.values()) {
          assert.equal(typeof size + typeof mtimeMs, 'numbernumber');
          assertSummary(summary);
        }
        await writeIndex(path, entries);
        assert.deepEqual(asJson([...(await readIndex(path))]), asJson([...entries]));
        assert.doesNotMatch(await readFile(path, 'utf8'), /"polluted"/);
      },
    ),
    property(
      'any file to be imported is refused with a sentence, or gives conversations that can be shown, kept and exported again',
      400,
      [fc.oneof({ weight: 3, arbitrary: mutatedJson([exportFile]) }, mutatedText([exportFile]))],
      (text) => {
        let conversations: readonly ExportedConversation[];
        try {
          conversations = resultOf(parseExport(text, translate));
        } catch (error) {
          assert.match(String(error), /^Error: The file /);
          return;
        }
        for (const conversation of conversations) {
          const records = importedRecords(conversation, 'new-id');
          const lines = records.map((record) => JSON.stringify(record)).join('\n');
          const loaded = fold(lines);
          assertShowable(loaded);
          const outline = emptyOutline();
          for (const record of parseRecords(lines)) addToOutline(outline, record);
          const summary = summarise('new-id', outline);
          assertSummary(summary);
          const added = missingRecords(conversation, fold(conversationLog));
          assertShowable(
            fold(conversationLog + added.map((record) => `${JSON.stringify(record)}\n`).join('')),
          );
          if (!summary) continue;
          const again = JSON.stringify({
            format: 'hanlin-conversations',
            version: 1,
            conversations: [exportConversation(summary, loaded)],
          });
          assert.equal(resultOf(parseExport(again, translate)).length, 1);
        }
      },
    ),
    property(
      'tokens of a day are counts, and a bad line costs no good one',
      60,
      [mutatedText(['["zhipu",12,34]\n["qianfan",1,2]\n', '["constructor",1,1]\n'])],
      (text) => {
        for (const { inputTokens, outputTokens } of sumUsage(text).values()) {
          assert.ok(inputTokens >= 0 && outputTokens >= 0 && Number.isFinite(inputTokens + outputTokens));
        }
        const usage = { inputTokens: 1, outputTokens: 2 };
        const own = sumUsage(`${text.replaceAll('"own"', '')}\n${usageLine('own', usage)}`).get('own');
        assert.deepEqual(own, usage);
      },
    ),
  ],
};
