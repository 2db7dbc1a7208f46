import type { Violation } from '../loopback/chatRequest.ts';
import {
  type HttpServer,
  type HttpServerOptions,
  type ReceivedRequest,
  type RecordedRequest,
  startHttpServer,
} from '../loopback/httpServer.ts';
import { defaultReply } from '../loopback/reply.ts';
import { createScripts, type Script } from '../loopback/scripts.ts';
import type { Step } from '../loopback/step.ts';
import { type SparkAccount, testAccount } from './accounts.ts';
import { type BearerAuthentication, judgeBearer } from './bearer.ts';
import { completionErrorSteps, planCompletion, type Stamp } from './completionPlan.ts';
import { type AcceptedCompletion, checkCompletion, isCompletionPath } from './completionRules.ts';
import type { CompletionScenario } from './completionScenario.ts';
import { gatewayRefusal, unknownRoute } from './gateway.ts';
import { sessionId } from './sessionId.ts';

export interface CompletionServerOptions extends HttpServerOptions {
  /** `testAccount` alone when absent. */
  readonly accounts?: readonly SparkAccount[];
  /** Model ids to accept beside the known ones. */
  readonly models?: readonly string[] | 'any';
}

/** What the server made of a request by itself. */
export interface CompletionVerdict {
  readonly authentication: BearerAuthentication;
  readonly accepted: AcceptedCompletion | undefined;
  /** Why the server refused; undefined if a scenario answered. `401` and `404` are the gateway's. */
  readonly refusal: Violation | undefined;
}

export interface SparkCompletionServer extends HttpServer<CompletionVerdict> {
  /** `${origin}/v1`: Lite to 4.0 Ultra. */
  readonly v1Base: string;
  /** `${origin}/v2`: X1.5. */
  readonly v2Base: string;
  /** `${origin}/x2`: X2. */
  readonly x2Base: string;
  /** Queues scenarios, one for each of the next accepted requests. A refused request uses none up. */
  next(...scripts: readonly Script<AcceptedCompletion, CompletionScenario>[]): void;
  /** What to do when nothing is queued. */
  always(script: Script<AcceptedCompletion, CompletionScenario>): void;
}

/**
 * Starts a server on 127.0.0.1 that speaks Spark's chat completions at the paths of all versions, checks
 * credentials and requests as strictly as the vendor documents, and fails on command. Rejects with the listen
 * error (EADDRINUSE…).
 */
export async function startSparkCompletionServer(
  options: CompletionServerOptions = {},
): Promise<SparkCompletionServer> {
  const accounts = options.accounts ?? [testAccount];
  const scripts = createScripts<AcceptedCompletion, CompletionScenario>(shortReply);
  const busyUsers = new Set<string>();

  const judge = (request: ReceivedRequest): CompletionVerdict => {
    const authentication = judgeBearer(request.headers.authorization, accounts);
    const checked = judgeRequest(request, authentication, options.models ?? [], busyUsers);
    return 'code' in checked
      ? { authentication, accepted: undefined, refusal: checked }
      : { authentication, accepted: checked, refusal: undefined };
  };

  const answer = (request: RecordedRequest<CompletionVerdict>, serial: number): Iterable<Step> => {
    const { accepted, refusal } = request;
    const stamp: Stamp = {
      sid: sessionId('cha', serial, request.at),
      now: request.at,
      isV1: request.path.startsWith('/v1/'),
    };
    if (accepted === undefined) return refusalSteps(refusal ?? { code: '404', message: '' }, stamp);
    const steps = planCompletion(scripts.take(accepted), accepted, stamp);
    return accepted.user === undefined ? steps : whileBusy(steps, accepted.user, busyUsers);
  };

  const server = await startHttpServer<CompletionVerdict>(options, { judge, answer });
  const { origin, port, release, received, close } = server;
  return {
    origin,
    port,
    v1Base: `${origin}/v1`,
    v2Base: `${origin}/v2`,
    x2Base: `${origin}/x2`,
    get requests() {
      return server.requests;
    },
    get openStreams() {
      return server.openStreams;
    },
    next: scripts.next,
    always: scripts.always,
    release,
    received,
    reset: () => {
      server.reset();
      scripts.reset();
    },
    close,
  };
}

/** What is answered when no scenario is set; `/v1` does not tell that it was cut short. */
function shortReply(request: AcceptedCompletion): CompletionScenario {
  const { text = [], reasoning = [] } = defaultReply(request);
  return { type: 'reply', text, reasoning };
}

/** The vendor's order: address, credential, parameters, licence, the user's other requests. */
function judgeRequest(
  { method, path, headers, body }: ReceivedRequest,
  authentication: BearerAuthentication,
  models: readonly string[] | 'any',
  busyUsers: ReadonlySet<string>,
): AcceptedCompletion | Violation {
  if (method !== 'POST' || !isCompletionPath(path)) return { code: '404', message: '' };
  if (authentication.type === 'refused') return { code: '401', message: authentication.message };
  if (!headers['content-type']?.startsWith('application/json')) {
    return { code: '10003', message: 'ClientMsgError:(12:00:00.000) Content-Type' };
  }
  const checked = checkCompletion(body, path, models);
  if ('code' in checked) return checked;
  if (!authentication.opens(checked.version)) {
    return { code: '11200', message: `AppIdNoAuthError:(12:00:00.000) domain.${checked.model}` };
  }
  const { refusedWith } = authentication.account;
  if (refusedWith !== undefined) return { code: refusedWith, message: '' };
  return checked.user !== undefined && busyUsers.has(checked.user) ? { code: '10007', message: '' } : checked;
}

function refusalSteps({ code, message }: Violation, stamp: Stamp): readonly Step[] {
  if (code === '404') return unknownRoute(stamp.now);
  if (code === '401') return gatewayRefusal(401, message, stamp.now);
  return completionErrorSteps({ type: 'error', code, ...(message === '' ? {} : { message }) }, stamp);
}

/** The steps, during which the user may not ask again. */
function* whileBusy(steps: Iterable<Step>, user: string, busyUsers: Set<string>): Generator<Step> {
  busyUsers.add(user);
  try {
    yield* steps;
  } finally {
    busyUsers.delete(user);
  }
}
