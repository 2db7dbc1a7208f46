import type { Connection } from '../../../src/core/vendor.ts';
import type { BeebotScenario } from '../../vendors/alibaba/beebotScenario.ts';
import { startBeebotServer, testAccessKeys, testRobots } from '../../vendors/alibaba/beebotServer.ts';
import type { DashScopeScenario } from '../../vendors/alibaba/dashScopePlan.ts';
import { startDashScopeServer, testDashScopeKeys } from '../../vendors/alibaba/dashScopeServer.ts';
import type { CustomScenario } from '../../vendors/custom/customPlan.ts';
import { startCustomServer } from '../../vendors/custom/customServer.ts';
import { testKeys as qianfanKeys } from '../../vendors/qianfan/account.ts';
import { startQianfanServer } from '../../vendors/qianfan/qianfanServer.ts';
import type { Scenario as QianfanScenario } from '../../vendors/qianfan/scenario.ts';
import { testAccount } from '../../vendors/spark/accounts.ts';
import type { CompletionScenario } from '../../vendors/spark/completionScenario.ts';
import { startSparkCompletionServer } from '../../vendors/spark/completionServer.ts';
import type { SocketScenario } from '../../vendors/spark/socketScenario.ts';
import { startSparkSocketServer } from '../../vendors/spark/socketServer.ts';
import { startBigModelServer, testKeys as zhipuKeys } from '../../vendors/zhipu/bigModelServer.ts';
import type { Scenario as GlmScenario, TaskScenario } from '../../vendors/zhipu/scenario.ts';
import type { ApiUnderTest, Exchange, Outcome, RunningVendor, Trouble } from './apis.ts';
import { replyPieces, wholeReply } from './faultLine.ts';

const [firstPiece] = replyPieces;
const reply = { type: 'reply', text: replyPieces } as const;

const models: Exchange = { name: 'models', path: /\/models$/, body: 'whole' };
const completion: Exchange = { name: 'completion', path: /\/completions$/, body: 'events' };

/** So long that it takes some hundred of them until nobody wants to read on. */
const endlessPiece = `${'翰林'.repeat(10_000)}\n`;

/** How much of an endless reply is kept depends on the length of its pieces. */
const endless: Outcome = { end: 'protocol', text: endlessPiece.repeat(200) };
const limited: Outcome = { end: 'rate-limit', retried: true };
const filtered: Outcome = { end: 'content-filter' };
const filteredLater: Outcome = { end: 'content-filter', text: firstPiece };
const failed: Outcome = { end: 'unavailable', retried: true };
const failedLater: Outcome = { end: 'unavailable', text: firstPiece };
const unfinished: Outcome = { end: 'network', text: firstPiece };
const unmoved: Outcome = { end: 'done', text: wholeReply };
const blamesClock: Outcome = { end: 'auth', advice: 'clock' };
const noClock = { behind: unmoved, ahead: unmoved };

/** A server with its ways to be told what to answer. */
interface Scripted<Scenario> {
  readonly port: number;
  readonly openStreams: number;
  next(scenario: Scenario): void;
  always(scenario: Scenario): void;
  close(): Promise<void>;
}

function running<Scenario>(
  server: Scripted<Scenario>,
  usual: Scenario,
  troubles: Readonly<Record<Trouble, Scenario>>,
  more: Partial<RunningVendor> = {},
): RunningVendor {
  server.always(usual);
  return {
    basePath: '',
    port: server.port,
    get openStreams() {
      return server.openStreams;
    },
    trouble(trouble, times) {
      if (times) server.next(troubles[trouble]);
      else server.always(troubles[trouble]);
    },
    mend: () => server.always(usual),
    close: () => server.close(),
    ...more,
  };
}

// ── Baidu Qianfan ──

const v2Troubles: Readonly<Record<Trouble, QianfanScenario>> = {
  limited: { type: 'error', code: 'rpm_rate_limit_exceeded' },
  'nothing left': { type: 'error', code: 'coding_plan_hour_quota_exceeded', status: 403 },
  filtered: { type: 'error', code: 'user_setting_unsafe' },
  'filtered later': {
    ...reply,
    interruption: { type: 'error-object', afterPieces: 1, code: 'system_unsafe' },
  },
  failed: { type: 'error', code: 'internal_error' },
  'failed later': {
    ...reply,
    interruption: { type: 'error-object', afterPieces: 1, code: 'internal_error' },
  },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: 'invalid_iam_token' },
  endless: { type: 'endless', piece: endlessPiece },
};

