import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { StreamPart } from '../../../../../src/core/streamPart.ts';
import type { Transport } from '../../../../../src/core/transport.ts';
import {
  createUndiciTransport,
  directOptions,
  type UndiciTransport,
} from '../../../../../src/net/undiciTransport.ts';
import { beebot } from '../../../../../src/vendors/alibaba/beebot/descriptor.ts';
import type { BeebotScenario } from '../../../../vendors/alibaba/beebotScenario.ts';
import {
  type BeebotServer,
  type BeebotServerOptions,
  startBeebotServer,
  testAccessKeys,
  testRobots,
} from '../../../../vendors/alibaba/beebotServer.ts';
import { openApiErrors } from '../../../../vendors/alibaba/openApiErrors.ts';
import { collect, providerError } from '../../../net/fakes.ts';

/* From the descriptor through undici to a server that checks signatures and questions as strictly as the vendor. */
describe('Beebot, the whole way', () => {
  let server: BeebotServer;
  let transport: UndiciTransport;

  before(async () => {
    server = await startBeebotServer({ streamsPerChannel: 1 });
  });

  beforeEach(() => {
    // A transport of its own has a token cache of its own.
    transport = createUndiciTransport(directOptions);
    server.reset();
  });

  afterEach(() => transport.close());

  after(() => server.close());

  const reply: BeebotScenario = {
    type: 'reply',
    text: ['# 标题\n', 'Grüße 😀 ', '"quoted" \\ <b>', '\n'],
    emptyEvents: 2,
    repetitions: 2,
  };
  const parts = (session: string): readonly StreamPart[] => [
    { type: 'vendor-session', id: session },
    { type: 'text-delta', text: '# 标题\n' },
    { type: 'text-delta', text: 'Grüße 😀 ' },
    { type: 'text-delta', text: '"quoted" \\ <b>' },
    { type: 'text-delta', text: '\n' },
    { type: 'finish', reason: 'stop' },
  ];
  const firstSession = '1'.padStart(32, '5e55');

  for (const authMode of ['acs3', 'rpc']) {
    it(`is understood with ${authMode}, permanent and temporary keys, in both spaces`, async () => {
      for (const key of [testAccessKeys.permanent, testAccessKeys.temporary]) {
        for (const robot of [testRobots.inDefaultSpace, testRobots.inOtherSpace]) {
          server.reset();
          server.next(reply);
          assert.deepEqual(await ask({ authMode, key, robot }), { parts: parts(firstSession) });
        }
      }
    });

    it(`names every refusal of the OpenAPI with ${authMode}`, async () => {
      for (const code of Object.keys(openApiErrors)) {
        for (const shape of ['json', 'lower-case', 'xml', 'ok'] as const) {
          server.nextToken({ type: 'error', code, shape }, { type: 'error', code, shape });
          const { error } = await ask({ authMode });
          assert.ok(error instanceof Error && 'details' in error, code);
          assert.equal((error.details as { code?: string }).code, code);
          server.reset();
        }
      }
    });
  }

  it('understands every way of writing a stream', async () => {
    const wires = [
      { lineEnding: '\r\n' },
      { lineEnding: '\r', comments: true },
      { byteOrderMark: true, comments: true },
      { separator: ' ' },
      { chunks: { type: 'bytes', size: 1 } },
      { chunks: { type: 'bytes', size: 7 }, lineEnding: '\r\n' },
      { chunks: { type: 'events', perChunk: 3 } },
    ] as const;
    for (const wire of wires) {
      server.next({ ...reply, noise: true, wire });
      const result = await ask();
      assert.deepEqual(result.parts.slice(1), parts('').slice(1), JSON.stringify(wire));
      assert.equal(result.error, undefined);
    }
  });

  it('tells a cut reply from a whole one', async () => {
    const interruptions = [
      { type: 'end', afterPieces: 4 },
      { type: 'no-done' },
      { type: 'cut', afterBytes: 2_000 },
      { type: 'cut', afterBytes: 2_000, reset: true },
      { type: 'cut-in-character' },
    ] as const;
    for (const interruption of interruptions) {
      server.next({ ...reply, interruption });
      const result = await ask();
      providerError(result.error, 'network');
      assert.deepEqual(result.parts.slice(1), parts('').slice(1, result.parts.length), interruption.type);
    }
  });

  it('keeps the conversation at the server', async () => {
    const first = await ask({ question: '一' });
    const session = first.parts.find((part) => part.type === 'vendor-session')?.id;
    assert.equal(session, firstSession);
    await ask({ question: '二', ...(session && { vendorSession: session }) });
    assert.deepEqual(
      server.turns(firstSession)?.map(({ utterance }) => utterance),
      ['一', '二'],
    );
    // One set of credentials did for both, over one channel.
    assert.equal(server.credentials.length, 1);
  });

  it('goes on without a session that the server has forgotten, and with other credentials than revoked ones', async () => {
    await ask({ question: '一' });
    server.revoke();
    const result = await ask({ question: '二', vendorSession: 'unheard-of' });
    assert.equal(result.error, undefined);
    assert.equal(server.credentials.length, 2);
    assert.deepEqual(
      server.turns(result.parts.find((part) => part.type === 'vendor-session')?.id ?? '')?.length,
      1,
    );
  });

  it('answers two questions at a time, and another one after the reader has left', async () => {
    server.next({ type: 'endless', piece: 'and so on ' });
    const endless = (await stream())[Symbol.asyncIterator]();
    await endless.next();
    assert.equal((await ask()).error, undefined);
    await endless.return?.();
    assert.equal((await server.requests[1]?.closed)?.by, 'client');
    for (let i = 0; i < 3; i += 1) assert.equal((await ask()).error, undefined);
    // Nobody was told that a channel is busy, or that an address is wrong.
    for (const request of server.requests) assert.ok(request.call !== 'address', 'a wrong address');
  });

  it('works with a clock that is an hour off', async () => {
    for (const offMs of [-3_600_000, 3_600_000]) {
      server.reset();
      const own = createUndiciTransport(directOptions);
      const wrong: Transport = { ...own, now: () => Date.now() + offMs };
      assert.equal((await ask({ through: wrong })).error, undefined);
      await own.close();
    }
  });

  it('names wrong keys, robots and spaces', async () => {
    const wrongSecret = await ask({ key: { id: testAccessKeys.permanent.id, secret: 'wrong-secret' } });
    const { message, details } = providerError(wrongSecret.error, 'auth');
    assert.equal(details.code, 'SignatureDoesNotMatch');
    assert.doesNotMatch(message, /POST/);
    const { id, secret } = testAccessKeys.temporary;
    const tokenless = await ask({ key: { id, secret } });
    assert.equal(providerError(tokenless.error, 'auth').details.advice, 'key-kind');
    const robot = await ask({ robot: { instanceId: 'chatbot-cn-unknown' } });
    assert.equal(providerError(robot.error, 'invalid-request').details.advice, 'choose-model');
    const space = await ask({ robot: { ...testRobots.inDefaultSpace, agentKey: 'unknown space ✓ + *' } });
    assert.equal(providerError(space.error, 'invalid-request').details.code, 'InvalidParameter.AgentKey');
  });

  it('reports a failure in the middle of the reply and keeps what came before', async () => {
    server.next({
      ...reply,
      interruption: { type: 'error-object', afterPieces: 4, code: 'LLM_TIMEOUT', message: 'model timeout' },
    });
    const result = await ask();
    providerError(result.error, 'unavailable');
    assert.deepEqual(result.parts.slice(1), parts('').slice(1, result.parts.length));
    assert.ok(result.parts.length > 1);
  });

  it('passes on everything that goes along with an answer', async () => {
    server.next({
      type: 'reply',
      text: '七天内[1]',
      hitSystemAskConfig: 'NO_ANSWER',
      references: [{ number: 1, title: '规则', content: '七天', docName: '手册' }],
      relatedQuestions: ['换货?'],
      handOver: { at: 'value', reason: 'UserRequest' },
    });
    assert.deepEqual((await ask()).parts.slice(2), [
      { type: 'source', title: '规则 (手册)', number: 1, snippet: '七天' },
      { type: 'notice', kind: 'no-answer' },
      { type: 'notice', kind: 'hand-over', detail: 'UserRequest' },
      { type: 'suggestions', purpose: 'related', items: ['换货?'] },
      { type: 'finish', reason: 'stop' },
    ]);
  });

  it('reads every recorded stream over the wire as it does in memory', async () => {
    const bytes = readFileSync(new URL('../../../../fixtures/alibaba/beebot-published.sse', import.meta.url));
    server.next({ type: 'transcript', bytes, cuts: [100, 1_000, 4_000] });
    const { parts: read, error } = await ask();
    assert.equal(error, undefined);
    assert.equal(
      read.map((part) => (part.type === 'text-delta' ? part.text : '')).join(''),
      '我是个大模型,能够回答问题、创作文字,比如写故事、写公文、写邮件、写剧本等等,还能表达观点,玩游戏等。',
    );
  });

  it('does with gateways that answer wrong addresses in other ways', async () => {
    const habits: readonly BeebotServerOptions[] = [
      { wrongAddressStatus: 403 },
      { wrongAddressStatus: 404 },
      { unknownSessions: true },
    ];
    for (const options of habits) {
      const other = await startBeebotServer(options);
      const own = createUndiciTransport(directOptions);
      await ask({ through: own, at: other });
      other.revoke();
      assert.equal((await ask({ through: own, at: other, vendorSession: 'unheard-of' })).error, undefined);
      await own.close();
      await other.close();
    }
  });

  interface Asked {
    readonly through?: Transport;
    readonly at?: BeebotServer;
    readonly authMode?: string;
    readonly key?: { readonly id: string; readonly secret: string; readonly securityToken?: string };
    readonly robot?: { readonly instanceId: string; readonly agentKey?: string };
    readonly question?: string;
    readonly vendorSession?: string;
  }

  async function stream(asked: Asked = {}) {
    const { through = transport, at = server, authMode = 'acs3', question = '你好', vendorSession } = asked;
    const { key = testAccessKeys.permanent, robot = testRobots.inDefaultSpace } = asked;
    const provider = await beebot.create(
      {
        credentials: {
          accessKeyId: key.id,
          accessKeySecret: key.secret,
          instanceId: robot.instanceId,
          ...('securityToken' in key && { securityToken: key.securityToken }),
          ...('agentKey' in robot && { agentKey: robot.agentKey }),
        },
        authMode,
        baseUrl: at.origin,
        language: 'zh-cn',
      },
      through,
    );
    return provider.stream(
      {
        model: 'beebot',
        messages: [{ role: 'user', text: question }],
        ...(vendorSession !== undefined && { vendorSession }),
      },
      new AbortController().signal,
    );
  }

  async function ask(asked?: Asked) {
    return collect(await stream(asked));
  }
});
