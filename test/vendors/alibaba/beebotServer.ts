import {
  type HttpServer,
  type HttpServerOptions,
  type ReceivedRequest,
  startHttpServer,
} from '../loopback/httpServer.ts';
import { rawSteps } from '../loopback/rawSteps.ts';
import type { BodyScenario, RawScenario } from '../loopback/scenario.ts';
import { createScripts, type Script } from '../loopback/scripts.ts';
import { head, type Step, write } from '../loopback/step.ts';
import { finalText, planBeebot } from './beebotPlan.ts';
import { type BeebotQuestion, type BeebotViolation, checkQuestion, longestUtterance } from './beebotRules.ts';
import type { BeebotScenario } from './beebotScenario.ts';
import { type BeebotTurn, createSessions } from './beebotSessions.ts';
import { type OpenApiErrorScenario, openApiBody, openApiError } from './openApiErrors.ts';
import { answerFormat, judgeTokenCall, type TokenCall } from './openApiGateway.ts';
import type { AcceptedAccessKey, OpenApiRefusal, OpenApiRequest } from './openApiRequest.ts';
import {
  type AddressRefusal,
  credentialLifetime,
  judgeStreamAddress,
  mintCredentials,
  type StreamCredentials,
} from './streamCredentials.ts';

export interface BeebotServerOptions extends HttpServerOptions {
  /** `testAccessKeys` when absent. */
  readonly accessKeys?: readonly AcceptedAccessKey[];
  /** `testRobots` when absent. */
  readonly robots?: readonly Robot[];
  /** Code points of an Utterance; 512 when absent, 128 by older copies of the page. */
  readonly utteranceLimit?: number;
  /** How long a set of stream credentials is good, in ms; two hours when absent. */
  readonly credentialLifetime?: number;
  /** Streams that one channel may have at a time. Not documented; no limit when absent. */
  readonly streamsPerChannel?: number;
  /** The page for an address that is wrong comes with this status. Not documented; 200 when absent. */
  readonly wrongAddressStatus?: number;
  /** Goes on with sessions it has never heard of, as after a restart, instead of refusing them. */
  readonly unknownSessions?: boolean;
}

/** A robot and the business space it lives in. */
export interface Robot {
  readonly instanceId: string;
  /** Undefined for the default space. */
  readonly agentKey?: string;
}

/** A question with what the server remembers of its conversation. */
export interface AcceptedQuestion extends Omit<BeebotQuestion, 'sessionId'> {
  /** The client's, or a new one on the first turn. */
  readonly sessionId: string;
  /** The turns before this one, oldest first. */
  readonly history: readonly BeebotTurn[];
}

/** What a token call gets. */
export type TokenScenario =
  /** A new set; `held`: only after `server.release()`. */
  { readonly type: 'credentials'; readonly held?: boolean } | OpenApiErrorScenario | RawScenario;

/** What the server found out about a request. */
export type BeebotVerdict =
  | { readonly call: 'token'; readonly token: TokenCall | OpenApiRefusal }
  | { readonly call: 'address'; readonly address: AddressRefusal }
  | {
      readonly call: 'question';
      readonly credentials: StreamCredentials;
      readonly question: BeebotQuestion | BeebotViolation;
    };

export interface BeebotServer extends HttpServer<BeebotVerdict> {
  /** Every set of stream credentials handed out, in order. */
  readonly credentials: readonly StreamCredentials[];
  /** What the server remembers of a conversation; undefined if it never heard of it. */
  turns(sessionId: string): readonly BeebotTurn[] | undefined;
  /** Makes every set of credentials handed out so far worthless. */
  revoke(): void;
  /** Queues scenarios for questions. A refused one uses none up. */
  next(...scripts: readonly Script<AcceptedQuestion, BeebotScenario>[]): void;
  /** What to do with a question when nothing is queued. */
  always(script: Script<AcceptedQuestion, BeebotScenario>): void;
  /** Queues scenarios for token calls that were signed as they should be. */
  nextToken(...scripts: readonly Script<TokenCall, TokenScenario>[]): void;
  /** What to do with a token call when nothing is queued. */
  alwaysToken(script: Script<TokenCall, TokenScenario>): void;
  /** Forgets requests, queues, sessions, nonces and credentials. Open streams stay open. */
  reset(): void;
}

