import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import { Session, type SessionEvent, type SessionSurroundings } from '../../../src/chat/session.ts';
import { ProviderError } from '../../../src/core/error.ts';
import type { ChatRequest } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';

type Script = (request: ChatRequest, signal: AbortSignal) => AsyncIterable<StreamPart>;

const finish: StreamPart = { type: 'finish', reason: 'stop', usage: { inputTokens: 7, outputTokens: 3 } };

async function* parts(...all: (StreamPart | Error)[]): AsyncGenerator<StreamPart> {
  for (const part of all) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

function text(value: string): StreamPart {
  return { type: 'text-delta', text: value };
}

function harness(...scripts: Script[]) {
  const events: SessionEvent[] = [];
  const requests: ChatRequest[] = [];
  const waits: number[] = [];
  let ids = 0;
  let time = 1_000;
  const surroundings: SessionSurroundings = {
    respondent: () => ({ vendorId: 'v', apiId: 'a', vendorLabel: 'Vendor', modelLabel: 'Model' }),
    connect: async () => ({
      provider: {
        stream(request, signal) {
          requests.push(request);
          const script = scripts.shift();
          if (!script) throw new Error('One request more than the test knows of.');
          return script(request, signal);
        },
      },
      model: 'model-1',
      system: 'Be brief.',
      options: { temperature: 0.5 },
      choices: { thinking: true, webSearch: false },
    }),
    now: () => (time += 100),
    newId: () => `id-${++ids}`,
    random: () => 0,
    wait: async (milliseconds) => void waits.push(milliseconds),
  };
  const session = new Session(surroundings, (event) => events.push(event));
  return { session, events, requests, waits, surroundings };
}

async function settled(session: Session): Promise<AnswerTurn> {
  for (let turns = 0; session.isRunning && turns < 1000; turns++) await Promise.resolve();
  assert.equal(session.isRunning, false, 'the session is still running');
  return lastAnswer(session);
}

function lastAnswer(session: Session): AnswerTurn {
  const last = session.turns.at(-1);
  assert.equal(last?.role, 'answer');
  return last as AnswerTurn;
}

const question = { text: 'Why?', attachments: [] };

describe('session', () => {
  it('folds a reply and keeps what the vendor reported', async () => {
    const { session, events } = harness(() =>
      parts(
        { type: 'reasoning-delta', text: 'hm' },
        { type: 'reasoning-delta', text: 'm' },
        text('Be'),
        text('cause'),
        finish,
      ),
    );
    session.ask(question);
    const answer = await settled(session);
    assert.equal(answer.text, 'Because');
    assert.equal(answer.reasoning, 'hmm');
    assert.deepEqual(answer.status, {
      state: 'done',
      reason: 'stop',
      usage: { inputTokens: 7, outputTokens: 3 },
    });
    assert.ok((answer.firstTokenMs ?? 0) > 0 && (answer.reasoningMs ?? 0) > 0);
    assert.deepEqual(
      events.map((event) => (event.type === 'status' ? event.answer.status.state : event.type)),
      ['begin', 'reasoning', 'delta', 'delta', 'answering', 'delta', 'delta', 'done', 'idle'],
    );
  });

  it('sends the earlier conversation along, but never a question without an answer', async () => {
    const { session, requests } = harness(
      () => parts(text('First.'), finish),
      () => parts(new ProviderError('auth', 'no')),
      () => parts(text('Third.'), finish),
    );
    for (const asked of ['one', 'two', 'three']) {
      session.ask({ text: asked, attachments: [] });
      await settled(session);
    }
    assert.deepEqual(
      requests[2]?.messages.map(({ role, text: content }) => `${role}: ${content}`),
      ['system: Be brief.', 'user: one', 'assistant: First.', 'user: three'],
    );
  });

  it('leaves a turn that broke a content rule out of what is sent next', async () => {
    const { session, requests } = harness(
      () => parts(text('Half'), { type: 'finish', reason: 'content-filter', rawReason: 'sensitive' }),
      () => parts(text('Fine.'), finish),
    );
    session.ask({ text: 'bad', attachments: [] });
    await settled(session);
    session.ask({ text: 'good', attachments: [] });
    await settled(session);
    assert.equal(
      requests[1]?.messages.some(({ text: content }) => content === 'bad'),
      false,
    );
  });

  it('keeps the text of a reply that was cut, and says so', async () => {
    const { session } = harness(() =>
      parts(text('Half'), new ProviderError('network', 'cut', { retryable: true })),
    );
    session.ask(question);
    const answer = await settled(session);
    assert.equal(answer.text, 'Half');
    assert.equal(answer.status.state, 'failed');
  });

  it('takes a stream that ends without its end for a failure', async () => {
    const { session } = harness(() => parts(text('Half')));
    session.ask(question);
    assert.equal((await settled(session)).status.state, 'failed');
  });

  it('tries again only while nothing was shown, and only what may succeed', async () => {
    const busy = new ProviderError('rate-limit', 'busy', { retryable: true, retryAfterMs: 3_000 });
    const { session, waits, requests } = harness(
      () => parts(busy),
      () => parts(busy),
      () => parts(text('There.'), finish),
    );
    session.ask(question);
    const answer = await settled(session);
    assert.equal(answer.text, 'There.');
    assert.deepEqual(waits, [3_000, 5_000]);
    assert.equal(requests.length, 3);

    const quota = harness(() => parts(new ProviderError('quota', 'empty')));
    quota.session.ask(question);
    assert.equal((await settled(quota.session)).status.state, 'failed');
    assert.deepEqual(quota.waits, []);
  });

  it('gives up after its retries', async () => {
    const down = new ProviderError('unavailable', 'down', { retryable: true });
    const { session, waits } = harness(...Array.from({ length: 4 }, () => () => parts(down)));
    session.ask(question);
    assert.equal((await settled(session)).status.state, 'failed');
    assert.deepEqual(waits, [1_000, 3_000, 8_000]);
  });

  it('stops at once, keeps the text and aborts the request', async () => {
    let aborted = false;
    const { session } = harness(async function* (_request, signal) {
      yield text('Some');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      aborted = true;
      throw new ProviderError('cancelled', 'stopped');
    });
    session.ask(question);
    for (let ticks = 0; lastAnswer(session).text === '' && ticks < 100; ticks++) await Promise.resolve();
    session.stop();
    const answer = await settled(session);
    assert.equal(aborted, true);
    assert.equal(answer.text, 'Some');
    assert.equal(answer.status.state, 'stopped');
  });

  it('asks queued questions one after the other', async () => {
    const { session, requests, events } = harness(
      () => parts(text('A'), finish),
      () => parts(text('B'), finish),
      () => parts(text('C'), finish),
    );
    for (const asked of ['one', 'two', 'three', 'four']) session.ask({ text: asked, attachments: [] });
    session.unqueue(2);
    await settled(session);
    assert.deepEqual(
      requests.map(({ messages }) => messages.at(-1)?.text),
      ['one', 'two', 'three'],
    );
    assert.equal(events.filter(({ type }) => type === 'begin').length, 3);
    assert.deepEqual(session.queued, []);
  });

  it('hands queued questions back when the answer before them failed', async () => {
    const { session, events } = harness(() => parts(new ProviderError('auth', 'no')));
    session.ask(question);
    session.ask({ text: 'And then?', attachments: [] });
    await settled(session);
    const returned = events.find((event) => event.type === 'returned');
    assert.deepEqual(returned?.questions, [{ text: 'And then?', attachments: [] }]);
    assert.deepEqual(session.queued, []);
  });

  it('asks again for an answer that failed, in the same place', async () => {
    const { session } = harness(
      () => parts(text('Half'), new ProviderError('network', 'cut')),
      () => parts(text('Whole'), finish),
    );
    session.ask(question);
    const { id } = await settled(session);
    session.retry(id);
    const answer = await settled(session);
    assert.equal(answer.text, 'Whole');
    assert.equal(session.turns.length, 2);
  });

  it('reports a missing key as a failed answer and keeps the question', async () => {
    const { session, surroundings } = harness();
    surroundings.connect = async () => {
      throw new ProviderError('auth', '', { advice: 'no-key' });
    };
    session.ask(question);
    const { status } = await settled(session);
    assert.ok(status.state === 'failed' && status.failure.details.advice === 'no-key');
    assert.equal(session.turns[0]?.role === 'question' && session.turns[0].text, 'Why?');
  });

  it('keeps what comes along with a text, and goes on in the vendor’s own conversation', async () => {
    const source = { type: 'source', title: 'Docs', number: 1, url: 'https://a.example' } as const;
    const { session, requests } = harness(
      () => parts({ type: 'vendor-session', id: 's-1' }, text('See [1].'), source, finish),
      () =>
        parts(
          { type: 'notice', kind: 'no-answer' },
          { type: 'suggestions', purpose: 'clarify', items: ['A', 'B'] },
          finish,
        ),
    );
    session.ask(question);
    const first = await settled(session);
    assert.deepEqual(first.extras.sources, [{ title: 'Docs', number: 1, url: 'https://a.example' }]);
    session.ask(question);
    const second = await settled(session);
    assert.deepEqual(
      requests.map(({ vendorSession }) => vendorSession),
      [undefined, 's-1'],
    );
    assert.deepEqual(second.extras.notices, [{ kind: 'no-answer' }]);
    assert.deepEqual(second.extras.suggestions, [{ purpose: 'clarify', items: ['A', 'B'] }]);
  });

  it('lets a server rewrite what it said', async () => {
    const { session, events } = harness(() =>
      parts(text('Wrong'), { type: 'text-replace', text: 'Right' }, text(' now'), finish),
    );
    session.ask(question);
    assert.equal((await settled(session)).text, 'Right now');
    assert.ok(events.some((event) => event.type === 'replace' && event.text === 'Right'));
  });

  it('sends the user’s options, with what was chosen for this question as far as the model has it', async () => {
    const { session, requests } = harness(() => parts(text('x'), finish));
    session.ask({ ...question, thinking: false, webSearch: true });
    await settled(session);
    assert.deepEqual(requests[0]?.options, { temperature: 0.5, thinking: false });
  });

  it('sends less of the conversation, once, when the vendor finds it too long', async () => {
    const tooLong = new ProviderError('context-length', 'too long');
    const long = '字'.repeat(12_000);
    const { session, requests, waits } = harness(
      () => parts(text(long), finish),
      () => parts(text(long), finish),
      () => parts(tooLong),
      () => parts(text('Fits.'), finish),
    );
    for (const asked of ['one', 'two', 'three']) {
      session.ask({ text: asked, attachments: [] });
      await settled(session);
    }
    assert.equal(lastAnswer(session).text, 'Fits.');
    assert.deepEqual(
      requests.slice(2).map(({ messages }) => messages.length),
      [6, 4],
    );
    assert.deepEqual(waits, []);
  });
});
