import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type AnswerTurn, noExtras, type Turn } from '../../../src/chat/conversation.ts';
import { foldRecords, parseRecords } from '../../../src/chat/conversationLog.ts';
import { emptyConversation, type LoadedConversation } from '../../../src/chat/conversationTree.ts';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart, Usage } from '../../../src/core/streamPart.ts';
import { answerTurn, questionTurn } from './conversationTurns.ts';
import {
  asking,
  finish,
  harness,
  lastAnswer,
  liveReply,
  loadedHarness,
  model,
  parts,
  settled,
  shown,
  text,
  ticks,
} from './sessionHarness.ts';

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
    const { session, requests } = harness(() =>
      parts(text('Half'), new ProviderError('network', 'cut', { retryable: true })),
    );
    session.ask(question);
    const answer = await settled(session);
    assert.equal(requests.length, 1);
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

  it('waits for a retry no longer than it is to', async () => {
    const busy = new ProviderError('rate-limit', 'busy', { retryable: true });
    const { session, surroundings, requests } = harness(
      () => parts(busy),
      () => parts(busy),
    );
    surroundings.wait = (_, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    session.ask(question);
    await ticks();
    assert.equal(lastAnswer(session).status.state, 'retrying');
    await session.retry(lastAnswer(session).id);
    await ticks();
    assert.equal(requests.length, 2);
    session.stop();
    await ticks();
    assert.equal(lastAnswer(session).status.state, 'stopped');
    assert.equal(requests.length, 2);
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

  it('asks again in the same place where nothing was shown, and beside it where there are words to keep', async () => {
    const { session } = harness(
      () => parts(new ProviderError('network', 'cut')),
      () => parts(text('Half'), new ProviderError('network', 'cut')),
      () => parts(text('Whole'), finish),
    );
    session.ask(question);
    const { id } = await settled(session);
    await session.retry(id);
    const half = await settled(session);
    assert.deepEqual(session.alternatives(half.id), { index: 1, count: 1 });
    await session.retry(half.id);
    const whole = await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'Whole']);
    assert.deepEqual(session.alternatives(whole.id), { index: 2, count: 2 });
    await session.showAlternative(whole.id, -1);
    assert.deepEqual(shown(session), ['Why?', 'Half']);
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

  it('tells of no text where a piece of the reply has none', async () => {
    const { session, events } = harness(() =>
      parts({ type: 'reasoning-delta', text: '' }, text(''), text('Be'), text(''), finish),
    );
    session.ask(question);
    assert.equal((await settled(session)).text, 'Be');
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])),
      ['Be'],
    );
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

  it('gives up when the vendor finds less of the conversation too long as well', async () => {
    const tooLong = new ProviderError('context-length', 'too long');
    const { session, requests } = harness(
      () => parts(text('Before.'), finish),
      () => parts(tooLong),
      () => parts(tooLong),
    );
    session.ask(question);
    await settled(session);
    session.ask(question);
    const { status } = await settled(session);
    assert.ok(status.state === 'failed' && status.failure.kind === 'context-length');
    assert.equal(requests.length, 3);
  });

  it('stops a request whose vendor does not hang up', async () => {
    const { session } = harness(
      () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
      () => parts(text('Next'), finish),
    );
    session.ask(question);
    await ticks();
    session.stop();
    assert.equal(lastAnswer(session).status.state, 'stopped');
    session.ask(question);
    assert.equal((await settled(session)).text, 'Next');
  });

  it('takes nothing into an answer after it was stopped', async () => {
    const late = liveReply();
    const { session } = harness(
      async function* () {
        // A vendor's client that does not look at the signal.
        yield* late.script({ model: '', messages: [] }, new AbortController().signal);
      },
      () => parts(text('Other'), finish),
    );
    session.ask(question);
    await ticks();
    await late.push(text('Some'));
    const { id } = lastAnswer(session);
    session.regenerate(id);
    await late.push(text(' more'), finish);
    await settled(session);
    const first = session.loaded.turns.find((turn) => turn.id === id) as AnswerTurn;
    assert.deepEqual([first.text, first.status.state], ['Some', 'stopped']);
    assert.deepEqual(shown(session), ['Why?', 'Other']);
  });
});