const v2 = {
  vendorId: 'qianfan',
  apiId: 'v2',
  model: 'deepseek-v3.2',
  troubles: {
    limited,
    'nothing left': { end: 'quota', advice: 'wait-for-reset' },
    filtered,
    'filtered later': filteredLater,
    failed,
    'failed later': failedLater,
    unfinished,
    endless,
    'bad key': { end: 'auth' },
  },
  async start(now) {
    const server = await startQianfanServer({ now });
    return running<QianfanScenario>(server, reply, v2Troubles, {
      basePath: '/v2',
      revoke: server.revokeTokens,
    });
  },
} as const satisfies Partial<ApiUnderTest>;

const v2Chat = { name: 'chat', path: /\/chat\/completions$/, body: 'events' } as const;

const qianfanIam = {
  accessKey: qianfanKeys.iamAccessKey,
  secretKey: qianfanKeys.iamSecretKey,
};

const v1Troubles: Readonly<Record<Trouble, QianfanScenario>> = {
  limited: { type: 'error', code: '18' },
  'nothing left': { type: 'error', code: '17' },
  filtered: { type: 'reply', text: [], safety: { needClearHistory: true, banRound: -1 } },
  'filtered later': { type: 'reply', text: firstPiece, finishReason: 'content_filter' },
  failed: { type: 'error', code: '336000' },
  'failed later': { ...reply, interruption: { type: 'error-line', afterPieces: 1, code: '336000' } },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: '110' },
  endless: { type: 'endless', piece: endlessPiece },
};

const v1 = {
  vendorId: 'qianfan',
  authMode: 'key',
  model: 'ERNIE-Speed-8K',
  troubles: {
    limited,
    'nothing left': { end: 'quota', advice: 'plan-or-balance' },
    // V1 has no error for it: the reply ends there.
    filtered: { end: 'done' },
    'filtered later': { end: 'done', text: firstPiece },
    failed,
    'failed later': failedLater,
    unfinished,
    endless,
    'bad key': { end: 'auth' },
  },
  async start(now) {
    const server = await startQianfanServer({ now });
    return running<QianfanScenario>(server, reply, v1Troubles, { revoke: server.revokeTokens });
  },
} as const satisfies Partial<ApiUnderTest>;

