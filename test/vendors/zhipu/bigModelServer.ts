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
import { type Address, basePaths, findAddress } from './addresses.ts';
import { type AcceptedKey, type Authentication, authenticate } from './authorization.ts';
import { errorSteps } from './errorSteps.ts';
import { lookSteps, planSteps, submissionSteps } from './plan.ts';
import { checkRequest, type GlmRequest } from './requestRules.ts';
import type { Scenario, TaskScenario } from './scenario.ts';
import { type Stamp, stampOf } from './stamp.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { invalid } from './violation.ts';

export interface BigModelServerOptions extends HttpServerOptions {
  /** `testKeys` when absent. */
  readonly keys?: readonly AcceptedKey[];
  /** Model ids to accept beside the known ones. */
  readonly models?: readonly string[] | 'any';
}

/** What the server found out about a request. Of a look at a task, `accepted` is the question that it is about. */
export type BigModelVerdict = {
  readonly authentication: Authentication;
  readonly address: Address | undefined;
} & Outcome<GlmRequest>;

export interface BigModelServer
  extends HttpServer<BigModelVerdict>,
    Pick<Scripts<GlmRequest, Scenario>, 'next' | 'always'> {
  /** What to do with the questions that are left at the async address. */
  readonly tasks: Pick<Scripts<GlmRequest, TaskScenario>, 'next' | 'always'>;
  /** `${origin}/api/paas/v4` */
  readonly payAsYouGoBase: string;
  /** `${origin}/api/coding/paas/v4` */
  readonly codingBase: string;
  /** Forgets requests, tasks, queues and `always`. Open streams stay open. */
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

/**
 * Starts a server on 127.0.0.1 that speaks BigModel's chat completions, streamed, whole and async, checks
 * credentials and requests as strictly as the vendor documents, and fails on command. Rejects with the listen
 * error (EADDRINUSE…).
 */
export async function startBigModelServer(options: BigModelServerOptions = {}): Promise<BigModelServer> {
  const keys = options.keys ?? defaultKeys;
  const chats = createScripts<GlmRequest, Scenario>(defaultReply);
  const questions = createScripts<GlmRequest, TaskScenario>((request) => ({
    type: 'task',
    outcome: defaultReply(request),
  }));
  const tasks = createTasks();
  const requestIdsInFlight = new Set<string>();

  const server = await startHttpServer<BigModelVerdict>(options, {
    judge: (request) => {
      const authentication = authenticate(request.headers.authorization, keys, request.at);
      const address = findAddress(request.path);
      const models = options.models ?? [];
      const checked = checkAll(request, authentication, address, { models, requestIdsInFlight, tasks });
      return { authentication, address, ...outcome(checked) };
    },
    answer: (request, serial) => {
      const stamp = stampOf(request, serial);
      const { accepted, address, authentication, closed } = request;
      if (accepted === undefined) return refusalSteps(request.refusal, request.path, stamp);
      if (address === undefined || authentication.type === 'refused') {
        throw new Error('accepted without an address or a key');
      }
      const { plan, call } = address;
      const { key } = authentication.accepted;
      if (call.type === 'async-result') {
        const task = tasks.find(call.taskId, key, plan);
        if (task === undefined) throw new Error('accepted without a task');
        return lookSteps(tasks.look(task), task, stamp);
      }
      const { requestId } = accepted;
      if (requestId !== undefined) {
        requestIdsInFlight.add(requestId);
        void closed.then(() => requestIdsInFlight.delete(requestId));
      }
      if (call.type === 'chat') return planSteps(chats.take(accepted), accepted, stamp);
      const script = questions.take(accepted);
      if (script.type !== 'task') return planSteps(script, accepted, stamp);
      const id = script.id ?? stamp.id;
      const task = { id, requestId: requestId ?? id, request: accepted, key, plan, script };
      tasks.add(task);
      return submissionSteps(task, stamp);
    },
  });

  const { reset } = server;
  return Object.assign(server, {
    payAsYouGoBase: `${server.origin}${basePaths['pay-as-you-go']}`,
    codingBase: `${server.origin}${basePaths.coding}`,
    next: chats.next,
    always: chats.always,
    tasks: { next: questions.next, always: questions.always },
    reset: () => {
      reset();
      chats.reset();
      questions.reset();
      tasks.reset();
    },
  });
}

/** What a request is checked against beside the rules for its body. */
interface Circumstances {
  readonly models: readonly string[] | 'any';
  readonly requestIdsInFlight: ReadonlySet<string>;
  readonly tasks: Tasks;
}

/** The vendor's order: address, credential, parameters, money. */
function checkAll(
  request: ReceivedRequest,
  authentication: Authentication,
  address: Address | undefined,
  { models, requestIdsInFlight, tasks }: Circumstances,
): GlmRequest | Violation {
  if (address === undefined) return { code: '404', message: 'Not Found' };
  const { call, plan } = address;
  if (request.method !== (call.type === 'async-result' ? 'GET' : 'POST')) {
    return { code: '405', message: 'Method Not Allowed' };
  }
  if (authentication.type === 'refused') return { code: authentication.code, message: '' };
  const { key, plan: bought } = authentication.accepted;
  if (call.type === 'async-result') {
    // No document says what an id that does not exist is answered with: it is a parameter like others.
    return tasks.find(call.taskId, key, plan)?.request ?? invalid('id');
  }
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { code: '1210', message: 'Content-Type' };
  }
  const checked = checkRequest(request.body, models, call.type);
  if ('code' in checked) return checked;
  if (checked.requestId !== undefined && requestIdsInFlight.has(checked.requestId)) {
    return { code: '1231', message: `您已有相同请求: ${checked.requestId}` };
  }
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
