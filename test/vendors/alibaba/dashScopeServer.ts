import { type Outcome, outcome, type Violation } from '../loopback/chatRequest.ts';
import {
  type HttpServer,
  type HttpServerOptions,
  type ReceivedRequest,
  startHttpServer,
} from '../loopback/httpServer.ts';
import { defaultReply } from '../loopback/reply.ts';
import { createScripts, type Scripts } from '../loopback/scripts.ts';
import { head, json, type Step } from '../loopback/step.ts';
import { firstTokens } from '../loopback/tokens.ts';
import { dashScopeErrorSteps } from './dashScopeErrors.ts';
import { type DashScopeKey, type DashScopePlan, type DashScopeRegion, judgeKey } from './dashScopeKeys.ts';
import { completionModels, dashScopeModels } from './dashScopeModels.ts';
import { type DashScopeReply, type DashScopeScenario, planDashScope } from './dashScopePlan.ts';
import { checkChat, checkCompletion, type DashScopeRequest } from './dashScopeRules.ts';

export interface DashScopeServerOptions extends HttpServerOptions {
  /** The region this server stands in; Beijing when absent. */
  readonly region?: DashScopeRegion;
  /** `testDashScopeKeys` when absent. */
  readonly keys?: readonly DashScopeKey[];
  /** Model ids to accept beside the known ones. */
  readonly models?: readonly string[] | 'any';
}

/** A list of models was asked for. */
export interface ListRequest {
  readonly call: 'models';
}

/** What the server found out about a request. */
export type DashScopeVerdict = Outcome<DashScopeRequest | ListRequest>;

export interface DashScopeServer
  extends HttpServer<DashScopeVerdict>,
    Pick<Scripts<DashScopeRequest, DashScopeScenario>, 'next' | 'always'> {
  /** `${origin}/compatible-mode/v1` */
  readonly payAsYouGoBase: string;
  /** `${origin}/v1`, which at the vendor's is a host of its own. */
  readonly codingBase: string;
  /** Forgets requests, queue and `always`. Open streams stay open. */
  reset(): void;
}

/** The keys a server accepts by default, each in its place only. Invented. */
export const testDashScopeKeys = {
  payAsYouGo: 'sk-0123456789abcdef0123456789abcdef',
  coding: 'sk-sp-0123456789abcdef0123456789abcdef',
  singapore: 'sk-fedcba9876543210fedcba9876543210',
  singaporeCoding: 'sk-sp-fedcba9876543210fedcba9876543210',
} as const;

const defaultKeys: readonly DashScopeKey[] = [
  { key: testDashScopeKeys.payAsYouGo, region: 'beijing', plan: 'pay-as-you-go' },
  { key: testDashScopeKeys.coding, region: 'beijing', plan: 'coding' },
  { key: testDashScopeKeys.singapore, region: 'singapore', plan: 'pay-as-you-go' },
  { key: testDashScopeKeys.singaporeCoding, region: 'singapore', plan: 'coding' },
];

const plansByBase: Readonly<Record<string, DashScopePlan>> = {
  '/compatible-mode/v1': 'pay-as-you-go',
  '/v1': 'coding',
};

/**
 * Starts a server on 127.0.0.1 that speaks the OpenAI-compatible mode of Model Studio as one region does: chat,
 * completions and the list of models. It checks keys and requests as strictly as the vendor documents, and
 * fails on command. Rejects with the listen error (EADDRINUSE…).
 */
export async function startDashScopeServer(options: DashScopeServerOptions = {}): Promise<DashScopeServer> {
  const keys = options.keys ?? defaultKeys;
  const region = options.region ?? 'beijing';
  const scripts = createScripts<DashScopeRequest, DashScopeScenario>(ownReply);

  const server = await startHttpServer<DashScopeVerdict>(options, {
    judge: (request) => outcome(check(request, keys, region, options.models ?? [])),
    answer: ({ refusal, accepted, at }, serial) => {
      const requestId = `00000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`;
      if (accepted === undefined) {
        const message = refusal.message === '' ? {} : { message: refusal.message };
        return dashScopeErrorSteps({ type: 'error', code: refusal.code, ...message }, requestId);
      }
      if (accepted.call === 'models') return modelList(at);
      return planDashScope(scripts.take(accepted), accepted, { requestId, created: Math.floor(at / 1000) });
    },
  });

  const { reset } = server;
  return Object.assign(server, {
    payAsYouGoBase: `${server.origin}/compatible-mode/v1`,
    codingBase: `${server.origin}/v1`,
    next: scripts.next,
    always: scripts.always,
    reset: () => {
      reset();
      scripts.reset();
    },
  });
}

/** The usual default, with the thinking cut to its budget. */
function ownReply(request: DashScopeRequest): DashScopeReply {
  const reply = defaultReply(request);
  if (request.thinkingBudget === undefined || !request.thinking) return reply;
  const thought = [reply.reasoning ?? []].flat().join('');
  return { ...reply, reasoning: firstTokens(thought, request.thinkingBudget) };
}

/** The vendor's order: address, key, parameters. */
function check(
  request: ReceivedRequest,
  keys: readonly DashScopeKey[],
  region: DashScopeRegion,
  models: readonly string[] | 'any',
): DashScopeRequest | ListRequest | Violation {
  const [, base = '', call = ''] =
    /^(.*?)(\/chat\/completions|\/completions|\/models)$/.exec(request.path) ?? [];
  const plan = plansByBase[base];
  const isMissing = call === '/completions' && (plan !== 'pay-as-you-go' || region !== 'beijing');
  if (plan === undefined || isMissing) return { code: 'NotFound', message: '' };
  if (request.method !== (call === '/models' ? 'GET' : 'POST'))
    return { code: 'MethodNotAllowed', message: '' };
  const key = judgeKey(request.headers.authorization, keys, region, plan);
  if ('code' in key) return key;
  if (call === '/models') return { call: 'models' };
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { code: 'InvalidParameter', message: 'Content-Type should be application/json' };
  }
  const policy = { allowed: models, codingPlan: plan === 'coding' };
  return call === '/completions' ? checkCompletion(request.body, policy) : checkChat(request.body, policy);
}

function modelList(now: number): readonly Step[] {
  const ids = [...new Set([...dashScopeModels.map(({ id }) => id), ...completionModels])];
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: Math.floor(now / 1000),
    owned_by: 'system',
  }));
  return [head(200, { 'Content-Type': 'application/json' }), json({ object: 'list', data })];
}