const v1Chat = { name: 'chat', path: /^\/rpc\//, body: 'events' } as const;

const qianfan: readonly ApiUnderTest[] = [
  {
    ...v2,
    authMode: 'api-key',
    credentials: { apiKey: qianfanKeys.payAsYouGo },
    exchanges: [v2Chat],
    calls: [models],
    clock: noClock,
  },
  {
    ...v2,
    authMode: 'iam',
    credentials: qianfanIam,
    exchanges: [{ name: 'token', path: /BCE-BEARER/, body: 'whole' }, v2Chat],
    // A signature holds for half an hour, counted from a time that must not lie ahead.
    clock: { behind: unmoved, ahead: blamesClock },
  },
  {
    ...v1,
    apiId: 'v1-oauth',
    credentials: { apiKey: qianfanKeys.apiKey, secretKey: qianfanKeys.secretKey },
    exchanges: [{ name: 'token', path: /^\/oauth\//, body: 'whole' }, v1Chat],
    clock: noClock,
  },
  {
    ...v1,
    apiId: 'v1-iam',
    credentials: qianfanIam,
    exchanges: [v1Chat],
    calls: [{ ...models, path: /service\/list$/ }],
    clock: { behind: unmoved, ahead: blamesClock },
  },
];

// ── iFlytek Spark ──

const sparkFrames: Readonly<Record<Trouble, SocketScenario>> = {
  limited: { type: 'error', code: '11202' },
  'nothing left': { type: 'error', code: '11201' },
  filtered: { type: 'error', code: '10013' },
  'filtered later': { ...reply, interruption: { type: 'error', afterFrames: 1, code: '10014' } },
  failed: { type: 'error', code: '10012' },
  'failed later': { ...reply, interruption: { type: 'error', afterFrames: 1, code: '10012' } },
  unfinished: { ...reply, interruption: { type: 'close', afterFrames: 1, code: 1000 } },
  'bad key': { type: 'error', code: '10016' },
  endless: { type: 'endless', piece: endlessPiece },
};

const sparkCompletions: Readonly<Record<Trouble, CompletionScenario>> = {
  limited: { type: 'error', code: '11202' },
  'nothing left': { type: 'error', code: '11201' },
  filtered: { type: 'error', code: '10013' },
  'filtered later': {
    ...reply,
    interruption: { type: 'error-object', afterPieces: 1, code: '10014' },
  },
  failed: { type: 'error', code: '10012' },
  'failed later': { ...reply, interruption: { type: 'error-object', afterPieces: 1, code: '10012' } },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: '401' },
  endless: { type: 'endless', piece: endlessPiece },
};

const sparkTroubles = {
  limited,
  'nothing left': { end: 'quota', advice: 'wait-for-reset' },
  filtered,
  'filtered later': filteredLater,
  failed,
  'failed later': failedLater,
  unfinished,
  endless,
} as const;

const sparkHttp = {
  vendorId: 'spark',
  apiId: 'http',
  model: 'lite',
  exchanges: [{ name: 'chat', path: /\/chat\/completions$/, body: 'events' }],
  troubles: { ...sparkTroubles, 'bad key': { end: 'auth' } },
  clock: noClock,
  async start(now) {
    const server = await startSparkCompletionServer({ now });
    return running<CompletionScenario>(server, reply, sparkCompletions);
  },
} as const satisfies Partial<ApiUnderTest>;

const spark: readonly ApiUnderTest[] = [
  {
    vendorId: 'spark',
    apiId: 'websocket',
    authMode: 'key',
    model: 'lite',
    credentials: {
      appId: testAccount.appId,
      apiKey: testAccount.apiKey,
      apiSecret: testAccount.apiSecret,
    },
    exchanges: [{ name: 'chat', path: /chat$/, body: 'frames' }],
    isSocket: true,
    troubles: { ...sparkTroubles, 'bad key': { end: 'auth', advice: 'activate-model' } },
    clock: { behind: blamesClock, ahead: blamesClock },
    async start(now) {
      const server = await startSparkSocketServer({ now });
      return running<SocketScenario>(server, reply, sparkFrames);
    },
  },
  {
    ...sparkHttp,
    authMode: 'password',
    credentials: { password: testAccount.passwords[0].password },
  },
  {
    ...sparkHttp,
    authMode: 'key-secret',
    likeAnother: ['chat'],
    credentials: { apiKey: testAccount.apiKey, apiSecret: testAccount.apiSecret },
  },
];

// ── Alibaba ──

/** The event that opens an answer, one without text, and one with the first piece. */
const afterFirstPiece = 3;

const beebotTroubles: Readonly<Record<Trouble, BeebotScenario>> = {
  limited: { type: 'failure', code: 'THROTTLED', message: 'too many requests' },
  'nothing left': { type: 'failure', code: 'ARREARAGE', message: 'The account is in arrears.' },
  filtered: { type: 'failure', code: 'SENSITIVE', message: 'sensitive content' },
  'filtered later': {
    ...reply,
    interruption: {
      type: 'error-object',
      afterPieces: afterFirstPiece,
      code: 'SENSITIVE',
      message: 'sensitive content',
    },
  },
  failed: { type: 'failure', code: 'SYSTEM_ERROR', message: 'internal error' },
  'failed later': {
    ...reply,
    interruption: {
      type: 'error-object',
      afterPieces: afterFirstPiece,
      code: 'SYSTEM_ERROR',
      message: 'internal error',
    },
  },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: afterFirstPiece } },
  'bad key': { type: 'failure', code: 'TOKEN_EXPIRED', message: 'the token has expired' },
  endless: { type: 'endless', piece: endlessPiece },
};

