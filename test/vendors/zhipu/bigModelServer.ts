import { type AcceptedRequest, type Outcome, outcome, type Violation } from '../loopback/chatRequest.ts';
import {
  type HttpServer,
  type HttpServerOptions,
  type ReceivedRequest,
  startHttpServer,
} from '../loopback/httpServer.ts';
import { defaultReply } from '../loopback/reply.ts';
import { createScripts, type Scripts } from '../loopback/scripts.ts';
import { head, json, type Step } from '../loopback/step.ts';
import { type AcceptedKey, type Authentication, authenticate } from './authorization.ts';
import { errorSteps, planSteps, type Stamp } from './plan.ts';
import { checkRequest } from './requestRules.ts';
import type { Scenario } from './scenario.ts';

export interface BigModelServerOptions extends HttpServerOptions {
  /** `testKeys` when absent. */
  readonly keys?: readonly AcceptedKey[];
  /** Model ids to accept beside the known ones. */
  readonly models?: readonly string[] | 'any';
}

/** What the server found out about a request. */
export type BigModelVerdict = { readonly authentication: Authentication } & Outcome<AcceptedRequest>;

export interface BigModelServer
  extends HttpServer<BigModelVerdict>,
    Pick<Scripts<AcceptedRequest, Scenario>, 'next' | 'always'> {
  /** `${origin}/api/paas/v4` */
  readonly payAsYouGoBase: string;
  /** `${origin}/api/coding/paas/v4` */
  readonly codingBase: string;
  /** Forgets requests, queue and `always`. Open streams stay open. */
  reset(): void;
}

/** The keys a server accepts by default. Invented; `id.secret` in the vendor's lengths. */
export const testKeys = {
  payAsYouGo: '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp',
  coding: 'fedcba9876543210fedcba9876543210.PoNmLkJiHgFeDcBa',
} as const;

const defaultKeys: readonly AcceptedKey[] = [
  { key: testKeys.payAsYouGo, plan: 'pay-as-you-go' },
  { key: testKeys.coding, plan: 'coding' },
];

const plansByPath: Readonly<Record<string, AcceptedKey['plan']>> = {
  '/api/paas/v4/chat/completions': 'pay-as-you-go',
  '/api/coding/paas/v4/chat/completions': 'coding',
};

/**
 * Starts a server on 127.0.0.1 that speaks BigModel's chat completions, checks credentials and requests as
 * strictly as the vendor documents, and fails on command. Rejects with the listen error (EADDRINUSE…).
 */
export async function startBigModelServer(options: BigModelServerOptions = {}): Promise<BigModelServer> {
  const keys = options.keys ?? defaultKeys;
  const scripts = createScripts<AcceptedRequest, Scenario>(defaultReply);
  const requestIdsInFlight = new Set<string>();

  const server = await startHttpServer<BigModelVerdict>(options, {
    judge: (request) => {
      const authentication = authenticate(request.headers.authorization, keys, request.at);
      const checked = checkAll(request, authentication, options.models ?? [], requestIdsInFlight);
      return { authentication, ...outcome(checked) };
    },
    answer: (request, serial) => {
      const stamp = stampOf(request, serial);
      if (request.accepted === undefined) return refusalSteps(request.refusal, request.path, stamp);
      const { accepted, closed } = request;
      const { requestId } = accepted;
      if (requestId !== undefined) {
        requestIdsInFlight.add(requestId);
        void closed.then(() => requestIdsInFlight.delete(requestId));
      }
      return planSteps(scripts.take(accepted), accepted, stamp);
    },
  });

  const { reset } = server;
  return Object.assign(server, {
    payAsYouGoBase: `${server.origin}/api/paas/v4`,
    codingBase: `${server.origin}/api/coding/paas/v4`,
    next: scripts.next,
    always: scripts.always,
    reset: () => {
      reset();
      scripts.reset();
    },
  });
}

/** Ids look like the vendor's: the time in UTC, then a number. */
function stampOf({ headers, at }: ReceivedRequest, serial: number): Stamp {
  const time = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  return {
    id: `${time}${serial.toString(16).padStart(18, '0')}`,
    created: Math.floor(at / 1000),
    language: headers['accept-language']?.startsWith('en') ? 'en' : 'zh',
  };
}

/** The vendor's order: address, credential, parameters, money. */
function checkAll(
  request: ReceivedRequest,
  authentication: Authentication,
  models: readonly string[] | 'any',
  requestIdsInFlight: ReadonlySet<string>,
): AcceptedRequest | Violation {
  const plan = plansByPath[request.path];
  if (plan === undefined) return { code: '404', message: 'Not Found' };
  if (request.method !== 'POST') return { code: '405', message: 'Method Not Allowed' };
  if (authentication.type === 'refused') return { code: authentication.code, message: '' };
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { code: '1210', message: 'Content-Type' };
  }
  const checked = checkRequest(request.body, models);
  if ('code' in checked) return checked;
  if (checked.requestId !== undefined && requestIdsInFlight.has(checked.requestId)) {
    return { code: '1231', message: `您已有相同请求: ${checked.requestId}` };
  }
  const bought = authentication.accepted.plan;
  return bought === 'both' || bought === plan ? checked : { code: '1113', message: '' };
}

/** An unknown address is answered by the web framework, not by the API, and so in another shape. */
function refusalSteps(refusal: Violation, path: string, stamp: Stamp): readonly Step[] {
  if (refusal.code !== '404' && refusal.code !== '405') {
    const message = refusal.message === '' ? {} : { message: refusal.message };
    return errorSteps({ type: 'error', code: refusal.code, ...message }, stamp.language);
  }
  const status = Number(refusal.code);
  const timestamp = new Date(stamp.created * 1000).toISOString();
  return [
    head(status, { 'Content-Type': 'application/json' }),
    json({ timestamp, status, error: refusal.message, path }),
  ];
}
