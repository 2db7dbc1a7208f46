import { mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import type { AnswerTurn, QuestionTurn, Turn } from '../../src/chat/conversation.ts';
import type { LogRecord } from '../../src/chat/logRecord.ts';
import { FrameBatcher } from '../../src/extension/frameBatcher.ts';
import { ConversationFile } from '../../src/extension/history/conversationFile.ts';
import { openBrowserPage } from './browserPage.ts';
import { limitedRounds } from './budget.ts';
import { compare, type Pair, processorTime, ratioOf } from './measure.ts';
import type { BenchPage } from './page/page.ts';
import { replyText } from './page/replyText.ts';
import { aim, type Row, resultOf } from './row.ts';

declare const benchPage: BenchPage;

const few = 1000;
const many = 10_000;
const answerCharacters = 1500;
const answerText = replyText('mixed', answerCharacters);

function exchange(index: number): readonly [QuestionTurn, AnswerTurn] {
  const question: QuestionTurn = {
    role: 'question',
    id: `q${index}`,
    parent: index === 0 ? null : `a${index - 1}`,
    alternative: 1,
    text: `What does part ${index} do, and why?`,
    attachments: [],
    askedAt: 1_760_000_000_000 + index,
  };
  const answer: AnswerTurn = {
    role: 'answer',
    id: `a${index}`,
    parent: question.id,
    alternative: 1,
    respondent: { vendorId: 'zhipu', apiId: 'chat', model: 'glm', vendorLabel: 'Zhipu', modelLabel: 'GLM' },
    text: answerText,
    reasoning: '',
    extras: { sources: [], suggestions: [], notices: [] },
    status: { state: 'done', reason: 'stop' },
    askedAt: question.askedAt,
  };
  return [question, answer];
}

function records(from: number, messages: number): LogRecord[] {
  return Array.from({ length: messages / 2 }, (_, index) => exchange(from + index)).flatMap(
    ([question, answer]): LogRecord[] => [
      { type: 'question', turn: question },
      { type: 'answer', turn: answer },
    ],
  );
}

function conversationFile(directory: string, messages: number): ConversationFile {
  const header = () => ({ type: 'conversation', version: 1, id: `c${messages}`, createdAt: 0 }) as const;
  return new ConversationFile(join(directory, `${messages}.jsonl`), header, (error) => {
    throw error;
  });
}

async function inTemporaryDirectory<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'hanlin-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Rows 10: what it takes to open a conversation, in the host and in the panel. */
export async function rowsOfOpening(): Promise<readonly Row[]> {
  return await inTemporaryDirectory(async (directory) => {
    for (const messages of [few, many])
      await conversationFile(directory, messages).append(records(0, messages));
    return [await openInHost(directory), await openInPanel(await loadedTurns(directory, many))];
  });
}

async function loadedTurns(directory: string, messages: number): Promise<number> {
  return (await conversationFile(directory, messages).readTail()).turns.length;
}

const nameOf = (messages: number) => `Hanlin, ${messages.toLocaleString('en')} messages`;
const wholeFile = `the whole file parsed, ${many.toLocaleString('en')} messages`;

async function openInHost(directory: string): Promise<Row> {
  const runs = 41;
  const held = new Map<number, number[]>();
  const contenders = [few, many].map((messages) => ({
    name: nameOf(messages),
    kind: messages === few ? ('limit' as const) : ('hanlin' as const),
    async run() {
      globalThis.gc?.();
      const before = process.memoryUsage().heapUsed;
      const start = performance.now();
      const loaded = await conversationFile(directory, messages).readTail();
      const time = performance.now() - start;
      globalThis.gc?.();
      held.set(messages, [...(held.get(messages) ?? []), process.memoryUsage().heapUsed - before]);
      // Held until here.
      return loaded.turns.length > 0 ? time : Number.NaN;
    },
  }));
  const path = join(directory, `${many}.jsonl`);
  const whole = {
    name: wholeFile,
    kind: 'peer' as const,
    async run() {
      const start = performance.now();
      const lines = (await readFile(path, 'utf8')).trim().split('\n');
      const turns = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { turn?: Turn });
      return turns.length > many ? performance.now() - start : Number.NaN;
    },
  };
  const results = await compare([...contenders, whole], { runs, warmUp: 3, collectGarbage: false });
  const memory = (messages: number): Pair => {
    const sorted = (held.get(messages) ?? []).slice(-limitedRounds(runs)).toSorted((a, b) => a - b);
    return { minimum: sorted[0] ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN };
  };
  return {
    number: 10,
    title: 'Opening a conversation in the host',
    unit: 'ms',
    results,
    aims: [
      aim('time, 10,000 messages against 1,000', 1.2, resultOf(results, nameOf(many)).ratio),
      aim('memory, 10,000 messages against 1,000', 1.1, ratioOf(memory(many), memory(few))),
    ],
    notes: [
      `Files of ${(await Promise.all([few, many].map((messages) => stat(join(directory, `${messages}.jsonl`))))).map(({ size }) => (size / 1e6).toFixed(1)).join(' and ')} MB.`,
    ],
  };
}

