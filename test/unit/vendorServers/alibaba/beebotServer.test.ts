import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { until } from '../../../until.ts';
import type { BeebotScenario } from '../../../vendors/alibaba/beebotScenario.ts';
import {
  type BeebotServer,
  type BeebotServerOptions,
  startBeebotServer,
  testAccessKeys,
  testRobots,
} from '../../../vendors/alibaba/beebotServer.ts';
import { openApiErrors } from '../../../vendors/alibaba/openApiErrors.ts';
import { canonicalQuery } from '../../../vendors/alibaba/openApiRequest.ts';
import { rpcStringToSign, signRpc } from '../../../vendors/alibaba/rpcSignature.ts';
import { streamSign } from '../../../vendors/alibaba/streamCredentials.ts';
import { htmlPage } from '../../../vendors/loopback/scenario.ts';

interface Trio {
  readonly AccessToken: string;
  readonly ChannelId: string;
  readonly StreamSecret: string;
}

interface Value {
  readonly MessageBody?: {
    readonly Type: string;
    readonly Commands?: { readonly sysToAgent: string };
    readonly DirectMessageBody?: {
      readonly SentenceList: readonly { readonly Content: string; readonly ReferNumber?: number }[];
      readonly [name: string]: unknown;
    };
    readonly ClarifyMessageBody?: object;
  };
  readonly Commands?: { readonly sysToAgent: string };
  readonly SessionId: string;
  readonly StreamEnd: boolean;
}

const startOfTime = Date.parse('2026-01-02T03:04:05Z');

let server: BeebotServer;
let now: number;

async function start(options: BeebotServerOptions = {}): Promise<void> {
  now = startOfTime;
  server = await startBeebotServer({ now: () => now, ...options });
}

/** Calls ApplyForStreamAccessToken with the classic signature. */
function callToken(parameters: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { id, secret } = testAccessKeys.permanent;
  const all = {
    Action: 'ApplyForStreamAccessToken',
    Version: '2022-04-08',
    Format: 'JSON',
    AccessKeyId: id,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: `${new Date(now).toISOString().slice(0, 19)}Z`,
    ...parameters,
  };
  const signature = signRpc(rpcStringToSign('POST', Object.entries(all)), secret);
  const query = canonicalQuery(Object.entries({ ...all, Signature: signature }));
  return fetch(`${server.origin}/?${query}`, { method: 'POST' });
}

async function trio(parameters?: Readonly<Record<string, string>>): Promise<Trio> {
  return (await (await callToken(parameters)).json()) as Trio;
}

function address({ AccessToken, ChannelId, StreamSecret }: Trio, timestamp = String(now)): string {
  const parts = [AccessToken, ChannelId, streamSign(StreamSecret, timestamp), timestamp];
  return `${server.origin}/sse/paas4Json/${parts.map(encodeURIComponent).join('/')}`;
}

function ask(url: string, value: object = {}, messageId: string = randomUUID()): Promise<Response> {
  const whole = { InstanceId: testRobots.inDefaultSpace.instanceId, Utterance: '你有什么技能?', ...value };
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      messageId,
      action: 'TongyiBeebotChat',
      version: '2022-04-08',
      data: [{ type: 'JSON_TEXT', value: JSON.stringify(whole) }],
    }),
  });
}

