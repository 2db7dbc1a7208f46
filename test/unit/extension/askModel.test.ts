import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProviderError } from '../../../src/core/error.ts';
import { largestCommitReply, largestEditReply } from '../../../src/core/limits.ts';
import { askModel, type LoneQuestion } from '../../../src/extension/askModel.ts';
import { finish, parts, type Script, text } from '../chat/sessionHarness.ts';
import { fakeModels, somebody } from './fakeModels.ts';

const question: LoneQuestion = { messages: [{ role: 'user', text: 'Why?' }] };

describe('a question that is no part of a conversation', () => {
  async function ask(asked: LoneQuestion, script: Script) {
    const { models, requests } = fakeModels(script);
    const shown: (readonly [string, string])[] = [];
    const answer = await askModel(models, asked, new AbortController().signal, (...piece) =>
      shown.push(piece),
    );
    return { answer, shown, request: requests[0] };
  }

  it('gets the text of the reply, piece by piece and as a whole', async () => {
    const { answer, shown } = await ask(question, () =>
      parts({ type: 'reasoning-delta', text: 'Hm' }, text('Be'), text('cause'), finish),
    );
    assert.deepEqual(answer, { text: 'Because', finish });
    assert.deepEqual(shown, [
      ['Be', 'Be'],
      ['cause', 'Because'],
    ]);
  });

  it('gets what the server has made of its words', async () => {
    const { answer, shown } = await ask(question, () =>
      parts(text('Wrong'), { type: 'text-replace', text: 'Right' }, text(' now'), finish),
    );
    assert.equal(answer.text, 'Right now');
    assert.deepEqual(shown.slice(1), [
      ['', 'Right'],
      [' now', 'Right now'],
    ]);
  });

  it('goes to the chosen model as it stands', async () => {
    const { request } = await ask(question, () => parts(finish));
    assert.deepEqual(request, {
      model: somebody.model,
      messages: question.messages,
      options: { temperature: 0.5, topP: 0.9 },
    });
  });

  it('goes with its own instructions and options to the model that is wanted, as far as that has them', async () => {
    const { request } = await ask(
      {
        ...question,
        system: 'Only code.',
        options: { temperature: 0, thinking: false, webSearch: false },
        respondent: { ...somebody, model: 'other' },
      },
      () => parts(finish),
    );
    assert.deepEqual(request, {
      model: 'other',
      messages: [{ role: 'system', text: 'Only code.' }, ...question.messages],
      options: { temperature: 0, topP: 0.9, thinking: false },
    });
  });

  it('chooses nothing for a model that leaves no choice', async () => {
    const { models, requests } = fakeModels(
      () => parts(finish),
      () => parts(finish),
    );
    const connect: typeof models.connect = async (respondent) => ({
      ...(await models.connect(respondent)),
      choices: { thinking: false, webSearch: true },
    });
    for (const options of [{ thinking: true, webSearch: false }, { thinking: true }]) {
      const { signal } = new AbortController();
      await askModel({ ...models, connect }, { ...question, options }, signal, () => {});
    }
    const own = { temperature: 0.5, topP: 0.9 };
    assert.deepEqual(
      requests.map(({ options }) => options),
      [{ ...own, webSearch: false }, own],
    );
  });

  it('is over at once when it is stopped, and nothing more of the reply is shown', async () => {
    const stop = new AbortController();
    let goOn = (): void => {};
    const { models } = fakeModels(async function* () {
      yield text('Some');
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      yield text(' more');
      yield finish;
    });
    const shown: string[] = [];
    const answer = askModel(models, question, stop.signal, (delta) => {
      shown.push(delta);
      stop.abort();
    });
    await assert.rejects(answer, ({ kind }: ProviderError) => kind === 'cancelled');
    goOn();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(shown, ['Some']);
  });

  it('may get as much as was asked for, and no more', async () => {
    for (const largest of [largestCommitReply, largestEditReply]) {
      const reply = (...pieces: readonly string[]) =>
        ask({ ...question, largest }, () => parts(...pieces.map(text), finish));
      const most = 'x'.repeat(largest.characters);
      assert.equal((await reply(most)).answer.text, most);
      await assert.rejects(reply(most, 'x'), { kind: 'protocol' });
      const lines = 'x\n'.repeat(largest.lines - 1);
      assert.equal((await reply(lines, 'x')).answer.text, `${lines}x`);
      await assert.rejects(reply(lines, 'x\n'), { kind: 'protocol' });
      const rewritten = ask({ ...question, largest }, () =>
        parts({ type: 'text-replace', text: `${most}x` }, finish),
      );
      await assert.rejects(rewritten, { kind: 'protocol' });
    }
  });
});