/** @param tail how many messages the host has loaded of a long conversation */
async function openInPanel(tail: number): Promise<Row> {
  const runs = 7;
  const browser = await openBrowserPage('screen');
  const heaps = new Map<string, number[]>();
  const updates = new Map<string, number[]>();
  const sizes: Readonly<Record<string, number>> = {
    [nameOf(few)]: Math.min(few, tail),
    [nameOf(many)]: Math.min(many, tail),
    'Hanlin, 10 messages': 10,
  };
  const session = await browser.page.context().newCDPSession(browser.page);
  const note = (map: Map<string, number[]>, name: string, value: number) =>
    map.set(name, [...(map.get(name) ?? []), value]);
  const contenders = Object.entries(sizes).map(([name, messages]) => ({
    name,
    kind: name === nameOf(few) ? ('limit' as const) : ('hanlin' as const),
    async run() {
      const time = await browser.page.evaluate(
        async (args) => await benchPage.openConversation(args.messages, args.characters),
        { messages, characters: answerCharacters },
      );
      // What is not urgent is shown after that.
      await setTimeout(1500);
      const frames = 60;
      const cost = await browser.mainThreadTime(() =>
        browser.page.evaluate(async (count) => await benchPage.growConversation(count), frames),
      );
      note(updates, name, cost / frames);
      // What the first collection lets go of may hold the rest.
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
      note(heaps, name, (await session.send('Runtime.getHeapUsage')).usedSize);
      return time;
    },
  }));
  const results = await compare(contenders, { runs, warmUp: 1, collectGarbage: false });
  await browser.close();
  const pair = (map: Map<string, number[]>, name: string): Pair => {
    const sorted = (map.get(name) ?? []).slice(-limitedRounds(runs)).toSorted((a, b) => a - b);
    return { minimum: sorted[0] ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN };
  };
  const against = (map: Map<string, number[]>, other: string) =>
    ratioOf(pair(map, nameOf(many)), pair(map, other));
  return {
    number: 10,
    title: `The same in the panel, until the last words stand there: it gets the last ${tail} messages`,
    unit: 'ms',
    results,
    aims: [
      aim('time, 10,000 messages against 1,000', 1.2, resultOf(results, nameOf(many)).ratio),
      aim('memory, 10,000 messages against 1,000', 1.1, against(heaps, nameOf(few))),
      aim('an update of the last answer, 10,000 messages against 1,000', 1.2, against(updates, nameOf(few))),
    ],
    notes: [`An update against 10 messages: ${against(updates, 'Hanlin, 10 messages').minimum.toFixed(1)}.`],
  };
}

/** Row 11: from tokens to messages for the view, through a port that clones them. */
export async function rowOfMessages(): Promise<Row> {
  const frames = 60;
  const perFrame = 16;
  const tokens = frames * perFrame;
  const { port1, port2 } = new MessageChannel();
  let received = 0;
  port2.on('message', () => {
    received += 1;
  });
  const sent = new Map<string, number>();
  const measure = (name: string, kind: 'hanlin' | 'peer' | 'limit', start: () => Sender) => ({
    name,
    kind,
    async run() {
      received = 0;
      const sender = start();
      const cost = await processorTime(async () => {
        for (let frame = 0; frame < frames; frame += 1) {
          for (let token = 0; token < perFrame; token += 1) sender.add('token ');
          await setTimeout(17);
        }
        sender.end();
        await setTimeout(20);
      });
      sent.set(name, received);
      return cost / tokens;
    },
  });
  const post = (text: string) => port1.postMessage({ type: 'delta', sequence: 1, id: 'answer', text });
  const batched = 'Hanlin, gathered for a frame';
  const results = await compare(
    [
      measure('no message at all', 'limit', () => ({ add() {}, end() {} })),
      measure(batched, 'hanlin', () => {
        const batcher = new FrameBatcher(({ text = '' }) => post(text));
        return { add: (text) => batcher.add('answer', 'text', text), end: () => batcher.flush() };
      }),
      measure('a message for each token', 'peer', () => ({ add: post, end() {} })),
    ],
    { runs: 5, warmUp: 1, collectGarbage: false },
  );
  port1.close();
  const messages = (sent.get(batched) ?? Number.NaN) / frames;
  return {
    number: 11,
    title: `From the host to the view: ${tokens} tokens in ${frames} frames`,
    unit: 'µs',
    results,
    aims: [aim('messages per frame, the last one at once', 1.05, { minimum: messages, median: messages })],
    notes: [
      `Messages: ${[...sent].map(([name, count]) => `${name} ${count}`).join(', ')}. Every one holds new text only.`,
    ],
  };
}

interface Sender {
  add(text: string): void;
  end(): void;
}

/** Row 12: one exchange more in the history. */
export async function rowOfAppending(): Promise<Row> {
  const short = 100;
  return await inTemporaryDirectory(async (directory) => {
    const append = async (messages: number) => {
      const file = conversationFile(directory, messages);
      await file.append(records(0, messages));
      let next = messages / 2;
      return {
        name: `Hanlin, at ${messages.toLocaleString('en')} messages`,
        kind: messages === short ? ('limit' as const) : ('hanlin' as const),
        async run() {
          const more = records(next, 2);
          next += 1;
          const start = performance.now();
          await file.append(more);
          return performance.now() - start;
        },
      };
    };
    const rewrite = (messages: number) => {
      const state = records(0, messages);
      const path = join(directory, `state-${messages}.json`);
      return {
        name: `the whole state as JSON, at ${messages.toLocaleString('en')} messages`,
        kind: 'peer' as const,
        async run() {
          const start = performance.now();
          await writeFile(`${path}.new`, JSON.stringify(state));
          await using file = await open(`${path}.new`, 'r+');
          await file.datasync();
          await rename(`${path}.new`, path);
          return performance.now() - start;
        },
      };
    };
    const results = await compare([await append(short), await append(many), rewrite(short), rewrite(many)], {
      runs: 40,
      warmUp: 5,
      collectGarbage: false,
    });
    return {
      number: 12,
      title: 'One question with its answer more in the history, until it is on the disk',
      unit: 'ms',
      results,
      aims: [
        aim(
          '10,000 messages against 100',
          1.1,
          resultOf(results, `Hanlin, at ${many.toLocaleString('en')} messages`).ratio,
        ),
      ],
      notes: ['Both wait until the text would survive a power cut.'],
    };
  });
}
