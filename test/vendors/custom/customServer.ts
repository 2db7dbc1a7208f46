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
import { customErrorSteps } from './customErrors.ts';
import { type CustomScenario, planCustom } from './customPlan.ts';
import { type CustomRequest, checkCustom, checkCustomCompletion } from './customRules.ts';
import { type Peculiarities, plain } from './peculiarities.ts';

export interface CustomServerOptions extends HttpServerOptions {
  /** `plain` when absent. */
  readonly peculiarities?: Peculiarities;
  /** Demanded as a bearer. Without one, every key and none is accepted. */
  readonly key?: string;
  /** Headers demanded with exactly these values, as a gateway in front of the server does. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What comes before `/chat/completions`; `/v1` when absent, may be empty. */
  readonly basePath?: string;
  /** Ids of the models it serves; `customModels` when absent. `any` accepts every id. */
  readonly models?: readonly string[] | 'any';
}

/** A list of models was asked for: in OpenAI's way, or in Ollama's. */
export interface ModelListRequest {
  readonly list: 'models' | 'tags';
}

/** What the server found out about a request. */
export type CustomVerdict = Outcome<CustomRequest | ModelListRequest>;

export interface CustomServer
  extends HttpServer<CustomVerdict>,
    Pick<Scripts<CustomRequest, CustomScenario>, 'next' | 'always'> {
  /** `${origin}${basePath}`: what a user types. */
  readonly base: string;
  /** Forgets requests, queue and `always`. Open streams stay open. */
  reset(): void;
}

/** What a server serves by default. */
export const customModels = ['qwen2.5-coder:7b', 'deepseek-r1:8b'] as const;

/**
 * Starts a server on 127.0.0.1 that is one of the many OpenAI-compatible ones, with the habits it is given. It
 * knows exact addresses only: a doubled `/v1` is 404. Rejects with the listen error (EADDRINUSE…).
 */
export async function startCustomServer(options: CustomServerOptions = {}): Promise<CustomServer> {
  const peculiarities = options.peculiarities ?? plain;
  const basePath = options.basePath ?? '/v1';
  const models = options.models ?? customModels;
  const scripts = createScripts<CustomRequest, CustomScenario>(defaultReply);

  const server = await startHttpServer<CustomVerdict>(options, {
    judge: (request) => {
      const call = callAt(request, basePath, peculiarities);
      if (typeof call === 'object') return outcome<CustomRequest | ModelListRequest>(call);
      const refusal = refusalOf(request, options);
      if (refusal !== undefined) return outcome<CustomRequest | ModelListRequest>(refusal);
      if (call === 'models' || call === 'tags') {
        return outcome<CustomRequest | ModelListRequest>({ list: call });
      }
      const checkBody = call === 'chat' ? checkCustom : checkCustomCompletion;
      return outcome<CustomRequest | ModelListRequest>(checkBody(request.body, models, peculiarities));
    },
    answer: ({ refusal, accepted, at }, serial) => {
      const created = Math.floor(at / 1000);
      if (accepted === undefined) {
        const isAddress = refusal.code === 'not_found' || refusal.code === 'method_not_allowed';
        const status = isAddress && peculiarities.unknownAddress === 'ok' ? { status: 200 } : {};
        return customErrorSteps({ type: 'error', ...refusal, ...status }, peculiarities.errors);
      }
      if ('list' in accepted) return modelList(accepted.list, models, created, peculiarities);
      const stamp = { id: `${accepted.call === 'chat' ? 'chatcmpl' : 'cmpl'}-${serial}`, created };
      return planCustom(scripts.take(accepted), accepted, stamp, peculiarities);
    },
  });

  const { reset } = server;
  return Object.assign(server, {
    base: `${server.origin}${basePath}`,
    next: scripts.next,
    always: scripts.always,
    reset: () => {
      reset();
      scripts.reset();
    },
  });
}

type Call = 'chat' | 'completion' | 'models' | 'tags';

/** Which of its calls an address is. */
function callAt(
  { method, path }: ReceivedRequest,
  basePath: string,
  { completions, models, tags }: Peculiarities,
): Call | Violation {
  const calls = {
    [`${basePath}/chat/completions`]: 'chat',
    ...(completions === 'missing' ? {} : { [`${basePath}/completions`]: 'completion' }),
    ...(models === 'missing' ? {} : { [`${basePath}/models`]: 'models' }),
    ...(tags ? { '/api/tags': 'tags' } : {}),
  } as Readonly<Record<string, Call>>;
  const call = calls[path];
  if (call === undefined)
    return { code: 'not_found', message: `Unexpected endpoint or method. (${method} ${path})` };
  const isRight = method === (call === 'chat' || call === 'completion' ? 'POST' : 'GET');
  return isRight
    ? call
    : { code: 'method_not_allowed', message: `Unexpected endpoint or method. (${method} ${path})` };
}

function refusalOf({ headers }: ReceivedRequest, options: CustomServerOptions): Violation | undefined {
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (headers[name.toLowerCase()] !== value) {
      return { code: 'forbidden', message: `the header ${name} is missing or wrong` };
    }
  }
  const isRight = options.key === undefined || headers.authorization === `Bearer ${options.key}`;
  return isRight ? undefined : { code: 'invalid_api_key', message: 'Invalid API key.' };
}

function modelList(
  list: 'models' | 'tags',
  served: readonly string[] | 'any',
  created: number,
  { models }: Peculiarities,
): readonly Step[] {
  const ids = served === 'any' ? customModels : served;
  const entries = ids.map((id) => ({ id, object: 'model', created, owned_by: 'library' }));
  const tags = ids.map((id) => ({ name: id, model: id, size: 4_000_000_000, details: { format: 'gguf' } }));
  const body =
    list === 'tags' ? { models: tags } : models === 'array' ? entries : { object: 'list', data: entries };
  return [head(200, { 'Content-Type': 'application/json' }), json(body)];
}