function envelopes(stream: string): { success: boolean; code?: string; data?: { value: string }[] }[] {
  return [...stream.matchAll(/^data:(\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? ''));
}

function parse(stream: string): Value[] {
  return envelopes(stream).flatMap(({ data }) => (data ?? []).map(({ value }) => JSON.parse(value) as Value));
}

function contents(stream: string): (string | undefined)[] {
  return parse(stream).map(({ MessageBody }) =>
    MessageBody?.DirectMessageBody?.SentenceList.map(({ Content }) => Content).join('|'),
  );
}

async function answer(scenario: BeebotScenario): Promise<string> {
  server.next(scenario);
  return (await ask(address(await trio()))).text();
}

/** Ids replaced by their kind, so that two streams can be compared byte for byte. */
function withoutIds(stream: string): string {
  return stream
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/(?<=\\"(?:SequenceId|SessionId)\\":\\")[0-9a-f]{32}/g, '<id>')
    .replace(/(?<=QuerySegList\\":\[).*?(?=\])/g, '');
}

describe('Beebot server', () => {
  afterEach(() => server.close());

  it('sends the bytes of the published transcript', async () => {
    const published = readFileSync(
      new URL('../../../fixtures/alibaba/beebot-published.sse', import.meta.url),
      'utf8',
    );
    await start();
    const stream = await answer({
      type: 'reply',
      emptyEvents: 4,
      repetitions: 2,
      text: [
        '我是个大模型,能够',
        '回答问题、创作文字,比如写',
        '故事、写公文、写邮件',
        '、写剧本等等,还能表达观点',
        ',玩游戏等。',
      ],
    });
    assert.equal(withoutIds(stream), withoutIds(published));
  });

  it('hands out credentials that are good for two hours', async () => {
    await start();
    const credentials = await trio();
    assert.deepEqual(Object.keys(credentials), ['RequestId', 'AccessToken', 'ChannelId', 'StreamSecret']);
    assert.match(credentials.AccessToken, /[/+=]/);
    now += 2 * 60 * 60_000 - 1;
    assert.match((await ask(address(credentials))).headers.get('content-type') ?? '', /event-stream/);
    now += 1;
    const late = await ask(address(credentials));
    assert.deepEqual([late.status, late.headers.get('content-type')], [200, 'text/html;charset=utf-8']);
    assert.notEqual((await trio()).AccessToken, credentials.AccessToken);
    server.revoke();
    assert.match(await (await ask(address(await trio()))).text(), /^data:/);
  });

  it('answers HTML to any address that is wrong', async () => {
    await start({ wrongAddressStatus: 403 });
    const good = await trio();
    const other = await trio();
    const urls = [
      address({ ...good, AccessToken: 'unknown' }),
      address({ ...good, ChannelId: other.ChannelId }),
      address({ ...good, StreamSecret: other.StreamSecret }),
      address(good, String(Math.floor(now / 1000))),
      address(good, String(now - 15 * 60_000 - 1)),
      address(good).replace(encodeURIComponent(good.AccessToken), good.AccessToken),
      `${address(good)}/more`,
      address(good).replace('paas4Json', 'paas5Json'),
    ];
    for (const url of urls) {
      const response = await ask(url);
      assert.equal(response.status, 403, url);
      assert.match(await response.text(), /^<!DOCTYPE html>/);
    }
    assert.equal((await fetch(address(good))).status, 403);
    const reasons = server.requests.flatMap((request) =>
      request.call === 'address' ? [request.address.reason] : [],
    );
    assert.equal(new Set(reasons).size, 7);
  });

  it('knows a nonce once, a wrong clock, and tells the time', async () => {
    await start();
    await callToken({ SignatureNonce: 'same' });
    const again = await callToken({ SignatureNonce: 'same' });
    assert.equal(((await again.json()) as { Code: string }).Code, 'SignatureNonceUsed');
    const slow = await callToken({ Timestamp: '2026-01-02T02:00:00Z' });
    assert.equal(((await slow.json()) as { Code: string }).Code, 'InvalidTimeStamp.Expired');
    assert.equal(slow.headers.get('date'), 'Fri, 02 Jan 2026 03:04:05 GMT');
  });

  it('refuses unknown actions, spaces and methods, and keys it is told to refuse', async () => {
    const { permanent } = testAccessKeys;
    await start({ accessKeys: [{ ...permanent, refusedWith: 'Forbidden.RAM' }] });
    const code = async (response: Promise<Response>): Promise<unknown> =>
      ((await (await response).json()) as { Code: string }).Code;
    assert.equal(await code(callToken()), 'Forbidden.RAM');
    assert.equal(await code(fetch(`${server.origin}/`, { method: 'POST' })), 'MissingAction');
    assert.equal(await code(fetch(`${server.origin}/`)), 'UnsupportedHTTPMethod');
    assert.equal(await code(fetch(`${server.origin}/x`, { method: 'POST' })), 'InvalidApi.NotFound');
    await server.close();
    await start();
    assert.equal(await code(callToken({ Action: 'Chat' })), 'InvalidAction.NotFound');
    assert.equal(await code(callToken({ Version: '2020-01-01' })), 'InvalidVersion');
    assert.equal(await code(callToken({ AgentKey: '' })), 'InvalidParameter.AgentKey');
    assert.equal(await code(callToken({ AgentKey: testRobots.inOtherSpace.agentKey })), undefined);
    assert.equal(await code(callToken({ AccessKeyId: testAccessKeys.temporary.id })), 'MissingSecurityToken');
  });

  it('speaks every error of the table, in every shape', async () => {
    await start();
    for (const [code, { status, message }] of Object.entries(openApiErrors)) {
      server.nextToken({ type: 'error', code });
      const response = await callToken();
      assert.equal(response.status, status, code);
      const error = (await response.json()) as Record<string, string>;
      assert.deepEqual([error['Code'], error['Message']], [code, message]);
      assert.ok(error['RequestId'] && error['HostId'] && error['Recommend']);
    }
    const error = { type: 'error', code: 'Throttling' } as const;
    server.nextToken(
      { ...error, shape: 'lower-case', status: 429, headers: { 'Retry-After': '3' } },
      { ...error, shape: 'ok' },
      { ...error, shape: 'xml', message: 'a < b' },
    );
    const lower = await callToken();
    assert.deepEqual([lower.status, lower.headers.get('retry-after')], [429, '3']);
    assert.equal(((await lower.json()) as { code: string }).code, 'Throttling');
    const ok = await callToken();
    assert.deepEqual([ok.status, ((await ok.json()) as { Code: string }).Code], [200, 'Throttling']);
    const xml = await callToken();
    assert.equal(xml.headers.get('content-type'), 'text/xml;charset=utf-8');
    assert.match(
      await xml.text(),
      /<Error>.*<Code>Throttling<\/Code><Message>a &lt; b<\/Message>.*<\/Error>/,
    );
  });

  it('speaks XML to a classic call that does not ask for JSON', async () => {
    await start();
    const text = await (await callToken({ Format: 'XML' })).text();
    assert.match(text, /<ApplyForStreamAccessTokenResponse>.*<AccessToken>token\/1\+/);
    assert.match(await (await callToken({ Format: 'XML', Version: '1' })).text(), /<Code>InvalidVersion</);
  });

  it('opens without MessageBody and closes with StreamEnd', async () => {
    await start();
    const stream = await answer({ type: 'reply', text: ['你', '好'] });
    assert.deepEqual(contents(stream), [undefined, '', '你', '你好', '你好']);
    assert.deepEqual(
      parse(stream).map(({ StreamEnd }) => StreamEnd),
      [false, false, false, false, true],
    );
    const short = await answer({
      type: 'reply',
      text: '好',
      repetitions: 0,
      emptyEvents: 0,
      withoutOpening: true,
    });
    assert.deepEqual(
      parse(short).map(({ StreamEnd }) => StreamEnd),
      [true],
    );
  });

  it('rewrites, takes back and splits into sentences', async () => {
    await start();
    const states = ['今天晴', '今天', [{ content: '明天' }, { content: '雨', referNumber: 1 }]] as const;
    const stream = await answer({ type: 'reply', states, emptyEvents: 0 });
    assert.deepEqual(contents(stream), [undefined, '今天晴', '今天', '明天|雨', '明天|雨']);
    assert.deepEqual(parse(stream).at(-1)?.MessageBody?.DirectMessageBody?.SentenceList[1], {
      Content: '雨',
      ReferNumber: 1,
    });
  });

  it('adds references, related questions, no answer and a hand-over to the whole text', async () => {
    await start();
    const reply = {
      type: 'reply',
      text: ['请', '稍候'],
      references: [{ number: 1, title: '手册', content: '第三章', docName: 'manual.pdf' }],
      relatedQuestions: ['怎么退货?'],
      hitSystemAskConfig: 'NO_ANSWER',
      handOver: { at: 'body', skillGroup: '12', reason: 'HitKeywords' },
    } as const;
    const values = parse(await answer(reply));
    const body = values.at(-1)?.MessageBody;
    assert.deepEqual(body?.DirectMessageBody?.['AnswerReference'], {
      ItemList: [
        {
          Content: '第三章',
          ContentType: 'PLAIN_TEXT',
          DataSource: 'DOC',
          Number: 1,
          ReferenceExt: { DocName: 'manual.pdf' },
          Title: '手册',
        },
      ],
    });
    assert.deepEqual(body?.DirectMessageBody?.['RelatedQuestionList'], ['怎么退货?']);
    assert.equal(body?.DirectMessageBody?.['HitSystemAskConfig'], 'NO_ANSWER');
    const command = { skillGroup: '12', ext: '', toAgentReason: 'HitKeywords' };
    assert.deepEqual(JSON.parse(body?.Commands?.sysToAgent ?? ''), command);
    assert.equal(values[2]?.MessageBody?.Commands, undefined);
    const outside = parse(await answer({ ...reply, handOver: { at: 'value' } })).at(-1);
    assert.ok(outside?.Commands?.sysToAgent);
    assert.equal(outside.MessageBody?.Commands, undefined);
  });

  it('asks back with choices, sends values as they are, and noise', async () => {
    await start();
    const stream = await answer({
      type: 'clarify',
      content: '您想问哪个?\n1. 退货\n2. 换货',
      title: '您想问哪个?',
      choices: ['退货', '换货'],
    });
    assert.deepEqual(parse(stream).at(-1)?.MessageBody?.ClarifyMessageBody, {
      ClarifyContent: '您想问哪个?\n1. 退货\n2. 换货',
      ClarifyList: [{ Title: '退货' }, { Title: '换货' }],
      Title: '您想问哪个?',
    });
    const unknown = await answer({
      type: 'values',
      values: [{ MessageBody: { Type: 'Card', CardContent: 'x' }, StreamEnd: true }],
    });
    assert.equal(parse(unknown)[0]?.MessageBody?.Type, 'Card');
    const noisy = envelopes(await answer({ type: 'reply', text: '好', noise: true }));
    assert.deepEqual(
      noisy.map(({ data }) => data?.length),
      [1, 0, 2, 1, 1],
    );
  });

  it('says success:false at once, or in the middle', async () => {
    await start();
    const whole = await answer({ type: 'failure', code: 'TOKEN_EXPIRED', message: 'token expired' });
    assert.deepEqual(
      envelopes(whole).map(({ success, code }) => [success, code]),
      [[false, 'TOKEN_EXPIRED']],
    );
    const interruption = { type: 'error-object', afterPieces: 3, code: 'LLM_ERROR' } as const;
    const middle = envelopes(await answer({ type: 'reply', text: ['你', '好'], interruption }));
    assert.deepEqual(
      middle.map(({ success }) => success),
      [true, true, true, false],
    );
  });

  it('leaves StreamEnd out, ends early and is cut, as told', async () => {
    await start();
    const text = ['你', '好'];
    const noEnd = await answer({ type: 'reply', text, interruption: { type: 'no-done' } });
    assert.ok(parse(noEnd).every(({ StreamEnd }) => !StreamEnd));
    const early = await answer({ type: 'reply', text, interruption: { type: 'end', afterPieces: 3 } });
    assert.deepEqual(contents(early), [undefined, '', '你']);
    await assert.rejects(answer({ type: 'reply', text, interruption: { type: 'cut', afterBytes: 500 } }));
    await assert.rejects(answer({ type: 'reply', text, interruption: { type: 'cut-in-character' } }));
    assert.match(await answer(htmlPage(502)), /502 Bad Gateway/);
  });

  it('holds a token call and a stream until released', async () => {
    await start();
    server.nextToken({ type: 'credentials', held: true });
    const waiting = trio();
    await server.received(0);
    server.release();
    server.next({ type: 'reply', text: '好', interruption: { type: 'hold', after: 2 } });
    const stream = ask(address(await waiting)).then((response) => response.text());
    await server.received(1);
    await until('the stream', () => server.openStreams > 0);
    server.release();
    assert.deepEqual(contents(await stream), [undefined, '', '好', '好']);
  });

  it('answers questions that break the rules inside a stream', async () => {
    await start();
    const url = address(await trio());
    for (const [value, code] of [
      [{ Utterance: '字'.repeat(513) }, 'UTTERANCE_TOO_LONG'],
      [{ InstanceId: testRobots.inOtherSpace.instanceId }, 'INSTANCE_NOT_FOUND'],
      [{ SessionId: 'made-up' }, 'SESSION_NOT_FOUND'],
    ] as const) {
      const response = await ask(url, value);
      assert.deepEqual(
        [response.status, response.headers.get('content-type')],
        [200, 'text/event-stream;charset=UTF-8'],
      );
      assert.equal(envelopes(await response.text())[0]?.code, code);
    }
    const { agentKey, instanceId } = testRobots.inOtherSpace;
    const other = await ask(address(await trio({ AgentKey: agentKey })), { InstanceId: instanceId });
    assert.equal(envelopes(await other.text())[0]?.success, true);
  });

  it('keeps the history, which scripts can read', async () => {
    await start();
    const url = address(await trio());
    server.always(({ history, utterance }) => ({ type: 'reply', text: `${history.length}: ${utterance}` }));
    const first = parse(await (await ask(url, { Utterance: 'one' })).text());
    const sessionId = first[0]?.SessionId ?? '';
    assert.ok(first.every(({ SessionId }) => SessionId === sessionId));
    const second = await (await ask(url, { Utterance: 'two', SessionId: sessionId })).text();
    assert.equal(contents(second).at(-1), '1: two');
    assert.deepEqual(
      server.turns(sessionId)?.map(({ utterance, answer }) => [utterance, answer]),
      [
        ['one', '0: one'],
        ['two', '1: two'],
      ],
    );
    const third = parse(await (await ask(url)).text());
    assert.notEqual(third[0]?.SessionId, sessionId);
  });

  it('can allow a channel one stream at a time', async () => {
    await start({ streamsPerChannel: 1 });
    const url = address(await trio());
    server.next({ type: 'reply', text: '好', interruption: { type: 'hold', after: 'headers' } });
    const first = await ask(url);
    assert.equal(envelopes(await (await ask(url)).text())[0]?.code, 'CHANNEL_BUSY');
    server.release();
    await first.text();
    assert.equal(envelopes(await (await ask(url)).text())[0]?.success, true);
  });

  it('forgets everything on reset', async () => {
    await start();
    const url = address(await trio({ SignatureNonce: 'once' }));
    server.next({ type: 'failure', code: 'x', message: '' });
    server.reset();
    assert.equal(server.requests.length, 0);
    assert.match(await (await ask(url)).text(), /^<!DOCTYPE/);
    assert.equal((await callToken({ SignatureNonce: 'once' })).status, 200);
  });
});
