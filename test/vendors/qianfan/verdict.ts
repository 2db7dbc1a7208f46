import { type AcceptedRequest, type Outcome, outcome, type Violation } from '../loopback/chatRequest.ts';
import type { ReceivedRequest } from '../loopback/httpServer.ts';
import type { Account, Application, Plan } from './account.ts';
import {
  type Authentication,
  authenticateSignature,
  authenticateV1,
  authenticateV2,
} from './authentication.ts';
import type { IssuedTokens } from './issuedTokens.ts';
import { deployedModel, type V1Model, v1Models } from './v1Models.ts';
import { checkV1Request, type V1Request } from './v1Rules.ts';
import { checkV2Request, type V2Request } from './v2Rules.ts';

/** Which address a request went to, and what the server found out about it. */
export type Verdict =
  | ({ readonly address: 'oauth' } & Outcome<Application>)
  | ({ readonly address: 'v1'; readonly authentication: Authentication } & Outcome<V1Request>)
  | ({ readonly address: 'v2'; readonly authentication: Authentication } & Outcome<V2Request>)
  | ({ readonly address: 'v2-models'; readonly authentication: Authentication } & Outcome<ModelList>)
  | ({ readonly address: 'minting'; readonly authentication: Authentication } & Outcome<MintingRequest>)
  | ({ readonly address: 'v1-services'; readonly authentication: Authentication } & Outcome<ServiceList>)
  | { readonly address: 'unknown'; readonly refusal: Violation; readonly accepted: undefined };

/** A chat on either API. */
export type ChatRequest = AcceptedRequest & (V1Request | V2Request);

export interface ModelList {
  readonly plan: Plan;
}

export interface MintingRequest {
  readonly seconds: number;
}

export interface ServiceList {
  readonly types: readonly unknown[];
}

/** What a server is made with. */
export interface Rules {
  readonly account: Account;
  /** Last elements of V1 addresses beside the known ones: private deployments. `'any'` lets every one through. */
  readonly deployments: readonly string[] | 'any';
  /** V2 ids beside the known ones; `'any'` lets every id through. */
  readonly models: readonly string[] | 'any';
  /** V2 refuses neighbours with the same role, which its document leaves open. */
  readonly alternatingRoles: boolean;
}

const v1Chat = /^\/rpc\/2\.0\/ai_custom\/v1\/wenxinworkshop\/chat\/([A-Za-z0-9._-]+)$/;

const v2Bases: Readonly<Record<string, Plan>> = {
  '/v2': 'pay-as-you-go',
  '/v2/coding': 'coding',
  '/v2/tokenplan/personal': 'token',
};

/** Judges a request by the rules of the address it went to. */
export function judge(
  request: ReceivedRequest,
  rules: Rules,
  accessTokens: IssuedTokens,
  minted: IssuedTokens,
): Verdict {
  const { path } = request;
  if (path === '/oauth/2.0/token')
    return { address: 'oauth', ...outcome(checkGrant(request, rules.account)) };
  if (path === '/v1/BCE-BEARER/token') {
    const authentication = authenticateSignature(request, rules.account);
    return {
      address: 'minting',
      authentication,
      ...outcome(refusal(authentication) ?? checkMinting(request)),
    };
  }
  if (path === '/wenxinworkshop/service/list') {
    const authentication = authenticateSignature(request, rules.account);
    return {
      address: 'v1-services',
      authentication,
      ...outcome(refusal(authentication) ?? checkServiceList(request)),
    };
  }
  const deployment = v1Chat.exec(path)?.[1];
  if (deployment !== undefined) {
    const authentication = authenticateV1(request, rules.account, accessTokens);
    return {
      address: 'v1',
      authentication,
      ...outcome(checkV1(request, deployment, rules, authentication)),
    };
  }
  const [, base = '', resource] = /^(.*)\/(chat\/completions|models)$/.exec(path) ?? [];
  const plan = v2Bases[base];
  if (plan === undefined)
    return { address: 'unknown', refusal: { code: 'not_found', message: '' }, accepted: undefined };
  const authentication = authenticateV2(request, rules.account, plan, minted);
  return resource === 'models'
    ? { address: 'v2-models', authentication, ...outcome(checkModelList(request, plan, authentication)) }
    : { address: 'v2', authentication, ...outcome(checkV2(request, plan, rules, authentication)) };
}

/** Parameters travel in the query; GET is tolerated. */
function checkGrant({ method, query }: ReceivedRequest, account: Account): Application | Violation {
  const parameters = new URLSearchParams(query);
  const id = parameters.get('client_id') ?? '';
  const secret = parameters.get('client_secret') ?? '';
  const grant = parameters.get('grant_type') ?? '';
  if ((method !== 'POST' && method !== 'GET') || id === '' || secret === '' || grant === '') {
    return { code: 'invalid_request', message: '' };
  }
  if (grant !== 'client_credentials') return { code: 'unsupported_grant_type', message: '' };
  const application = account.applications.find(({ apiKey }) => apiKey === id);
  if (application === undefined) return { code: 'invalid_client', message: 'unknown client id' };
  if (application.secretKey === secret) return application;
  return { code: 'invalid_client', message: 'Client authentication failed' };
}

function checkMinting({ method, query }: ReceivedRequest): MintingRequest | Violation {
  if (method !== 'GET') return { code: 'InvalidHTTPRequest', message: 'method' };
  const given = new URLSearchParams(query).get('expireInSeconds');
  const seconds = given === null ? 1800 : Number(given);
  if (!Number.isInteger(seconds) || seconds < 300 || seconds > 2_592_000) {
    return { code: 'InvalidHTTPRequest', message: 'expireInSeconds must be within [300, 2592000]' };
  }
  return { seconds };
}

function checkServiceList({ method, body }: ReceivedRequest): ServiceList | Violation {
  if (method !== 'POST') return { code: 'InvalidHTTPRequest', message: 'method' };
  const filter: unknown = (body as { apiTypefilter?: unknown } | undefined)?.apiTypefilter;
  return { types: Array.isArray(filter) ? filter : [] };
}

function checkV1(
  request: ReceivedRequest,
  path: string,
  { deployments }: Rules,
  authentication: Authentication,
): V1Request | Violation {
  const known: V1Model | undefined = v1Models.find((model) => model.path === path);
  const isDeployed = deployments === 'any' || deployments.includes(path);
  const model = known ?? (isDeployed ? deployedModel(path) : undefined);
  if (model === undefined) return { code: '3', message: '' };
  if (request.method !== 'POST') return { code: '336101', message: '' };
  return refusal(authentication) ?? checkV1Request(request.body, model);
}

function checkV2(
  request: ReceivedRequest,
  plan: Plan,
  { models, alternatingRoles }: Rules,
  authentication: Authentication,
): V2Request | Violation {
  if (request.method !== 'POST') return { code: 'method_not_supported', message: '' };
  const refused = refusal(authentication);
  if (refused !== undefined) return refused;
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return { code: 'malformed_json', message: 'Content-Type' };
  }
  return checkV2Request(request.body, { plan, models, alternatingRoles });
}

function checkModelList(
  { method }: ReceivedRequest,
  plan: Plan,
  authentication: Authentication,
): ModelList | Violation {
  if (method !== 'GET') return { code: 'method_not_supported', message: '' };
  return refusal(authentication) ?? { plan };
}

function refusal(authentication: Authentication): Violation | undefined {
  return authentication.type === 'refused' ? { code: authentication.code, message: '' } : undefined;
}