const beebot = {
  vendorId: 'alibaba',
  apiId: 'beebot',
  model: 'beebot',
  credentials: {
    accessKeyId: testAccessKeys.permanent.id,
    accessKeySecret: testAccessKeys.permanent.secret,
    instanceId: testRobots.inDefaultSpace.instanceId,
  },
  exchanges: [
    { name: 'token', path: /^\/$/, body: 'whole' },
    { name: 'chat', path: /^\/sse\//, body: 'events' },
  ],
  troubles: {
    limited,
    'nothing left': { end: 'quota', advice: 'plan-or-balance' },
    filtered,
    'filtered later': filteredLater,
    failed,
    'failed later': failedLater,
    unfinished,
    // It says the same all the time, and who repeats himself may go on: the user stops it.
    endless: { end: 'stopped', text: endlessPiece },
    'bad key': { end: 'auth' },
  },
  // The gateway takes a quarter of an hour, and the client would make up for more.
  clock: noClock,
  async start(now) {
    const server = await startBeebotServer({ now });
    return running<BeebotScenario>(server, reply, beebotTroubles, {
      revoke: server.revoke,
      rewrite(ending) {
        const states = ['One.', 'One. Two', 'Quite another 翰林.', 'Quite'];
        server.always({
          type: 'reply',
          states,
          ...(ending === 'cut' && { interruption: { type: 'end', afterPieces: states.length + 2 } }),
        });
        return 'Quite';
      },
    });
  },
} as const satisfies Partial<ApiUnderTest>;

const dashScopeTroubles: Readonly<Record<Trouble, DashScopeScenario>> = {
  limited: { type: 'error', code: 'Throttling.RateQuota' },
  'nothing left': { type: 'error', code: 'Arrearage' },
  filtered: { type: 'error', code: 'DataInspectionFailed' },
  'filtered later': {
    ...reply,
    interruption: { type: 'error-object', afterPieces: 1, code: 'DataInspectionFailed' },
  },
  failed: { type: 'error', code: 'InternalError' },
  'failed later': { ...reply, interruption: { type: 'error-object', afterPieces: 1, code: 'InternalError' } },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: 'InvalidApiKey' },
  endless: { type: 'endless', piece: endlessPiece },
};

const alibaba: readonly ApiUnderTest[] = [
  { ...beebot, authMode: 'acs3' },
  { ...beebot, authMode: 'rpc', likeAnother: ['chat'] },
  {
    vendorId: 'alibaba',
    apiId: 'dashscope',
    authMode: 'key',
    model: 'qwen-plus',
    credentials: { apiKey: testDashScopeKeys.payAsYouGo },
    calls: [models, completion],
    exchanges: [{ name: 'chat', path: /\/chat\/completions$/, body: 'events' }],
    troubles: {
      limited,
      'nothing left': { end: 'quota', advice: 'plan-or-balance' },
      filtered,
      'filtered later': filteredLater,
      failed,
      'failed later': failedLater,
      unfinished,
      endless,
      'bad key': { end: 'auth', advice: 'wrong-region' },
    },
    clock: noClock,
    async start(now) {
      const server = await startDashScopeServer({ now });
      return running<DashScopeScenario>(server, reply, dashScopeTroubles, {
        basePath: '/compatible-mode/v1',
      });
    },
  },
];

// ── Zhipu ──

const glmTroubles = {
  limited: { type: 'error', code: '1302' },
  'nothing left': { type: 'error', code: '1308' },
  filtered: { type: 'error', code: '1301' },
  'filtered later': { ...reply, interruption: { type: 'error-object', afterPieces: 1, code: '1301' } },
  failed: { type: 'error', code: '1234' },
  'failed later': { ...reply, interruption: { type: 'error-object', afterPieces: 1, code: '1234' } },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: '1003' },
  endless: { type: 'endless', piece: endlessPiece },
} as const satisfies Readonly<Record<Trouble, GlmScenario>>;

const taskTroubles: Readonly<Record<Trouble, TaskScenario>> = {
  limited: glmTroubles.limited,
  'nothing left': glmTroubles['nothing left'],
  filtered: glmTroubles.filtered,
  'filtered later': { type: 'task', outcome: glmTroubles.filtered },
  failed: glmTroubles.failed,
  'failed later': { type: 'task', outcome: 'FAIL' },
  unfinished: { type: 'task', outcome: { ...reply, interruption: { type: 'cut', afterBytes: 10 } } },
  'bad key': glmTroubles['bad key'],
  endless: { type: 'task', outcome: { type: 'reply', text: 'x'.repeat(20_000_000) } },
};

const bigModel = {
  vendorId: 'zhipu',
  apiId: 'bigmodel',
  model: 'glm-4.7-flash',
  credentials: { apiKey: zhipuKeys.payAsYouGo },
} as const satisfies Partial<ApiUnderTest>;