const jsonType = { 'Content-Type': 'application/json;charset=utf-8' };

/** The keys a server accepts by default. Invented. */
export const testAccessKeys = {
  permanent: { id: 'LTAItestAccessKeyId', secret: 'test-access-key-secret' },
  temporary: {
    id: 'STS.testAccessKeyId',
    secret: 'temporary-access-key-secret',
    securityToken: 'CAIS/test+security=token==',
  },
} as const satisfies Record<string, AcceptedAccessKey>;

/** The robots a server has by default. Invented. */
export const testRobots = {
  inDefaultSpace: { instanceId: 'chatbot-cn-test000001' },
  inOtherSpace: { instanceId: 'chatbot-cn-test000002', agentKey: '0a1b2c3d4e5f_p_beebot_test' },
} as const satisfies Record<string, Robot>;

/**
 * Starts a server on 127.0.0.1 that is both addresses of Beebot: the OpenAPI call `POST /` for stream
 * credentials, and the conversation `POST /sse/paas4Json/…`. It checks signatures, credentials and questions as
 * strictly as the vendor documents, keeps the history, and fails on command. Rejects with the listen error.
 */
export async function startBeebotServer(options: BeebotServerOptions = {}): Promise<BeebotServer> {
  const robots: readonly Robot[] = options.robots ?? Object.values(testRobots);
  const gateway = {
    accessKeys: options.accessKeys ?? Object.values(testAccessKeys),
    agentKeys: robots.flatMap(({ agentKey }) => agentKey ?? []),
    usedNonces: new Set<string>(),
  };
  const questions = createScripts<AcceptedQuestion, BeebotScenario>({
    type: 'reply',
    text: ['Hello from ', 'the loopback ', 'server.'],
  });
  const tokens = createScripts<TokenCall, TokenScenario>({ type: 'credentials' });
  const sessions = createSessions(options.unknownSessions ?? false);
  const openStreams = new Map<string, number>();
  const issued: StreamCredentials[] = [];
  const revoked = new Set<StreamCredentials>();

  const judgeQuestion = (
    request: ReceivedRequest,
    credentials: StreamCredentials,
  ): BeebotQuestion | BeebotViolation => {
    if (!request.headers['content-type']?.startsWith('application/json')) {
      return { type: 'violation', code: 'PARAM_ERROR', message: 'Content-Type' };
    }
    const instances = robots
      .filter(({ agentKey }) => agentKey === credentials.agentKey)
      .map(({ instanceId }) => instanceId);
    const question = checkQuestion(request.body, instances, options.utteranceLimit ?? longestUtterance);
    if ('code' in question) return question;
    if ((openStreams.get(credentials.channelId) ?? 0) >= (options.streamsPerChannel ?? Infinity)) {
      return { type: 'violation', code: 'CHANNEL_BUSY', message: 'the channel has a stream under way' };
    }
    return sessions.check(question) ?? question;
  };

  const answerToken = (
    request: ReceivedRequest,
    token: TokenCall | OpenApiRefusal,
    serial: number,
  ): readonly Step[] => {
    const stamp = {
      requestId: `00000000-0000-4000-8000-${serial.toString(16).toUpperCase().padStart(12, '0')}`,
      hostId: request.headers.host ?? '',
      format: answerFormat(openApiRequest(request)),
    };
    // A client whose clock is off finds the right time in the Date header.
    const steps = (body: BodyScenario): readonly Step[] => [
      head(body.status, { Date: new Date(request.at).toUTCString(), ...body.headers }),
      write(body.body),
    ];
    if (token.type === 'refused') return steps(openApiError({ type: 'error', code: token.code }, stamp));
    const scenario = tokens.take(token);
    if (scenario.type === 'error') return steps(openApiError(scenario, stamp));
    if (scenario.type !== 'credentials') return rawSteps(scenario, head(200, jsonType));
    const expiresAt = request.at + (options.credentialLifetime ?? credentialLifetime);
    const credentials = mintCredentials(issued.length + 1, token.agentKey, expiresAt);
    issued.push(credentials);
    const members = {
      RequestId: stamp.requestId,
      AccessToken: credentials.accessToken,
      ChannelId: credentials.channelId,
      StreamSecret: credentials.streamSecret,
    };
    const body = openApiBody('ApplyForStreamAccessTokenResponse', members, stamp.format, 200);
    return scenario.held ? [{ type: 'hold' }, ...steps(body)] : steps(body);
  };

  const answerQuestion = (
    question: BeebotQuestion | BeebotViolation,
    { channelId }: StreamCredentials,
    request: ReceivedRequest,
    serial: number,
  ): Iterable<Step> => {
    const answerId = `00000000-0000-4000-9000-${serial.toString(16).padStart(12, '0')}`;
    if ('code' in question) {
      const messageId = (request.body as { messageId?: string } | undefined)?.messageId ?? '';
      const stamp = { messageId, answerId, sessionId: '', utterance: '' };
      return planBeebot({ type: 'failure', code: question.code, message: question.message }, stamp);
    }
    openStreams.set(channelId, (openStreams.get(channelId) ?? 0) + 1);
    void request.closed.then(() => openStreams.set(channelId, (openStreams.get(channelId) ?? 1) - 1));
    const { sessionId, history } = sessions.enter(question);
    const scenario = questions.take({ ...question, sessionId, history });
    sessions.remember(question, sessionId, finalText(scenario));
    return planBeebot(scenario, {
      messageId: question.messageId,
      answerId,
      sessionId,
      utterance: question.utterance,
    });
  };

  const server = await startHttpServer<BeebotVerdict>(options, {
    judge: (request) => {
      if (!request.path.startsWith('/sse/')) {
        return { call: 'token', token: judgeTokenCall(openApiRequest(request), gateway, request.at) };
      }
      const valid = issued.filter((candidate) => !revoked.has(candidate));
      const address: StreamCredentials | AddressRefusal =
        request.method === 'POST'
          ? judgeStreamAddress(request.path, valid, request.at)
          : { type: 'refused', reason: `method ${request.method}` };
      if ('reason' in address) return { call: 'address', address };
      return { call: 'question', credentials: address, question: judgeQuestion(request, address) };
    },
    answer: (request, serial) => {
      switch (request.call) {
        case 'token':
          return answerToken(request, request.token, serial);
        case 'address':
          return wrongAddressPage(options.wrongAddressStatus ?? 200);
        case 'question':
          return answerQuestion(request.question, request.credentials, request, serial);
      }
    },
  });
  const forgetRequests = server.reset;

  return Object.assign(server, {
    credentials: issued,
    turns: sessions.turns,
    revoke: () => {
      for (const credentials of issued) revoked.add(credentials);
    },
    next: questions.next,
    always: questions.always,
    nextToken: tokens.next,
    alwaysToken: tokens.always,
    reset: () => {
      forgetRequests();
      questions.reset();
      tokens.reset();
      sessions.reset();
      gateway.usedNonces.clear();
      issued.length = 0;
    },
  });
}

function openApiRequest(request: ReceivedRequest): OpenApiRequest {
  const { method, path, query, headers, rawBody } = request;
  return { method, path, rawQuery: query, headers, rawBody };
}

function wrongAddressPage(status: number): readonly Step[] {
  const page = '<!DOCTYPE html>\n<html><head><title>Error</title></head><body>Not available.</body></html>\n';
  return [head(status, { 'Content-Type': 'text/html;charset=utf-8' }), write(page)];
}
