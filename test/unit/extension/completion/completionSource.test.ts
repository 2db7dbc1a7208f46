import assert from 'node:assert/strict';
import { type ErrorKind, ProviderError } from '../../../../src/core/error.ts';
import { largestCompletion } from '../../../../src/core/limits.ts';
import type { ModelOptions } from '../../../../src/core/modelOptions.ts';
import type { CompletionRequest } from '../../../../src/core/provider.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { CompletionGate } from '../../../../src/extension/completion/completionGate.ts';
import { CompletionSource } from '../../../../src/extension/completion/completionSource.ts';
import type { StartTimer } from '../../../../src/net/timers.ts';

type Reply = readonly string[] | Error | 'silence';

const typing = { language: 'typescript', isInvoked: false };
const invoked = { language: 'typescript', isInvoked: true };
const place = (prefix: string) => ({ prefix, suffix: '\n' });

describe('the source of completions', () => {
  let clock: ReturnType<typeof fakeClock>;
  let replies: Reply[];
  let asked: { readonly request: CompletionRequest; readonly signal: AbortSignal; given: number }[];
  let connections: number;
  let refusal: ProviderError | undefined;
  let busy: boolean[];
  let failures: ProviderError[];
  let options: ModelOptions;
  let gate: CompletionGate;
  let source: CompletionSource;

  beforeEach(() => {
    clock = fakeClock();
    replies = [];
    asked = [];
    connections = 0;
    refusal = undefined;
    busy = [];
    failures = [];
    options = { topK: 5, thinking: true, stop: ['no'] };
    gate = new CompletionGate(clock.timer, () => {});
    source = new CompletionSource({
      async connect() {
        connections += 1;
        if (refusal) throw refusal;
        return { completeCode, model: 'coder', options };
      },
      gate,
      delayMs: () => 250,
      onBusy: (isBusy) => busy.push(isBusy),
      onFailure: (failure) => failures.push(failure),
      timer: clock.timer,
    });
  });

  async function* completeCode(request: CompletionRequest, signal: AbortSignal): AsyncIterable<StreamPart> {
    const entry = { request, signal, given: 0 };
    asked.push(entry);
    const reply = replies.shift() ?? ['x'];
    if (reply instanceof Error) throw reply;
    if (reply === 'silence') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      throw new ProviderError('cancelled', 'stopped');
    }
    for (const text of reply) {
      entry.given += 1;
      yield { type: 'text-delta', text };
    }
    yield { type: 'finish', reason: 'stop' };
  }

  const never = () => new AbortController().signal;
  async function type(prefix: string, signal = never()): Promise<string> {
    const answer = source.complete(place(prefix), typing, signal);
    await clock.pass(250);
    return answer;
  }

  it('asks once the user has paused, with what is about sampling and no more', async () => {
    const answer = source.complete({ prefix: 'f(', suffix: ')' }, typing, never());
    await clock.pass(249);
    assert.equal(asked.length, 0);
    await clock.pass(1);
    assert.equal(await answer, 'x');
    assert.deepEqual(asked[0]?.request, {
      model: 'coder',
      prefix: 'f(',
      suffix: ')',
      language: 'typescript',
      options: { temperature: 0.1, topK: 5, maxOutputTokens: 96, stop: ['\n'] },
    });
    assert.deepEqual(busy, [true, false]);
  });

  it('samples as the user has set it, whatever else is set', async () => {
    const sampling = { temperature: 0.7, topP: 0.9, topK: 3, seed: 42 };
    options = { ...sampling, webSearch: true, maxOutputTokens: 5 };
    await type('f');
    assert.deepEqual(asked[0]?.request.options, { ...sampling, maxOutputTokens: 320 });
  });

  it('asks at once, and anywhere, when the user asks for it', async () => {
    assert.equal(await source.complete({ prefix: 'na', suffix: 'me' }, invoked, never()), 'x');
    assert.equal(await source.complete({ prefix: 'no', suffix: 'de' }, typing, never()), '');
    assert.equal(asked.length, 1);
  });

  it('suggests no code that lacks a key', async () => {
    for (const reply of ['key = "[API key]"', 'key = "[API key]"\n\nfunction next() {']) {
      replies.push([reply]);
      source.forget();
      assert.equal(await source.complete(place('const '), invoked, never()), '');
    }
  });

  it('takes no reply that is longer than a completion', async () => {
    const { characters, lines } = largestCompletion;
    const answers: string[] = [];
    for (const reply of [
      'x'.repeat(characters),
      'x'.repeat(characters + 1),
      ' y\n'.repeat(lines - 1),
      ' y\n'.repeat(lines),
    ]) {
      replies.push([reply]);
      gate.reopen();
      source.forget();
      answers.push(await source.complete(place('const '), invoked, never()));
    }
    assert.deepEqual(
      answers.map(({ length }) => length > 0),
      [true, false, true, false],
    );
  });

  it('asks only for the last of several places', async () => {
    const first = source.complete(place('a'), typing, never());
    await clock.pass(100);
    const second = source.complete(place('ab'), typing, never());
    await clock.pass(250);
    assert.deepEqual([await first, await second], ['', 'x']);
    assert.equal(asked.length, 1);
    assert.equal(connections, 1);
  });

  it('closes the connection when the place is left, or the wish is taken back', async () => {
    replies.push('silence', 'silence');
    const first = source.complete(place('a'), invoked, never());
    await clock.pass(0);
    const leaving = new AbortController();
    const second = source.complete(place('ab'), invoked, leaving.signal);
    await clock.pass(0);
    assert.equal(asked[0]?.signal.aborted, true);
    assert.equal(asked[1]?.signal.aborted, false);
    leaving.abort();
    assert.deepEqual([await first, await second], ['', '']);
    assert.equal(asked[1]?.signal.aborted, true);
    assert.equal(gate.state.type, 'open');
  });

  it('asks once for a place that is asked for again, and goes on for the second one', async () => {
    const leaving = new AbortController();
    const first = source.complete(place('a'), typing, leaving.signal);
    const second = source.complete(place('a'), typing, never());
    leaving.abort();
    await clock.pass(250);
    assert.deepEqual([await first, await second], ['x', 'x']);
    assert.equal(asked.length, 1);
  });

  it('shows the rest at once when what was suggested is typed, and what was suggested when it is deleted', async () => {
    replies.push(['hello']);
    assert.equal(await type('say '), 'hello');
    assert.equal(await source.complete(place('say hel'), typing, never()), 'lo');
    assert.equal(await source.complete(place('say '), typing, never()), 'hello');
    assert.equal(asked.length, 1);
  });

  it('does not read on when nothing more can belong to it', async () => {
    replies.push(['\n  a();\n', '}\n', 'next', ' line\n', 'never']);
    assert.equal(await type('function f() {'), '\n  a();\n}');
    assert.equal(asked[0]?.given, 4);
  });

  it('does not judge a line that has come by half', async () => {
    replies.push(['\n  x()\nel', 'se:\n  y()\nz()\n']);
    assert.equal(await type('if a:'), '\n  x()\nelse:\n  y()');
  });

  it('stops for good when the key is refused, until it is told to forget', async () => {
    replies.push(new ProviderError('auth', 'wrong key'));
    assert.equal(await type('a'), '');
    assert.equal(gate.state.type, 'stopped');
    assert.equal(await type('b'), '');
    await clock.pass(3_600_000);
    assert.equal(await type('c'), '');
    assert.equal(asked.length, 1);
    source.forget();
    gate.reopen();
    assert.equal(await type('d'), 'x');
    assert.equal(connections, 2);
  });

  it('tells of a fault of its own as of any other failure, and of its cause', async () => {
    const fault = new TypeError('x is not a function');
    replies.push(fault);
    assert.equal(await type('a'), '');
    assert.deepEqual(
      failures.map(({ kind, message, cause }) => ({ kind, message, cause })),
      [{ kind: 'protocol', message: 'x is not a function', cause: fault }],
    );
  });

  it('looks for a key again after there was none', async () => {
    refusal = new ProviderError('auth', '', { advice: 'no-key' });
    assert.equal(await source.complete(place('a'), invoked, never()), '');
    refusal = undefined;
    assert.equal(await source.complete(place('a'), invoked, never()), 'x');
  });

  it('does not wait any more once the answer is there', async () => {
    assert.equal(await type('a'), 'x');
    assert.equal(clock.running, 0);
  });

  it('pauses longer after each failure, and no longer after a success', async () => {
    const fail = () => replies.push(new ProviderError('unavailable', 'down'));
    for (const pauseMs of [10_000, 20_000, 40_000]) {
      fail();
      await type(`fails ${pauseMs}`);
      await clock.pass(pauseMs - 250 - 1);
      assert.equal(gate.state.type, 'waiting');
      await clock.pass(251);
      assert.equal(gate.state.type, 'open');
    }
    assert.equal(await type('works'), 'x');
    fail();
    await type('fails again');
    await clock.pass(10_000);
    assert.equal(gate.state.type, 'open');
  });

  it('waits as long as the vendor asks', async () => {
    replies.push(new ProviderError('rate-limit', 'slow down', { retryAfterMs: 60_000 }));
    await type('a');
    await clock.pass(59_000);
    assert.equal(gate.state.type, 'waiting');
    await clock.pass(1_000);
    assert.equal(gate.state.type, 'open');
  });

  it('tries in spite of a failure when the user asks for it', async () => {
    replies.push(new ProviderError('quota', 'empty'));
    await type('a');
    assert.equal(await source.complete(place('b'), invoked, never()), 'x');
    assert.equal(gate.state.type, 'open');
  });

  it('takes silence for a failure', async () => {
    replies.push('silence');
    const answer = source.complete(place('a'), invoked, never());
    await clock.pass(10_000);
    assert.equal(await answer, '');
    assert.ok(gate.state.type === 'waiting' && gate.state.failure.kind === 'timeout');
  });

  for (const kind of ['content-filter', 'context-length'] as const satisfies readonly ErrorKind[]) {
    it(`lets ${kind} count for that place alone`, async () => {
      replies.push(new ProviderError(kind, 'no'));
      assert.equal(await type('a'), '');
      assert.equal(await type('a'), '');
      assert.equal(asked.length, 1);
      assert.equal(await type('b'), 'x');
    });
  }

  it('asks nothing while it is snoozed, not even when it is told to, and goes on after that', async () => {
    gate.snooze(300_000);
    assert.equal(await source.complete(place('a'), invoked, never()), '');
    assert.equal(asked.length, 0);
    await clock.pass(300_000);
    assert.equal(await source.complete(place('a'), invoked, never()), 'x');
  });
});

/** Timers that run when the test lets time pass. */
function fakeClock() {
  let now = 0;
  const running = new Set<{ at: number; readonly onEnd: () => void }>();
  const timer: StartTimer = (delayMs, onEnd) => {
    const entry = { at: now + delayMs, onEnd };
    running.add(entry);
    return {
      refresh: () => {
        entry.at = now + delayMs;
      },
      stop: () => running.delete(entry),
    };
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    timer,
    /** How many have not ended yet. */
    get running() {
      return running.size;
    },
    async pass(ms: number): Promise<void> {
      await settle();
      now += ms;
      for (const entry of [...running].filter(({ at }) => at <= now)) {
        running.delete(entry);
        entry.onEnd();
      }
      await settle();
    },
  };
}
