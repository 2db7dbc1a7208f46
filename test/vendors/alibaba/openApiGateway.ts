import { type Acs3Identity, judgeAcs3 } from './acs3Signature.ts';
import {
  type AcceptedAccessKey,
  type OpenApiRefusal,
  type OpenApiRequest,
  parseQuery,
  refuse,
} from './openApiRequest.ts';
import { judgeRpc, type RpcIdentity, rpcParameters } from './rpcSignature.ts';

/** A token call that was signed as it should be. */
export interface TokenCall {
  readonly type: 'accepted';
  readonly identity: Acs3Identity | RpcIdentity;
  /** Undefined for the default business space. */
  readonly agentKey: string | undefined;
}

/** What a token call is judged by. */
export interface Gateway {
  readonly accessKeys: readonly AcceptedAccessKey[];
  /** Business spaces beside the default one. */
  readonly agentKeys: readonly string[];
  /** Nonces of the signatures accepted so far; the judge adds to it. */
  readonly usedNonces: Set<string>;
}

/**
 * Judges a call of ApplyForStreamAccessToken: the address, the action, the signature (either scheme), the nonce
 * and the parameters; `now` in ms since 1970. Source: Alibaba Cloud, Beebot, ApplyForStreamAccessToken.
 */
export function judgeTokenCall(
  request: OpenApiRequest,
  gateway: Gateway,
  now: number,
): TokenCall | OpenApiRefusal {
  if (request.path !== '/') return refuse('InvalidApi.NotFound', `path ${request.path}`);
  if (request.method !== 'POST') return refuse('UnsupportedHTTPMethod', request.method);
  const parameters = new Map(rpcParameters(request));
  const isAcs3 = request.headers.authorization !== undefined;
  const action = isAcs3 ? request.headers['x-acs-action'] : parameters.get('Action');
  const version = isAcs3 ? request.headers['x-acs-version'] : parameters.get('Version');
  if (action === undefined) return refuse('MissingAction', 'no action');
  if (version === undefined) return refuse('MissingVersion', 'no version');
  if (action !== 'ApplyForStreamAccessToken') return refuse('InvalidAction.NotFound', String(action));
  if (version !== '2022-04-08') return refuse('InvalidVersion', String(version));

  const judge = isAcs3 ? judgeAcs3 : judgeRpc;
  const identity = judge(request, gateway.accessKeys, now);
  if (identity.type === 'refused') return identity;
  if (gateway.usedNonces.has(identity.nonce)) return refuse('SignatureNonceUsed', identity.nonce);
  gateway.usedNonces.add(identity.nonce);
  const { refusedWith } = identity.accessKey;
  if (refusedWith !== undefined) return refuse(refusedWith, 'the key is refused');

  const agentKey = (isAcs3 ? new Map(parseQuery(request.rawQuery)) : parameters).get('AgentKey');
  if (agentKey !== undefined && !gateway.agentKeys.includes(agentKey)) {
    return refuse('InvalidParameter.AgentKey', `no business space ${JSON.stringify(agentKey)}`);
  }
  return { type: 'accepted', identity, agentKey };
}

/** The format the answer is to have: the classic scheme speaks XML unless told otherwise. */
export function answerFormat(request: OpenApiRequest): 'json' | 'xml' {
  if (request.headers.authorization !== undefined) return 'json';
  const parameters = new Map(rpcParameters(request));
  if (!parameters.has('Signature')) return 'json';
  return parameters.get('Format')?.toUpperCase() === 'JSON' ? 'json' : 'xml';
}
