import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isRunning, type Turn } from '../../../src/chat/conversation.ts';
import { compactLog, foldRecords, logLines, parseRecords } from '../../../src/chat/conversationLog.ts';
import type { LoadedConversation } from '../../../src/chat/conversationTree.ts';
import { Session, type SessionEvent } from '../../../src/chat/session.ts';
import { ProviderError } from '../../../src/core/error.ts';
import type { ChatRequest } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { asking, liveReply, model, ticks } from './sessionHarness.ts';

/** What somebody does, or a vendor sends; `at` picks a turn or a reply among those there are. */
type Step =
  | { readonly do: 'ask'; readonly text: string }
  | { readonly do: 'edit'; readonly at: number; readonly text: string }
  | { readonly do: 'regenerate' | 'retry' | 'continue' | 'delete'; readonly at: number }
  | { readonly do: 'alternative'; readonly at: number; readonly step: -1 | 1 }
  | { readonly do: 'restore' | 'stop' | 'earlier' }
  /** The window is closed and opened again, which reads the records from the `at`-th last question on. */
  | { readonly do: 'reopen'; readonly at: number }
  | { readonly do: 'send'; readonly at: number; readonly parts: readonly (StreamPart | Error)[] };

const nat = fc.nat(20);
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
const part: fc.Arbitrary<StreamPart | Error> = fc.oneof(
  { weight: 6, arbitrary: words.map((text): StreamPart => ({ type: 'text-delta', text })) },
  words.map((text): StreamPart => ({ type: 'reasoning-delta', text })),
  words.map((text): StreamPart => ({ type: 'text-replace', text })),
  fc.nat(2).map((id): StreamPart => ({ type: 'vendor-session', id: `s${id}` })),
  words.map((title): StreamPart => ({ type: 'source', title })),
  fc.constant<StreamPart>({ type: 'notice', kind: 'sensitive' }),
  fc.constant<StreamPart>({ type: 'finish', reason: 'length', usage: { outputTokens: 1 } }),
  { weight: 2, arbitrary: fc.constant<StreamPart>({ type: 'finish', reason: 'stop' }) },
  fc.constantFrom('network', 'content-filter', 'context-length').map((kind) => new ProviderError(kind, kind)),
  fc.constant(new ProviderError('unavailable', 'down', { retryable: true })),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask'), text: words }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit'), at: nat, text: words }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('regenerate', 'retry', 'continue', 'delete'), at: nat }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('alternative'), at: nat, step: fc.constantFrom(-1, 1) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('restore', 'stop', 'earlier') }) },
  fc.record({ do: fc.constant('reopen'), at: fc.nat(3) }),
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('send'), at: fc.nat(1), parts: fc.array(part, { maxLength: 6 }) }),
  },
);

/** A conversation with everything that a user, a file and a view would know of it. */
class Play {
  readonly lines: string[] = [];
  /** Every text that an answer has had. */
  readonly texts = new Map<string, Set<string>>();
  readonly requests: ChatRequest[] = [];
  session = this.#open();
  #replies: ReturnType<typeof liveReply>[] = [];
  #deleted: (readonly string[])[] = [];
  #view: readonly string[] = [];
  #ids = 0;
  #time = 0;

  get log(): string {
    return this.lines.join('');
  }

  async take(next: Step): Promise<void> {
    const { session } = this;
    const turn = (at: number): string =>
      session.turns[at % Math.max(1, session.turns.length)]?.id ?? 'nobody';
    switch (next.do) {
      case 'ask':
        session.ask(asking(next.text));
        break;
      case 'edit':
        session.edit(turn(next.at), asking(next.text));
        break;
      case 'regenerate':
        session.regenerate(turn(next.at), next.at % 2 === 0 ? { ...model, model: 'other' } : undefined);
        break;
      case 'retry':
        await session.retry(turn(next.at));
        break;
      case 'continue':
        await session.continueAnswer(turn(next.at));
        break;
      case 'alternative':
        await session.showAlternative(turn(next.at), next.step);
        break;
      case 'delete':
        this.#deleted.push(session.deleteExchange(turn(next.at)));
        break;
      case 'restore': {
        const ids = this.#deleted.pop() ?? [];
        if (ids.length > 0) session.restore(ids);
        break;
      }
      case 'stop':
        session.stop();
        break;
      case 'earlier':
        await session.loadEarlier();
        break;
      case 'reopen':
        session.stop();
        await ticks();
        this.#reopen(next.at);
        break;
      case 'send':
        await this.#replies.at(-1 - next.at)?.push(...next.parts);
        break;
    }
    await ticks();
  }

