import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Session, SessionEvent } from '../../../src/chat/session.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { FrameBatcher } from '../../../src/extension/frameBatcher.ts';
import { compactFile } from '../../../src/extension/history/compactFile.ts';
import { HistoryStore } from '../../../src/extension/history/historyStore.ts';
import { createUndiciTransport, directOptions } from '../../../src/net/undiciTransport.ts';
import { zhipu } from '../../../src/vendors/zhipu/descriptor.ts';
import { chatSession } from '../chatSession.ts';
import { createRandom, type Random } from './random.ts';
import type { ScreenReport } from './screenReport.ts';

/*
 * A window without VS Code, in a process of its own that somebody is going to kill: `node window.cjs <directory>
 * <address> <key> <seed> <file> <reports>`. Several conversations are written at once, and the user is all over the
 * place. `file` is a conversation that nobody looks at, which is made smaller meanwhile. After so many reports it kills
 * itself as soon as a question is on the screen, unless somebody was faster.
 */

const [directory = '', baseUrl = '', key = '', seed = '', resting = '', reports = ''] = process.argv.slice(2);
let left = Number(reports);
const conversations = 3;
/** After fewer pieces of an answer, or at its end, the user does the next thing. */
const mostEvents = 100;

/** Synchronously: what was said counts, however soon the end comes. */
function say(report: ScreenReport): void {
  writeSync(1, `${JSON.stringify(report)}\n`);
  left -= 1;
  if (left <= 0 && report.type === 'question') process.kill(process.pid, 'SIGKILL');
}

async function main(): Promise<void> {
  const random = createRandom(Number(seed));
  const [api] = zhipu.apis;
  const connection = { credentials: { apiKey: key }, authMode: 'api-key', baseUrl, language: 'en' };
  const provider = await api?.create(connection, createUndiciTransport(directOptions));
  if (!provider) throw new Error('There is no API.');
  const store = new HistoryStore({
    directory,
    report: (error) => {
      throw error;
    },
    now: Date.now,
    translate: (text) => text,
  });
  await store.open();
  const known = store.summaries.map(({ id }) => id);
  const ids = Array.from({ length: conversations }, () =>
    known.length > 0 && random.below(3) > 0 ? random.pick(known) : randomUUID(),
  );
  await Promise.all([
    ...[...new Set(ids)].map((id) => converse(store, provider, id, random)),
    compactFile(resting),
  ]);
}

/** Opens a conversation as a window does, and never stops using it. */
async function converse(store: HistoryStore, provider: Provider, id: string, random: Random): Promise<never> {
  const file = store.file(id);
  const loaded = await file.readTail();
  const report = (rest: Rest): void => say({ at: Date.now(), conversation: id, ...rest });
  const batcher = new FrameBatcher(({ id: answer, text, reasoning }) => {
    if (reasoning !== undefined) report({ type: 'reasoning', id: answer, added: reasoning });
    if (text !== undefined) report({ type: 'text', id: answer, added: text });
  });
  let heard = (): void => {};
  const session = chatSession({
    provider,
    model: 'glm-5.3',
    loaded,
    loadAll: () => file.readAll(),
    emit: (event) => {
      file.record(event);
      if (event.type === 'delta') {
        batcher.addText(event.id, event.channel, event.at, event.text);
      } else {
        batcher.flush();
        show(event, report);
      }
      heard();
    },
  });
  for (let round = 0; ; round++) {
    await act(session, random, round);
    if (random.below(8) === 0) {
      const title = `Renamed ${random.below(1_000_000)}`;
      await store.rename(id, title);
      report({ type: 'title', text: title });
    }
    for (let left = random.below(mostEvents); left > 0 && session.isRunning; left--) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    await setImmediate();
  }
}

type Rest = ScreenReport extends infer Report
  ? Report extends ScreenReport
    ? Omit<Report, 'at' | 'conversation'>
    : never
  : never;

function show(event: SessionEvent, report: (rest: Rest) => void): void {
  if (event.type === 'begin') {
    report({ type: 'question', id: event.question.id, text: event.question.text });
  }
}

/** What somebody may do at any moment. */
async function act(session: Session, random: Random, round: number): Promise<void> {
  const last = session.turns.at(-1);
  if (round === 0 || last?.role !== 'answer') {
    session.ask({ text: `Question ${random.below(1_000_000)} 问题`, attachments: [] });
    return;
  }
  switch (random.below(8)) {
    case 0:
      session.stop();
      break;
    case 1:
      await session.retry(last.id);
      break;
    case 2:
      await session.continueAnswer(last.id);
      break;
    case 3:
      session.regenerate(last.id);
      break;
    case 4:
      session.edit(last.parent, { text: `Edited ${random.below(1_000_000)} 问题`, attachments: [] });
      break;
    case 5:
      session.restore(session.deleteExchange(last.parent));
      break;
    default:
      session.ask({ text: `Question ${random.below(1_000_000)} 问题`, attachments: [] });
  }
}

void main();