describe('the branches of a session', () => {
  function conversation(...replies: string[]) {
    return harness(...replies.map((reply) => () => parts(text(reply), finish)));
  }

  it('edits a question beside the old one, and sends only the new branch', async () => {
    const { session, requests, events } = conversation('A1', 'A2', 'A2b', 'A3');
    session.ask(asking('q1'));
    await settled(session);
    session.ask(asking('q2'));
    await settled(session);
    const [, first, second] = session.turns;
    session.edit(second?.id ?? '', asking('q2b'));
    await settled(session);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2b', 'A2b']);
    const begin = events.findLast((event) => event.type === 'begin');
    assert.equal(begin?.after, first?.id);
    const edited = session.turns[2]?.id ?? '';
    assert.deepEqual(session.alternatives(edited), { index: 2, count: 2 });
    assert.deepEqual(
      requests[2]?.messages.map((message) => message.text),
      ['Be brief.', 'q1', 'A1', 'q2b'],
    );
    await session.showAlternative(edited, -1);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2']);
    session.ask(asking('q3'));
    await settled(session);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2', 'q3', 'A3']);
  });

  it('edits the first question', async () => {
    const { session, events } = conversation('A1', 'A1b');
    session.ask(asking('q1'));
    await settled(session);
    session.edit(session.turns[0]?.id ?? '', asking('q1b'));
    await settled(session);
    assert.deepEqual(shown(session), ['q1b', 'A1b']);
    assert.equal(events.findLast((event) => event.type === 'begin')?.after, null);
  });

  it('comes back to the newest end of a branch', async () => {
    const { session } = conversation('A1', 'A2', 'A1b');
    session.ask(asking('q1'));
    await settled(session);
    session.ask(asking('q2'));
    await settled(session);
    const answer = session.turns[1]?.id ?? '';
    session.regenerate(answer, { ...model, model: 'other' });
    const other = await settled(session);
    assert.equal(other.respondent.model, 'other');
    assert.deepEqual(shown(session), ['q1', 'A1b']);
    await session.showAlternative(other.id, -1);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2']);
    await session.showAlternative(answer, -1);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2']);
  });

  it('tells the view from where on the branch is another one, after it is', async () => {
    const { session, events } = conversation('A1', 'A1b');
    session.ask(asking('q1'));
    const first = await settled(session);
    session.regenerate(first.id);
    const second = await settled(session);
    const branch = events.find((event) => event.type === 'branch');
    assert.equal(branch?.after, session.turns[0]?.id);
    assert.equal(branch?.added?.id, second.id);
    events.length = 0;
    await session.showAlternative(second.id, -1);
    assert.deepEqual(events, [
      { type: 'head', id: first.id },
      { type: 'branch', after: session.turns[0]?.id },
    ]);
  });

  it('keeps the words of an answer that another one is asked for in the middle of', async () => {
    const reply = liveReply();
    const { session, events } = harness(reply.script, () => parts(text('Other'), finish));
    session.ask(question);
    session.ask(asking('And then?'));
    await ticks();
    await reply.push(text('Half'));
    const half = lastAnswer(session);
    session.edit(session.turns[0]?.id ?? '', asking('Who?'));
    await settled(session);
    assert.deepEqual(shown(session), ['Who?', 'Other']);
    assert.ok(events.some((event) => event.type === 'returned'));
    assert.equal(events.filter((event) => event.type === 'idle').length, 1);
    await session.showAlternative(session.turns[0]?.id ?? '', -1);
    assert.deepEqual(shown(session), ['Why?', 'Half']);
    assert.equal(lastAnswer(session).status.state, 'stopped');
    assert.equal(lastAnswer(session).id, half.id);
  });

  it('goes on writing an answer while another branch is shown', async () => {
    const reply = liveReply();
    const { session, events } = harness(() => parts(text('One'), finish), reply.script);
    session.ask(question);
    const one = await settled(session);
    session.regenerate(one.id);
    await ticks();
    const two = lastAnswer(session);
    await session.showAlternative(two.id, -1);
    await reply.push(text('Two'), finish);
    await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'One']);
    assert.ok(events.some((event) => event.type === 'delta' && event.id === two.id));
    await session.showAlternative(one.id, 1);
    assert.deepEqual(shown(session), ['Why?', 'Two']);
  });

  it('asks a queued question on the branch that it was typed under', async () => {
    const reply = liveReply();
    const { session } = harness(
      () => parts(text('One'), finish),
      reply.script,
      () => parts(text('Then'), finish),
    );
    session.ask(question);
    const one = await settled(session);
    session.regenerate(one.id);
    await ticks();
    session.ask(asking('And then?'));
    await session.showAlternative(lastAnswer(session).id, -1);
    await reply.push(text('Two'), finish);
    await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'Two', 'And then?', 'Then']);
  });

  it('deletes a question with its answers; what followed stays, and undo brings all back', async () => {
    const { session, requests, events } = conversation('A1', 'A2', 'A3', 'A4');
    for (const asked of ['q1', 'q2', 'q3']) {
      session.ask(asking(asked));
      await settled(session);
    }
    const deleted = session.deleteExchange(session.turns[2]?.id ?? '');
    assert.deepEqual(shown(session), ['q1', 'A1', 'q3', 'A3']);
    assert.equal(events.findLast((event) => event.type === 'branch')?.after, session.turns[1]?.id);
    session.ask(asking('q4'));
    await settled(session);
    assert.deepEqual(
      requests[3]?.messages.map((message) => message.text),
      ['Be brief.', 'q1', 'A1', 'q3', 'A3', 'q4'],
    );
    session.restore(deleted);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2', 'q3', 'A3', 'q4', 'A4']);
  });

  it('shows another alternative in place of one that was deleted, and nothing when there is none', async () => {
    const { session } = conversation('A1', 'A1b');
    session.ask(asking('q1'));
    await settled(session);
    session.edit(session.turns[0]?.id ?? '', asking('q1b'));
    await settled(session);
    session.deleteExchange(session.turns[0]?.id ?? '');
    assert.deepEqual(shown(session), ['q1', 'A1']);
    assert.deepEqual(session.alternatives(session.turns[0]?.id ?? ''), { index: 1, count: 1 });
    const last = session.deleteExchange(session.turns[0]?.id ?? '');
    assert.deepEqual(shown(session), []);
    session.restore(last);
    assert.deepEqual(shown(session), ['q1', 'A1']);
    assert.deepEqual(session.deleteExchange('nobody'), []);
  });

  it('stops an answer that is deleted', async () => {
    const { session } = harness(liveReply().script);
    session.ask(question);
    await ticks();
    session.deleteExchange(session.turns[0]?.id ?? '');
    assert.equal(session.isRunning, false);
    assert.deepEqual(session.turns, []);
  });
});