  #open(loaded?: LoadedConversation): Session {
    const session: Session = new Session(
      {
        respondent: (by) => ({ ...(by ?? model), vendorLabel: '', modelLabel: '' }),
        connect: async (respondent) => ({
          provider: {
            stream: (request, signal) => {
              this.requests.push(request);
              const reply = liveReply();
              this.#replies.push(reply);
              return reply.script(request, signal);
            },
          },
          model: respondent.model,
          system: 'system',
          options: {},
          choices: { thinking: false, webSearch: false },
          images: false,
          window: 80,
        }),
        loadAll: async () => fold(this.log),
        loadEnd: async () => fold(this.log),
        contextFactor: () => 1,
        now: () => ++this.#time,
        newId: () => `t${++this.#ids}`,
        random: () => 0,
        wait: async () => {},
      },
      (event) => this.#hear(event, session),
      loaded,
    );
    return session;
  }

  /** As the extension does it: what is shown must be among what is read. */
  #reopen(questions: number): void {
    const records = parseRecords(this.log);
    const starts = records.flatMap(({ type }, index) => (type === 'question' ? [index] : []));
    const start = starts.at(-1 - questions) ?? 0;
    const tail = foldRecords(records.slice(start), start === 0);
    this.session = this.#open(tail.head === undefined ? fold(this.log) : tail);
    this.#replies = [];
    this.#deleted = [];
    this.#view = this.session.turns.map(({ id }) => id);
  }

  #hear(event: SessionEvent, session: Session): void {
    const line = logLines(event);
    if (line !== '') this.lines.push(...line.split(/(?<=\n)/));
    for (const turn of session.loaded.turns) {
      const known = this.texts.get(turn.id) ?? new Set();
      this.texts.set(turn.id, known.add(turn.text));
    }
    const shown = session.turns.map(({ id }) => id);
    if (event.type === 'begin' || event.type === 'branch') {
      // A view that keeps what it has up to `after`, and takes what follows, shows the branch.
      const kept = event.after === null ? 0 : this.#view.indexOf(event.after) + 1;
      assert.ok(event.after === null || kept > 0, 'the view knows the turn that stays');
      assert.deepEqual(this.#view.slice(0, kept), shown.slice(0, kept));
      if (event.type === 'begin') assert.deepEqual(shown.slice(kept), [event.question.id, event.answer.id]);
      this.#view = shown;
    } else if (event.type === 'replaced') {
      this.#view = this.#view.map((id) => (id === event.id ? event.answer.id : id));
    } else if (event.type === 'earlier') {
      assert.deepEqual(shown.slice(shown.length - this.#view.length), this.#view);
      this.#view = shown;
    }
  }

  /** What must be so at any time. */
  check(): void {
    const { session } = this;
    const folded = fold(this.log);
    const inFile = new Map(folded.turns.map((turn) => [turn.id, turn]));
    const { turns, deleted, complete, head } = session.loaded;
    assert.equal(head, folded.head);
    assert.deepEqual(
      turns.map(settled),
      turns.map(({ id }) => inFile.get(id)),
    );
    if (complete) assert.equal(turns.length, folded.turns.length);
    for (const { id } of turns) assert.equal(deleted.has(id), folded.deleted.has(id));

    assert.deepEqual(
      session.turns.map(({ id }) => id),
      this.#view,
    );
    session.turns.forEach((turn, index) => {
      assert.equal(turn.role, index % 2 === 0 ? 'question' : 'answer');
      if (turn.role === 'answer') assert.equal(turn.parent, session.turns[index - 1]?.id);
      assert.equal(deleted.has(turn.id), false);
      const { index: which, count } = session.alternatives(turn.id);
      assert.ok(which >= 1 && which <= count);
    });
    assert.equal(session.turns.length % 2, 0);
    const running = turns.filter((turn) => turn.role === 'answer' && isRunning(turn.status));
    assert.equal(running.length, session.isRunning ? 1 : 0);
    assert.ok(session.isRunning || session.queued.length === 0);

    for (const { messages } of this.requests.splice(0)) {
      const roles = messages.map(({ role }) => role);
      assert.deepEqual(
        roles,
        roles.map((_, index) => (index === 0 ? 'system' : index % 2 === 1 ? 'user' : 'assistant')),
      );
      assert.equal(roles.at(-1), 'user');
      assert.ok(messages.every((message) => message.text !== ''));
    }
  }
}

function fold(log: string): LoadedConversation {
  return foldRecords(parseRecords(log), true);
}

function settled(turn: Turn): Turn {
  const open = turn.role === 'answer' && isRunning(turn.status);
  return open ? { ...turn, status: { state: 'interrupted' } } : turn;
}

async function played(steps: readonly Step[]): Promise<Play> {
  const play = new Play();
  for (const next of steps) {
    await play.take(next);
    play.check();
  }
  return play;
}

const steps = fc.array(step, { minLength: 3, maxLength: 40, size: 'max' });

describe('whatever happens in a session', function () {
  this.timeout(20_000);

  it('its log holds its state after every step', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await played(taken);
      }),
      { numRuns: 150 },
    );
  });

  it('its log may be cut anywhere, and holds what was there then', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.double({ min: 0, max: 1, noNaN: true }), async (taken, place) => {
        const { log, texts } = await played(taken);
        const bytes = Buffer.from(log);
        const { turns, head } = fold(bytes.subarray(0, Math.floor(bytes.length * place)).toString());
        for (const turn of turns) {
          if (!turn.id.endsWith('-lost')) assert.ok(texts.get(turn.id)?.has(turn.text), turn.text);
        }
        if (head !== undefined) assert.equal(turns.find(({ id }) => id === head)?.role, 'answer');
      }),
      { numRuns: 80 },
    );
  });

  it('records that were written twice change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(), fc.nat(), async (taken, ...places) => {
        const { lines } = await played(taken);
        const [start = 0, end = 0, stop = 0] = places
          .map((place) => place % (lines.length + 1))
          .sort((a, b) => a - b);
        for (const part of [lines, lines.slice(0, stop)]) {
          const twice = [...part.slice(0, end), ...part.slice(start, end), ...part.slice(end)].join('');
          assert.deepEqual(fold(twice), fold(part.join('')));
          assert.deepEqual(fold(part.join('') + part.join('')), fold(part.join('')));
        }
      }),
      { numRuns: 80 },
    );
  });

  it('the end of its log tells the same of the turns it has as the whole', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (taken, place) => {
        const { log } = await played(taken);
        const records = parseRecords(log);
        const starts = records.flatMap(({ type }, index) => (type === 'question' ? [index] : []));
        const start = starts[place % Math.max(1, starts.length)] ?? 0;
        const all = fold(log);
        const tail = foldRecords(records.slice(start), false);
        const byId = new Map(all.turns.map((turn) => [turn.id, turn]));
        for (const turn of tail.turns) {
          assert.deepEqual(turn, byId.get(turn.id));
          assert.equal(tail.deleted.has(turn.id), all.deleted.has(turn.id));
        }
        assert.ok(tail.head === undefined || tail.head === all.head);
      }),
      { numRuns: 80 },
    );
  });

  it('its log may be compacted at any time, and gone on with', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), fc.nat(), async (taken, place, again) => {
        const { lines } = await played(taken);
        const cut = place % (lines.length + 1);
        const old = lines.slice(0, cut).join('');
        const compact = compactLog(parseRecords(old));
        assert.deepEqual(fold(compact), fold(old));
        const repeated = lines.slice(again % (cut + 1), cut).join('');
        const rest = lines.slice(cut).join('');
        assert.deepEqual(fold(compact + repeated + rest), fold(lines.join('')));
      }),
      { numRuns: 300 },
    );
  });
});
