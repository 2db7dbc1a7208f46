import type { Violation } from '../loopback/chatRequest.ts';
import {
  type HttpServer,
  type HttpServerOptions,
  type RecordedRequest,
  startHttpServer,
} from '../loopback/httpServer.ts';
import { defaultReply } from '../loopback/reply.ts';
import { createScripts, type Scripts } from '../loopback/scripts.ts';
import { head, json, type Step } from '../loopback/step.ts';
import { type Account, type Application, testAccount } from './account.ts';
import { createIssuedTokens } from './issuedTokens.ts';
import type { MintingScenario, OAuthScenario, Scenario } from './scenario.ts';
import { type Stamp, stampOf } from './stamp.ts';
import { iamErrorSteps, oauthErrorSteps, planAccessToken, planMinting } from './tokenPlan.ts';
import { v1Models } from './v1Models.ts';
import { planV1, v1ErrorSteps } from './v1Plan.ts';
import { v2Models } from './v2Models.ts';
import { planV2, v2ErrorSteps } from './v2Plan.ts';
import { type ChatRequest, judge, type MintingRequest, type Rules, type Verdict } from './verdict.ts';

export interface QianfanServerOptions extends HttpServerOptions, Partial<Rules> {
  /** `testAccount` when absent. */
  readonly account?: Account;
}

/** Chats of both APIs are scripted by `next` and `always`; the two ways to a token by queues of their own. */
export interface QianfanServer
  extends HttpServer<Verdict>,
    Pick<Scripts<ChatRequest, Scenario>, 'next' | 'always'> {
  /** `${origin}/v2` */
  readonly v2Base: string;
  /** `${origin}/v2/coding` */
  readonly codingBase: string;
  /** `${origin}/v2/tokenplan/personal` */
  readonly tokenPlanBase: string;
  /** `/oauth/2.0/token`: gives tokens out unless told otherwise. */
  readonly oauth: Pick<Scripts<Application, OAuthScenario>, 'next' | 'always'>;
  /** `/v1/BCE-BEARER/token`: mints unless told otherwise. */
  readonly minting: Pick<Scripts<MintingRequest, MintingScenario>, 'next' | 'always'>;
  /** Forgets the tokens given out: V1 answers 110 to them, V2 `invalid_iam_token`. */
  revokeTokens(): void;
  /** Forgets requests, queues and every `always`. Tokens stay valid, open streams stay open. */
  reset(): void;
}

/**
 * Starts a server on 127.0.0.1 that is all of Qianfan under one origin: V1 with OAuth tokens and with
 * `bce-auth-v1` signatures, V2 with its plans, and the minting of V2 tokens. It checks credentials and requests
 * as strictly as the vendor documents, and fails on command. Rejects with the listen error (EADDRINUSE…).
 */
export async function startQianfanServer(options: QianfanServerOptions = {}): Promise<QianfanServer> {
  const rules: Rules = {
    account: options.account ?? testAccount,
    deployments: options.deployments ?? [],
    models: options.models ?? [],
    alternatingRoles: options.alternatingRoles ?? false,
  };
  const chat = createScripts<ChatRequest, Scenario>(defaultReply);
  const oauth = createScripts<Application, OAuthScenario>({ type: 'token' });
  const minting = createScripts<MintingRequest, MintingScenario>({ type: 'token' });
  const accessTokens = createIssuedTokens();
  const minted = createIssuedTokens();

  const answer = (request: RecordedRequest<Verdict>, serial: number): Iterable<Step> => {
    const stamp = stampOf(request, serial);
    if (request.refusal !== undefined) return refusalSteps(request, request.refusal, stamp);
    switch (request.address) {
      case 'oauth':
        return planAccessToken(oauth.take(request.accepted), accessTokens, request.at, stamp);
      case 'minting': {
        const { seconds } = request.accepted;
        return planMinting(minting.take(request.accepted), seconds, minted, request.at, stamp);
      }
      case 'v1':
        return planV1(chat.take(request.accepted), request.accepted, stamp);
      case 'v2':
        return planV2(chat.take(request.accepted), request.accepted, stamp);
      case 'v2-models': {
        const { plan } = request.accepted;
        return listSteps({ object: 'list', data: modelList(plan, stamp) }, stamp);
      }
      case 'v1-services':
        return listSteps({ log_id: stamp.id, result: serviceList() }, stamp);
    }
  };

  const server = await startHttpServer<Verdict>(options, {
    judge: (request) => judge(request, rules, accessTokens, minted),
    answer,
  });
  const { reset } = server;
  return Object.assign(server, {
    v2Base: `${server.origin}/v2`,
    codingBase: `${server.origin}/v2/coding`,
    tokenPlanBase: `${server.origin}/v2/tokenplan/personal`,
    next: chat.next,
    always: chat.always,
    oauth,
    minting,
    revokeTokens: () => {
      accessTokens.revoke();
      minted.revoke();
    },
    reset: () => {
      reset();
      for (const scripts of [chat, oauth, minting]) scripts.reset();
    },
  });
}

/** Each address refuses in its own shape. */
function refusalSteps(
  request: RecordedRequest<Verdict>,
  { code, message }: Violation,
  stamp: Stamp,
): readonly Step[] {
  const error = { type: 'error', code, ...(message === '' ? {} : { message }) } as const;
  switch (request.address) {
    case 'oauth':
      return oauthErrorSteps(code, error.message, 401, stamp);
    case 'minting':
    case 'v1-services':
      return iamErrorSteps(error, stamp);
    case 'v1':
      return v1ErrorSteps(error, stamp);
    case 'v2':
      return v2ErrorSteps(error, stamp);
    case 'v2-models':
      return v2ErrorSteps(
        request.headers.authorization === undefined
          ? { ...error, code: 'access_denied', status: 403 }
          : error,
        stamp,
      );
    case 'unknown':
      return request.path.startsWith('/rpc/')
        ? v1ErrorSteps({ type: 'error', code: '3' }, stamp)
        : v2ErrorSteps(error, stamp);
  }
}

function listSteps(body: object, stamp: Stamp): readonly Step[] {
  return [head(200, { 'Content-Type': 'application/json', ...stamp.headers }), json(body)];
}

function modelList(plan: string, stamp: Stamp): readonly object[] {
  return v2Models
    .filter(({ plans }) => plans.some((candidate) => candidate === plan))
    .map(({ id }) => ({ id, object: 'model', created: stamp.created, owned_by: 'qianfan' }));
}

function serviceList(): object {
  const base = 'https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat';
  return {
    common: v1Models.map(({ name, path }) => ({ name, url: `${base}/${path}`, apiType: 'chat' })),
    custom: [],
  };
}