/** A conversation whose only answer has failed behind a text. */
async function brokenOff(before: string) {
  const failing = new ProviderError('auth', 'no');
  const first = harness(() => parts(...(before ? [text(before)] : []), failing));
  first.session.ask(question);
  const { id } = await settled(first.session);
  return { id, log: first.log, loaded: foldRecords(parseRecords(first.log), true) };
}

describe('going on with an answer', () => {
  const cut = { type: 'finish', reason: 'length', usage: { inputTokens: 10, outputTokens: 5 } } as const;

  it('appends to it, and shows the model how it began', async () => {
    const { session, requests } = harness(
      () => parts(text('One, two'), cut),
      () => parts(text(', three'), finish),
    );
    session.ask(question);
    const { id } = await settled(session);
    await session.continueAnswer(id);
    const answer = await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'One, two, three']);
    assert.deepEqual(session.alternatives(answer.id), { index: 1, count: 1 });
    assert.ok(answer.status.state === 'done' && answer.status.reason === 'stop');
    assert.deepEqual(answer.status.usage, { inputTokens: 17, outputTokens: 8 });
    const { messages = [] } = requests[1] ?? {};
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.equal(messages[2]?.text, 'One, two');
  });

  it('keeps the text whatever happens', async () => {
    const { session, waits } = harness(
      () => parts(text('One'), cut),
      () => parts(new ProviderError('unavailable', 'down', { retryable: true })),
      () => parts({ type: 'text-replace', text: ', 2' }, { type: 'text-replace', text: ', two' }, finish),
      () => parts(new ProviderError('auth', 'no')),
      liveReply().script,
    );
    session.ask(question);
    const { id } = await settled(session);
    await session.continueAnswer(id);
    assert.equal((await settled(session)).text, 'One, two');
    assert.deepEqual(waits, [1_000], 'a failure before anything new was shown is tried again');
    await session.continueAnswer(id);
    const failed = await settled(session);
    assert.deepEqual([failed.text, failed.status.state], ['One, two', 'failed']);
    await session.continueAnswer(id);
    await ticks();
    session.stop();
    assert.deepEqual([lastAnswer(session).text, lastAnswer(session).status.state], ['One, two', 'stopped']);
  });

  it('adds up what was used, whichever request told of it', async () => {
    const end = (usage?: Usage): StreamPart => ({ type: 'finish', reason: 'stop', ...(usage && { usage }) });
    const used = async (first?: Usage, second?: Usage): Promise<Usage | undefined> => {
      const { session } = harness(
        () => parts(text('One'), end(first)),
        () => parts(text(', two'), end(second)),
      );
      session.ask(question);
      await session.continueAnswer((await settled(session)).id);
      const { status } = await settled(session);
      return status.state === 'done' ? status.usage : undefined;
    };
    assert.deepEqual(await used({ inputTokens: 1 }, { outputTokens: 5, cachedTokens: 3 }), {
      inputTokens: 1,
      outputTokens: 5,
      cachedTokens: 3,
    });
    assert.deepEqual(await used({ inputTokens: 1, reasoningTokens: 2 }, { inputTokens: 4 }), {
      inputTokens: 5,
      reasoningTokens: 2,
    });
    assert.deepEqual(await used(undefined, { inputTokens: 4 }), { inputTokens: 4 });
    assert.deepEqual(await used({ inputTokens: 4 }), { inputTokens: 4 });
    assert.equal(await used(), undefined);
  });

  for (const [doing, before] of [
    ['continueAnswer', 'One'],
    ['retry', ''],
  ] as const) {
    it(`leaves all answers whole where three windows do it at the same moment: ${doing}`, async () => {
      const { loaded, log, id } = await brokenOff(before);
      const windows = ['one', 'two', 'three'].map((name) =>
        Object.assign(
          loadedHarness({ loaded, name }, () => parts(...[`${name} a`, ` ${name} b`].map(text), finish)),
          { name },
        ),
      );
      for (const one of windows) await one.session[doing](id);
      for (const one of windows) await settled(one.session);
      const written = windows.map((one) => one.log.split(/(?<=\n)/));
      const length = Math.max(...written.map((lines) => lines.length));
      const mixed = Array.from({ length }, (_, at) => written.map((lines) => lines[at] ?? '').join(''));
      const { turns } = foldRecords(parseRecords(log + mixed.join('')), true);
      const texts = turns.map((turn) => turn.text).filter((each) => each !== before);
      assert.deepEqual(texts, ['Why?', ...windows.map(({ name }) => `${before}${name} a ${name} b`)]);
      const { session } = loadedHarness({ loaded: foldRecords(parseRecords(log + mixed.join('')), true) });
      assert.deepEqual(session.alternatives(lastAnswer(session).id), { index: 3, count: 3 });
    });

    it(`shows what another window has of it instead: ${doing}`, async () => {
      const { loaded, log, id } = await brokenOff(before);
      const other = loadedHarness({ loaded }, () => parts(text(', two'), finish));
      await other.session[doing](id);
      await settled(other.session);
      const all = foldRecords(parseRecords(log + other.log), true);
      const { session, requests, events, log: written } = loadedHarness({ loaded, all });
      await session[doing](id);
      assert.equal(lastAnswer(session).text, `${before}, two`);
      assert.equal(lastAnswer(session).status.state, 'done');
      assert.deepEqual(events, [{ type: 'overtaken', after: loaded.turns[0]?.id }]);
      assert.equal(requests.length + written.length, 0);
    });
  }

  it('goes on with what is shown where the file has less of it, or cannot be read', async () => {
    const { loaded, id } = await brokenOff('One');
    const [asked] = loaded.turns;
    const damaged = { ...loaded, turns: loaded.turns.map((turn) => ({ ...turn, text: '…  ' })) };
    for (const all of [damaged, { ...loaded, turns: asked ? [asked] : [] }, emptyConversation, undefined]) {
      const { session, surroundings } = loadedHarness({ loaded, ...(all && { all }) }, () =>
        parts(text(', two'), finish),
      );
      if (!all) surroundings.loadAll = () => Promise.reject(new Error('EACCES'));
      await session.continueAnswer(id);
      assert.equal((await settled(session)).text, 'One, two');
    }
  });

  it('shows that another window has ended it, and what that has found beside it', async () => {
    const { loaded, id } = await brokenOff('One');
    const changed = (change: Partial<AnswerTurn>): LoadedConversation => ({
      ...loaded,
      turns: loaded.turns.map((turn) => (turn.role === 'answer' ? { ...turn, ...change } : turn)),
    });
    for (const change of [
      { status: { state: 'done', reason: 'stop' } },
      { extras: { ...noExtras, sources: [{ title: 'New' }] } },
      { reasoning: 'Hm.' },
    ] as const) {
      const { session, requests } = loadedHarness({ loaded, all: changed(change) });
      await session.retry(id);
      assert.deepEqual(session.turns, changed(change).turns);
      assert.equal(requests.length, 0);
    }
  });

  it('asks once, and not behind what was done while the file was read', async () => {
    const { loaded, id } = await brokenOff('One');
    for (const meanwhile of ['stop', 'close', 'ask', 'continueAnswer', 'retry'] as const) {
      const live = liveReply();
      const { session, requests } = loadedHarness({ loaded }, live.script, live.script);
      const first = session.continueAnswer(id);
      if (meanwhile === 'ask') session.ask(question);
      else if (meanwhile === 'stop' || meanwhile === 'close') session[meanwhile]();
      else await session[meanwhile](id);
      await first;
      await ticks();
      const isOver = meanwhile === 'stop' || meanwhile === 'close';
      assert.equal(requests.length, isOver ? 0 : 1, meanwhile);
      session.stop();
    }
  });

  it('goes on behind what another window has begun in its place', async () => {
    const { loaded, id } = await brokenOff('One');
    const begun = loaded.turns.flatMap((turn): Turn[] =>
      turn.role === 'answer' ? [turn, { ...turn, id: 'other', replaces: id }] : [turn],
    );
    const { session, events } = loadedHarness({ loaded, all: { ...loaded, turns: begun } }, () =>
      parts(text(', two'), finish),
    );
    await session.continueAnswer(id);
    const answer = await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'One, two']);
    assert.equal(answer.replaces, 'other');
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'replaced' ? event.id : [])),
      [id],
      'the view knows the old one',
    );
  });

  for (const [doing, before] of [
    ['continueAnswer', 'One'],
    ['retry', ''],
  ] as const) {
    it(`writes its own answer, whatever of another window is loaded meanwhile: ${doing}`, async () => {
      const { loaded, id } = await brokenOff(before);
      const live = liveReply();
      const tail = { ...loaded, complete: false };
      const { session, surroundings, events } = loadedHarness({ loaded: tail, all: loaded }, live.script);
      await session[doing](id);
      await live.push(text(' a'));
      const own = lastAnswer(session).id;
      const question = loaded.turns[0]?.id ?? '';
      const others = ['b', 'c'].map((other) => ({
        ...answerTurn(other, question, `${before} a and more of ${other}`),
        replaces: other === 'b' ? id : own,
      }));
      surroundings.loadAll = async () => ({ ...loaded, turns: [...loaded.turns, ...others] });
      await session.loadEarlier();
      await live.push(text(', b'), finish);
      const answer = await settled(session);
      assert.deepEqual([answer.id, answer.text, answer.status.state], [own, `${before} a, b`, 'done']);
      assert.deepEqual(
        session.loaded.turns.filter(({ id }) => id === 'b' || id === 'c'),
        others,
      );
      const written = events.flatMap((event) => ('id' in event && event.type !== 'replaced' ? event.id : []));
      assert.deepEqual([...new Set(written)], [own]);
    });
  }

  it('asks once where the same button is pressed again before the view has another one', async () => {
    for (const again of ['continueAnswer', 'retry'] as const) {
      const { loaded, id } = await brokenOff('One');
      const live = liveReply();
      const { session, requests } = loadedHarness({ loaded }, live.script, live.script);
      await session.continueAnswer(id);
      await session[again](id);
      await ticks();
      assert.equal(requests.length, 1);
      session.stop();
    }
  });

  it('keeps what is shown where another window has something else', async () => {
    const { loaded, id } = await brokenOff('One');
    const all = {
      ...loaded,
      turns: [
        ...loaded.turns,
        { ...answerTurn('other', loaded.turns[0]?.id ?? '', 'Two, three'), replaces: id },
      ],
    };
    const { session } = loadedHarness({ loaded, all }, () => parts(text(', two'), finish));
    await session.continueAnswer(id);
    const answer = await settled(session);
    assert.deepEqual(shown(session), ['Why?', 'One, two']);
    assert.deepEqual(session.alternatives(answer.id), { index: 1, count: 2 });
  });

  it('is possible in the middle of a conversation', async () => {
    const { session, requests } = harness(
      () => parts(text('One'), cut),
      () => parts(text('Later'), finish),
      () => parts(text(', two'), finish),
    );
    session.ask(asking('q1'));
    const { id } = await settled(session);
    session.ask(asking('q2'));
    await settled(session);
    await session.continueAnswer(id);
    await settled(session);
    assert.deepEqual(shown(session), ['q1', 'One, two', 'q2', 'Later']);
    assert.equal(
      requests[2]?.messages.some((message) => message.text === 'Later'),
      false,
    );
  });
});

