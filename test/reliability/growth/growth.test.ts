import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'mocha';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { FrameBatcher } from '../../../src/extension/frameBatcher.ts';
import { compactFile } from '../../../src/extension/history/compactFile.ts';
import { ConversationFile } from '../../../src/extension/history/conversationFile.ts';
import { readConversation } from '../../../src/extension/history/readConversation.ts';
import { readOutline } from '../../../src/extension/history/readOutline.ts';
import { SearchTexts } from '../../../src/extension/history/searchTexts.ts';
import { TurnViews } from '../../../src/extension/turnView.ts';
import { createReplyBudget } from '../../../src/net/replyBudget.ts';
import { reportFigure } from '../../figures.ts';
import { chatSession } from '../chatSession.ts';
import { type HostileReply, hostileReplies } from './shapes.ts';

/** Milliseconds between two parts of a reply: all at once, and so that each has a frame and a write to itself. */
const paces = [0, 250];
/** At most so many bytes are written, and are sent to the panel, for each byte of a reply, beside `constant`. */
const most = 4;
const constant = 64 * 1024;

/** As small as an event with the part in it can be. */
function wireBytes(part: StreamPart): number {
  return Buffer.byteLength(`data: ${JSON.stringify(part)}\n\n`);
}

/** Timers that go off when the test says so. */
function manualTimers() {
  const due = new Map<object, { at: number; callback: () => void }>();
  let now = 0;
  return {
    start(milliseconds: number, callback: () => void) {
      const key = {};
      const begin = () => due.set(key, { at: now + milliseconds, callback });
      begin();
      return { refresh: begin, stop: () => void due.delete(key) };
    },
    advance(milliseconds: number) {
      now += milliseconds;
      for (const [key, { at, callback }] of [...due]) {
        if (at > now) continue;
        due.delete(key);
        callback();
      }
    },
  };
}

describe('what a hostile reply costs', function () {
  this.timeout(300_000);
  this.slow(60_000);

  let folder: string;
  let path: string;
  const worst = { disk: 0, panel: 0, messages: 0 };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    path = join(folder, 'c.jsonl');
  });

  afterEach(() => rm(folder, { recursive: true }));

  after(() => {
    const { disk, panel, messages } = worst;
    reportFigure(
      `for each byte of ${hostileReplies.length} hostile replies at most ${disk.toFixed(1)} on the disk and ${panel.toFixed(1)} to the panel, ${messages.toFixed(1)} messages for each part`,
    );
  });

  /** Lets a reply come, and counts. */
  async function receive({ parts }: HostileReply, pace: number) {
    const timers = manualTimers();
    const errors: unknown[] = [];
    const file = new ConversationFile(
      path,
      () => ({ type: 'conversation', version: 1, id: 'c', createdAt: 1 }),
      (error) => errors.push(error),
      { timer: timers.start },
    );
    const views = new TurnViews(
      (text) => text,
      () => 1,
      () => undefined,
    );
    let panel = 0;
    let messages = 0;
    let wire = 0;
    let count = 0;
    const post = (message: unknown): void => {
      messages += 1;
      panel += Buffer.byteLength(JSON.stringify(message));
    };
    const batcher = new FrameBatcher(post, timers.start);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const budget = createReplyBudget();
    const session = chatSession({
      provider: {
        async *stream() {
          for (const part of parts()) {
            wire += wireBytes(part);
            count += 1;
            const taken = budget.take(part);
            if (taken) yield taken;
            timers.advance(pace);
            if (pace > 0) await file.flush();
          }
        },
      },
      model: 'm',
      emit(event) {
        file.record(event);
        if (event.type === 'delta') batcher.addText(event.id, event.channel, event.at, event.text);
        else if (event.type === 'replace') batcher.replaceText(event.id, event.text, event.change);
        else if (event.type === 'extras') {
          const answer = session.turns.at(-1);
          if (answer?.role !== 'answer') return;
          batcher.addExtras(event.id, views.addedExtras(event, answer.respondent));
        } else if (event.type === 'status' && /reasoning|answering/.test(event.answer.status.state)) {
          batcher.setState(event.answer.id, event.answer.status.state as 'answering', undefined);
        } else {
          batcher.flush();
          if (event.type === 'status') post({ type: 'status', status: views.status(event.answer) });
          if (event.type === 'idle') end();
        }
      },
    });
    session.ask({ text: 'Why?', attachments: [] });
    await ended;
    await file.flush();
    assert.deepEqual(errors, []);
    return { wire, count, panel, messages, disk: (await stat(path)).size, session, file };
  }

  for (const reply of hostileReplies) {
    for (const pace of paces) {
      const how = pace === 0 ? 'at once' : 'slowly';
      it(`is at most ${most} times its bytes: ${reply.name}, ${how}`, async () => {
        const { wire, count, panel, messages, disk, session, file } = await receive(reply, pace);
        assert.ok(disk <= most * wire + constant, `${disk} bytes on the disk for ${wire}`);
        assert.ok(panel <= most * wire + constant, `${panel} bytes to the panel for ${wire}`);
        assert.ok(messages <= count + 20, `${messages} messages for ${count} parts`);
        if (pace === 0) assert.ok(messages < 20 + 20, `${messages} messages in a single frame`);
        worst.disk = Math.max(worst.disk, (disk - constant) / wire);
        worst.panel = Math.max(worst.panel, (panel - constant) / wire);
        worst.messages = Math.max(worst.messages, messages / count);

        const { turns } = await file.readAll();
        assert.deepEqual(turns, session.loaded.turns);
        const began = process.cpuUsage();
        const { outline } = await readOutline(path);
        assert.equal(outline.turns.size, 2);
        await new SearchTexts().read(path);
        await compactFile(path);
        const { user } = process.cpuUsage(began);
        assert.ok(user < 2_000_000, `${user / 1000} ms to list, search and compact ${disk} bytes`);
        assert.deepEqual((await readConversation(path)).turns, turns);
        assert.ok((await stat(path)).size <= 2 * wire + constant);
      });
    }
  }
});