const glmOutcomes = {
  limited,
  'nothing left': { end: 'quota', advice: 'wait-for-reset' },
  filtered,
  'filtered later': filteredLater,
  failed,
  'failed later': failedLater,
  unfinished,
  endless,
} as const;

const glmChat = {
  ...bigModel,
  exchanges: [{ name: 'chat', path: /\/chat\/completions$/, body: 'events' }],
  async start(now) {
    const server = await startBigModelServer({ now });
    return running<GlmScenario>(server, reply, glmTroubles, { basePath: '/api/paas/v4' });
  },
} as const satisfies Partial<ApiUnderTest>;

const zhipu: readonly ApiUnderTest[] = [
  {
    ...glmChat,
    authMode: 'api-key',
    troubles: { ...glmOutcomes, 'bad key': { end: 'auth' } },
    clock: noClock,
  },
  {
    ...glmChat,
    authMode: 'jwt',
    likeAnother: ['chat'],
    troubles: { ...glmOutcomes, 'bad key': blamesClock },
    clock: { behind: blamesClock, ahead: blamesClock },
  },
  {
    ...bigModel,
    authMode: 'api-key',
    variant: 'async',
    options: { async: true },
    exchanges: [
      { name: 'submission', path: /\/async\/chat\/completions$/, body: 'whole' },
      { name: 'look', path: /\/async-result\//, body: 'whole' },
    ],
    troubles: {
      ...glmOutcomes,
      'filtered later': filtered,
      // It may have been taken, and then both would be paid for.
      failed: { end: 'unavailable' },
      'failed later': { end: 'unavailable' },
      // A look that is cut is made once more, until the patience ends.
      unfinished: { end: 'timeout' },
      endless: { end: 'protocol' },
      'bad key': { end: 'auth' },
    },
    clock: noClock,
    async start(now) {
      const server = await startBigModelServer({ now });
      const tasks = {
        get port() {
          return server.port;
        },
        get openStreams() {
          return server.openStreams;
        },
        next: (scenario: TaskScenario) => server.tasks.next(scenario),
        always: (scenario: TaskScenario) => server.tasks.always(scenario),
        close: () => server.close(),
      };
      return running<TaskScenario>(tasks, { type: 'task', outcome: reply }, taskTroubles, {
        basePath: '/api/paas/v4',
      });
    },
    async create(connection: Connection, transport, timer) {
      const { createProvider } = await import('../../../src/vendors/zhipu/provider.ts');
      return createProvider(connection, transport, { timer, random: () => 0.5 });
    },
  },
];

// ── Any other server ──

const customTroubles: Readonly<Record<Trouble, CustomScenario>> = {
  limited: { type: 'error', code: 'rate_limit_exceeded' },
  'nothing left': { type: 'error', code: 'insufficient_balance' },
  filtered: { type: 'error', code: 'content_filter', status: 400, message: 'The question is refused.' },
  'filtered later': {
    ...reply,
    interruption: { type: 'error-object', afterPieces: 1, code: 'content_filter', message: 'Refused.' },
  },
  failed: { type: 'error', code: 'overloaded' },
  'failed later': { ...reply, interruption: { type: 'error-object', afterPieces: 1, code: 'overloaded' } },
  unfinished: { ...reply, interruption: { type: 'end', afterPieces: 1 } },
  'bad key': { type: 'error', code: 'invalid_api_key' },
  endless: { type: 'endless', piece: endlessPiece },
};

const key = 'sk-loopback-only-0123456789';

const custom: ApiUnderTest = {
  vendorId: 'custom',
  apiId: 'openai',
  authMode: 'key',
  model: 'qwen2.5-coder:7b',
  credentials: { apiKey: key },
  calls: [models, completion],
  exchanges: [{ name: 'chat', path: /\/chat\/completions$/, body: 'events' }],
  troubles: {
    limited,
    'nothing left': { end: 'quota', advice: 'plan-or-balance' },
    filtered,
    'filtered later': filteredLater,
    failed,
    'failed later': failedLater,
    unfinished,
    endless,
    'bad key': { end: 'auth' },
  },
  clock: noClock,
  async start(now) {
    const server = await startCustomServer({ now, key });
    return running<CustomScenario>(server, reply, customTroubles, { basePath: '/v1' });
  },
};

/** Every API with every way to sign in to it. */
export const allApis: readonly ApiUnderTest[] = [...qianfan, ...spark, ...alibaba, ...zhipu, custom];