describe('a vendor that keeps the history', () => {
  const reply = (session: string) => () => parts({ type: 'vendor-session', id: session }, text('x'), finish);

  it('is asked in its conversation only where that has gone the same way', async () => {
    const { session, requests } = harness(reply('s1'), reply('s1'), reply('s2'), reply('s2'), reply('s3'));
    const sent = () => requests.at(-1)?.vendorSession;
    session.ask(asking('q1'));
    await settled(session);
    session.ask(asking('q2'));
    await settled(session);
    assert.equal(sent(), 's1');
    const [, , q2] = session.turns;
    session.edit(q2?.id ?? '', asking('q2b'));
    await settled(session);
    assert.equal(sent(), undefined, 'its conversation has q2 in it');
    session.ask(asking('q3'));
    await settled(session);
    assert.equal(sent(), 's2');
    session.regenerate(lastAnswer(session).id);
    await settled(session);
    assert.equal(sent(), undefined, 'its conversation has q3 and its answer in it');
  });

  it('is let go on with its own answer', async () => {
    const { session, requests } = harness(reply('s1'), reply('s1'));
    session.ask(question);
    await session.continueAnswer((await settled(session)).id);
    await settled(session);
    assert.equal(requests[1]?.vendorSession, 's1');
  });

  it('is taken to know a question that was stopped', async () => {
    const { session, requests } = harness(reply('s1'), liveReply().script, reply('s2'));
    session.ask(asking('q1'));
    await settled(session);
    session.ask(asking('q2'));
    await ticks();
    session.edit(session.turns[2]?.id ?? '', asking('q2b'));
    await settled(session);
    assert.deepEqual(
      requests.map(({ vendorSession }) => vendorSession),
      [undefined, 's1', undefined],
    );
  });
});

