import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ProviderError } from '../../../src/core/error.ts';
import type { CompletionRequest, Provider } from '../../../src/core/provider.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { discreetProvider, withoutSecrets } from '../../../src/net/discreetProvider.ts';
import { partStream } from '../../../src/net/partStream.ts';
import { collect, providerError } from './fakes.ts';

const key = 'sk-0123456789abcdef';
const never = new AbortController().signal;
const request = {
  model: 'm',
  messages: [],
  prefix: '',
  suffix: '',
  language: '',
} satisfies CompletionRequest & {
  messages: [];
};

describe('discreet provider', () => {
  const text: StreamPart = { type: 'text-delta', text: 'You have no key.' };
  const finish: StreamPart = { type: 'finish', reason: 'stop' };

  it('changes nothing about a reply and a list of models that repeat no key', async () => {
    const provider = discreet(replying([text, finish]));
    for (const parts of [provider.stream(request, never), provider.completeCode?.(request, never) ?? []]) {
      assert.deepEqual(await collect(parts as AsyncIterable<StreamPart>), { parts: [text, finish] });
    }
    assert.deepEqual(await provider.listModels?.(never), ['m']);
  });

  describe('takes the key out of replies', () => {
    const of = async (parts: readonly StreamPart[], fault?: unknown) =>
      collect(discreet(replying(parts, fault)).stream(request, never));
    const delta = (said: string): StreamPart => ({ type: 'text-delta', text: said });
    const thought = (said: string): StreamPart => ({ type: 'reasoning-delta', text: said });

    it('in every text of every part', async () => {
      const said = `a ${key} b`;
      const { parts } = await of([
        { type: 'tool-call', id: said, name: said, input: JSON.stringify({ said }) },
        { type: 'source', title: said, url: `https://a.test/?k=${key}`, snippet: said, number: 1 },
        { type: 'source', title: 'plain', url: 'https://a.test/' },
        { type: 'suggestions', purpose: 'related', items: [said, 'plain'] },
        { type: 'notice', kind: 'unsupported', detail: said },
        { type: 'vendor-session', id: said },
        thought(said),
        delta(said),
        { type: 'text-replace', text: said },
        { type: 'finish', reason: 'other', rawReason: said, model: said },
      ]);
      const clean = 'a [API key] b';
      assert.deepEqual(parts, [
        { type: 'tool-call', id: clean, name: clean, input: JSON.stringify({ said: clean }) },
        { type: 'source', title: clean, snippet: clean, number: 1 },
        { type: 'source', title: 'plain', url: 'https://a.test/' },
        { type: 'suggestions', purpose: 'related', items: [clean, 'plain'] },
        { type: 'notice', kind: 'unsupported', detail: clean },
        { type: 'vendor-session', id: clean },
        thought(clean),
        delta(clean),
        { type: 'text-replace', text: clean },
        { type: 'finish', reason: 'other', rawReason: clean, model: clean },
      ]);
    });

    it('in the input of a call, however its JSON writes it', async () => {
      const escaped = [...key]
        .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('');
      const call = (input: string): StreamPart => ({ type: 'tool-call', id: 'i', name: 'n', input });
      const harmless = call('{ "said": "\\u4f60\\n" }');
      const { parts } = await of([
        call(`{ "said": "a ${escaped} b" }`),
        harmless,
        call(`{"said": "${escaped}`),
      ]);
      assert.deepEqual(parts, [call('{"said":"a [API key] b"}'), harmless, call(`{"said": "${escaped}`)]);
    });

    it('wherever a stream cuts it, whatever comes in between', async () => {
      const session: StreamPart = { type: 'vendor-session', id: 's' };
      for (let at = 1; at < key.length; at++) {
        for (const between of [session, thought('hm'), delta('')]) {
          const { parts } = await of([
            delta(`a ${key.slice(0, at)}`),
            between,
            delta(`${key.slice(at)} b`),
            finish,
          ]);
          const all = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : [])).join('');
          assert.equal(all.includes(key), false, all);
          assert.match(all, /^a .{0,7}\[API key\] b$/);
        }
      }
    });

    it('and keeps text and reasoning in their order', async () => {
      const sent = [thought('It is s'), delta('Yes'), delta(' s'), thought('Hm'), finish];
      const { parts } = await of(sent);
      const order = (all: readonly StreamPart[]) =>
        all.map((part) => (part.type === 'finish' ? '.' : `${part.type}:${'text' in part ? part.text : ''}`));
      const joined = (all: readonly StreamPart[]) =>
        order(all).join('|').replaceAll('|text-delta:', '').replaceAll('|reasoning-delta:', '');
      assert.equal(joined(parts), joined(sent));
      const channels = parts.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);
      assert.deepEqual(channels, ['reasoning-delta', 'text-delta', 'reasoning-delta', 'finish']);
    });

    it('whatever comes between its characters, and however often', async () => {
      for (const length of [1, 7]) {
        for (const [own, other] of [
          [delta, thought],
          [thought, delta],
        ] as const) {
          for (const between of [other(' '), other(''), { type: 'source', title: 's' } as const]) {
            const sent: StreamPart[] = [];
            for (let at = 0; at < key.length; at += length) {
              sent.push(own(key.slice(at, at + length)), between);
            }
            const { parts } = await of([...sent, own(' end'), finish]);
            const { type } = own('');
            const all = parts.map((part) => (part.type === type && 'text' in part ? part.text : '')).join('');
            assert.match(all, /^.{0,7}\[API key\] end$/);
          }
        }
      }
    });

    it('and lets nothing overtake what it has held back', async () => {
      const source: StreamPart = { type: 'source', title: 's' };
      for (const other of [source, thought('…'), { type: 'notice', kind: 'no-answer' } as const]) {
        assert.deepEqual((await of([delta('like sk-0'), other, delta('xyz'), finish])).parts, [
          delta('like '),
          delta('sk-0'),
          other,
          delta('xyz'),
          finish,
        ]);
        assert.deepEqual((await of([delta('like sk-01234567'), other, delta('xyz'), finish])).parts, [
          delta('like '),
          delta('[API key]'),
          other,
          delta('xyz'),
          finish,
        ]);
      }
    });

    it('but not what only resembles one from ids and titles', async () => {
      const begun = key.slice(0, 15);
      const parts: StreamPart[] = [
        { type: 'source', title: begun },
        { type: 'finish', reason: 'stop', model: begun },
      ];
      assert.deepEqual((await of(parts)).parts, parts);
      const listing = { ...replying([]), listModels: async () => [begun] };
      assert.deepEqual(await discreet(listing).listModels?.(never), [begun]);
    });

    it('and passes on what it has held back, before the end and before a failure', async () => {
      assert.deepEqual((await of([delta('so s'), finish])).parts, [delta('so '), delta('s'), finish]);
      assert.deepEqual((await of([delta(`is ${key.slice(0, 6)}`), finish])).parts.slice(1), [
        delta(key.slice(0, 6)),
        finish,
      ]);
      assert.deepEqual((await of([delta(key.slice(0, -1)), finish])).parts, [delta('[API key]'), finish]);
      const failed = await of([delta('so s')], new ProviderError('network', 'cut'));
      assert.deepEqual(failed.parts, [delta('so '), delta('s')]);
      assert.equal(providerError(failed.error, 'network').message, 'cut');
    });

    it('and leaves models out whose ids hold one', async () => {
      const listing = { ...replying([]), listModels: async () => ['a', `x-${key}`, key.toUpperCase(), 'b'] };
      assert.deepEqual(await discreet(listing).listModels?.(never), ['a', 'b']);
    });

    it('but no id of a model that a header names', async () => {
      const [id, other] = ['ft-a1b2c3d4e5f6g7h8', 'gpt-4o-2024-08-06'];
      const listing: Provider = {
        ...replying([delta(`I am ${id}.`), finish]),
        listModels: async () => [id, other],
      };
      for (const headers of [`{"X-Model":"${id}"}`, `X-Model: ${id}\nX-Other:${other}`]) {
        const provider = discreet(listing, { apiKey: headers });
        assert.deepEqual(await provider.listModels?.(never), [id, other]);
        const said = discreet(listing, { apiKey: headers }).stream({ ...request, model: id }, never);
        assert.deepEqual((await collect(said)).parts.at(0), delta(`I am ${id}.`));
      }
    });

    it('but leaves in it what is no secret', async () => {
      const provider = discreet(replying([delta('app-12345678901'), finish]), { appId: 'app-12345678901' });
      assert.deepEqual((await collect(provider.stream(request, never))).parts, [
        delta('app-12345678901'),
        finish,
      ]);
    });
  });

  it('offers what the provider offers, and no more', () => {
    const { stream } = replying([]);
    assert.deepEqual(Object.keys(discreet({ stream })), ['stream']);
  });

  it('takes the key out of whatever any of its methods throws', async () => {
    for (const fault of [
      new ProviderError('auth', `No such key: ${key}`),
      new ProviderError('auth', `No\nlook at (${key})\n    at ${key} it is`),
      new ProviderError('auth', 'No such key', { code: key, requestId: `r-${key}`, resetsAt: key }),
      new ProviderError('network', 'Failed', { cause: new Error(`in ${key}`, { cause: new Error(key) }) }),
      Object.assign(new TypeError(`header ${key}`), { code: key, socket: { buffered: key } }),
      key,
    ]) {
      const provider = discreet(replying([text], fault));
      const { parts, error } = await collect(provider.stream(request, never));
      assert.deepEqual(parts, [text]);
      const completed = provider.completeCode && (await collect(provider.completeCode(request, never)));
      const listed = await provider.listModels?.(never).catch((thrown: unknown) => thrown);
      for (const thrown of [error, completed?.error, listed]) {
        assert.ok(thrown instanceof ProviderError);
        assert.doesNotMatch(inspect(thrown, { depth: null }), /0123456789abcdef/);
      }
    }
  });

  it('takes out each value of a connection, and each text in one that is a list or JSON', async () => {
    const headers =
      'X-Team: correct-horse-battery\nX-Other:  some thing else\nX-Unit: tooling\nX-Id: ab cd ef';
    const account = JSON.stringify({ secret: 'hidden in json' });
    const fault = new ProviderError(
      'auth',
      'correct-horse-battery, SOME THING ELSE, hidden in json, ab cd ef, tooling',
    );
    const provider = discreet(replying([], fault), { headers, account, other: 'none' });
    const { error } = await collect(provider.stream(request, never));
    assert.equal(providerError(error, 'auth').message, '…, …, …, …, tooling');
  });

  it('keeps what explains a failure and where it arose', async () => {
    const cause = Object.assign(new TypeError('reset'), { code: 'ECONNRESET' });
    const details = {
      status: 503,
      retryable: true,
      retryAfterMs: 7,
      code: '17',
      requestId: 'r',
      resetsAt: '8',
    };
    const fault = new ProviderError('unavailable', 'Busy', { ...details, cause });
    const clean = withoutSecrets(fault, [key]);
    const { cause: inner, ...others } = clean.details;
    assert.deepEqual([clean.kind, clean.message, others], ['unavailable', 'Busy', details]);
    assert.ok(inner instanceof Error && 'code' in inner);
    assert.deepEqual([inner.name, inner.message, inner.code], ['TypeError', 'reset', 'ECONNRESET']);
    assert.equal(clean.stack, fault.stack);
    assert.equal(inner.stack, cause.stack);
    const bare = Object.assign(new ProviderError('auth', 'No'), { stack: undefined });
    assert.deepEqual(withoutSecrets(bare, []).details, bare.details);
    assert.equal(withoutSecrets(bare, []).stack, 'ProviderError: No');
  });

  it('keeps of the addresses in a cause who was asked, with neither user nor path nor query', () => {
    for (const [said, kept] of [
      ['GET https://ann:hush@a.test:8080/v1?token=hush failed', 'GET https://a.test:8080 failed'],
      ['wss://hush@a.test#hush', 'wss://a.test'],
      ['ws://a.test/hush, http://a.test?hush', 'ws://a.test http://a.test'],
      [
        'no proxy at "http://a.test/hush", <HTTPS://b.test?hush>',
        'no proxy at "http://a.test", <HTTPS://b.test>',
      ],
      ['https://a.test/x@hush and mail@b.test', 'https://a.test and mail@b.test'],
    ] as const) {
      const { cause } = withoutSecrets(new ProviderError('network', '', { cause: new Error(said) }), []);
      assert.equal(cause instanceof Error && cause.message, kept);
    }
  });

  it('follows causes only so far', () => {
    const ring = new Error('round');
    ring.cause = ring;
    let depth = 0;
    let cause: unknown = withoutSecrets(ring, []).cause;
    for (; cause instanceof Error; cause = cause.cause) depth += 1;
    assert.equal(depth, 6);
  });

  it('stops the request when the loop is left', async () => {
    let requestSignal: AbortSignal | undefined;
    const stream = () =>
      partStream(never, async (emit, signal) => {
        requestSignal = signal;
        emit(text);
        await new Promise(() => {});
      });
    for await (const _part of discreet({ stream }).stream(request, never)) break;
    assert.equal(requestSignal?.aborted, true);
  });
});

function discreet(
  provider: Provider,
  credentials: Readonly<Record<string, string>> = { apiKey: key },
): Provider {
  const connection = { credentials, authMode: 'key', baseUrl: 'https://x.test', language: 'en' };
  return discreetProvider(provider, connection, new Set(['apiKey']));
}

function replying(parts: readonly StreamPart[], fault?: unknown): Provider {
  async function* reply() {
    yield* parts;
    if (fault !== undefined) throw fault;
  }
  return {
    stream: reply,
    completeCode: reply,
    async listModels() {
      if (fault !== undefined) throw fault;
      return ['m'];
    },
  };
}