describe('a session of which only the end is loaded', () => {
  const turns = [
    questionTurn('q1', null, 'q1'),
    answerTurn('a1', 'q1', 'A1'),
    questionTurn('q2', 'a1', 'q2'),
    answerTurn('a2', 'q2', 'A2'),
    { ...questionTurn('q2b', 'a1', 'q2b'), alternative: 2 },
    answerTurn('a2b', 'q2b', 'A2b'),
    questionTurn('q3', 'a2b', 'q3'),
    answerTurn('a3', 'q3', 'A3'),
  ];
  const deleted = new Set<string>();
  const all = { turns, deleted, head: 'a3', complete: true };
  const loaded = { turns: turns.slice(4), deleted, head: 'a3', complete: false };

  it('knows that there is more, and which alternative it shows', async () => {
    const { session, events } = loadedHarness({ loaded, all });
    assert.equal(session.hasEarlier, true);
    assert.deepEqual(shown(session), ['q2b', 'A2b', 'q3', 'A3']);
    assert.deepEqual(session.alternatives('q2b'), { index: 2, count: 2 });
    await session.loadEarlier();
    assert.deepEqual(events, [{ type: 'earlier' }]);
    assert.equal(session.hasEarlier, false);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2b', 'A2b', 'q3', 'A3']);
    assert.deepEqual(session.alternatives('q2b'), { index: 2, count: 2 });
  });

  it('loads what the model has room for before it asks', async () => {
    const { session, requests } = loadedHarness({ loaded, all }, () => parts(text('A4'), finish));
    session.ask(asking('q4'));
    await settled(session);
    assert.deepEqual(
      requests[0]?.messages.map((message) => message.text),
      ['Be brief.', 'q1', 'A1', 'q2b', 'A2b', 'q3', 'A3', 'q4'],
    );
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2b', 'A2b', 'q3', 'A3', 'q4', 'A4']);
  });

  it('does not load what there is no room for', async () => {
    const { session, surroundings } = loadedHarness({ loaded }, () => parts(text('A4'), finish));
    surroundings.loadAll = () => assert.fail('loaded');
    const connect = surroundings.connect;
    surroundings.connect = async (respondent) => ({ ...(await connect(respondent)), window: 50 });
    session.ask(asking('q4'));
    const { status, leftOut } = await settled(session);
    assert.equal(status.state, 'done');
    assert.ok((leftOut?.pairs ?? 0) > 0);
  });

  it('can be stopped while it loads, and still takes what was loaded', async () => {
    const { session, surroundings, requests } = loadedHarness({ loaded, all });
    let load = (_: typeof all) => {};
    surroundings.loadAll = () =>
      new Promise((resolve) => {
        load = resolve;
      });
    session.ask(asking('q4'));
    await ticks();
    session.stop();
    assert.equal(lastAnswer(session).status.state, 'stopped');
    load(all);
    await ticks();
    assert.deepEqual(requests, []);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2b', 'A2b', 'q3', 'A3', 'q4', '']);
  });

  it('loads the alternative that is asked for', async () => {
    const { session } = loadedHarness({ loaded, all });
    await session.showAlternative('q2b', -1);
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2', 'A2']);
  });

  it('goes on with an answer that is written while it loads', async () => {
    const reply = liveReply();
    const { session, surroundings } = loadedHarness({ loaded }, reply.script);
    const connect = surroundings.connect;
    surroundings.connect = async (respondent) => ({ ...(await connect(respondent)), window: 50 });
    session.ask(asking('q4'));
    await ticks();
    await reply.push(text('Be'));
    surroundings.loadAll = async () => all;
    await session.loadEarlier();
    await reply.push(text('cause'), finish);
    assert.equal((await settled(session)).text, 'Because');
    assert.equal(session.turns[0]?.id, 'q1');
  });

  it('shows what comes before when all that is loaded was deleted', async () => {
    const end = { ...loaded, turns: turns.slice(6) };
    const { session, surroundings } = loadedHarness({ loaded: end });
    surroundings.loadAll = async () => ({ ...all, deleted: new Set(['q3', 'a3']), head: 'a2b' });
    session.deleteExchange('q3');
    await ticks();
    assert.deepEqual(shown(session), ['q1', 'A1', 'q2b', 'A2b']);
  });

  it('reports that the rest cannot be read as a failed answer', async () => {
    const { session, surroundings } = loadedHarness({ loaded });
    surroundings.loadAll = () => Promise.reject(new Error('EIO'));
    session.ask(asking('q4'));
    assert.equal((await settled(session)).status.state, 'failed');
    await assert.rejects(session.loadEarlier(), /EIO/);
  });
});
