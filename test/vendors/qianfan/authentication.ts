import type { ReceivedRequest } from '../loopback/httpServer.ts';
import type { Account, BearerKey, Plan } from './account.ts';
import { judgeSignature, type SignatureJudgement } from './bceSignature.ts';
import type { IssuedTokens } from './issuedTokens.ts';

/** How a request proved who it is, or the code with which the API it went to refuses it. */
export type Authentication =
  | { readonly type: 'access-token'; readonly token: string }
  | ({ readonly type: 'signature' } & Omit<Extract<SignatureJudgement, { type: 'signed' }>, 'type'>)
  | { readonly type: 'bearer'; readonly token: string; readonly minted: boolean }
  | { readonly type: 'refused'; readonly code: string; readonly reason: string };

/**
 * Judges a V1 call: `access_token` in the query, else a `bce-auth-v1` signature. The codes are those of V1:
 * 100 nothing given, 110 unknown token, 111 expired token, 14 any fault of a signature.
 */
export function authenticateV1(
  request: ReceivedRequest,
  account: Account,
  accessTokens: IssuedTokens,
): Authentication {
  const token = new URLSearchParams(request.query).get('access_token');
  if (token !== null) {
    const issued = accessTokens.find(token);
    if (token === '') return refused('100', 'an empty access_token');
    if (issued === undefined) return refused('110', 'not a token of this server');
    return issued.validUntil > request.at ? { type: 'access-token', token } : refused('111', 'expired');
  }
  if (request.headers.authorization === undefined) return refused('100', 'no access_token and no signature');
  const authentication = authenticateSignature(request, account);
  return authentication.type === 'refused' ? refused('14', authentication.reason) : authentication;
}

/** Judges a `bce-auth-v1` signature; the codes are those of the IAM and console hosts. */
export function authenticateSignature(request: ReceivedRequest, account: Account): Authentication {
  const judgement = judgeSignature(request, account.accessKeys, request.at);
  return judgement.type === 'refused' ? judgement : { ...judgement, type: 'signature' };
}

/** Judges a V2 call at the address of `plan`: an API key or a minted token as bearer, and the `appid` header. */
export function authenticateV2(
  request: ReceivedRequest,
  account: Account,
  plan: Plan,
  minted: IssuedTokens,
): Authentication {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return refused('invalid_iam_token', 'no bearer');
  const issued = minted.find(token);
  const key: BearerKey | undefined =
    issued === undefined
      ? account.bearerKeys.find((candidate) => candidate.key === token)
      : { key: token, plan: 'pay-as-you-go' };
  if (key === undefined) return refused('invalid_iam_token', 'not a known key');
  if (issued !== undefined && (!issued.enabled || issued.validUntil <= request.at)) {
    return refused('invalid_iam_token', 'a minted token that is disabled or has expired');
  }
  if (key.refusedWith !== undefined) return refused(key.refusedWith, 'the account behind the key is refused');
  if (key.plan !== undefined && key.plan !== plan) {
    return refused(wrongPlanCode(key.plan, plan), 'a key for another address');
  }
  const application = request.headers['appid'] ?? '';
  if (application === '' ? key.requiresApplication : !account.applicationIds.includes(String(application))) {
    return refused('invalid_appid', 'appid is missing or unknown');
  }
  return { type: 'bearer', token, minted: issued !== undefined };
}

function wrongPlanCode(bought: Plan, asked: Plan): string {
  if (asked === 'coding') return 'coding_plan_api_key_required';
  if (asked === 'token') return 'token_plan_person_api_key_required';
  return bought === 'coding' ? 'coding_plan_api_key_not_allowed' : 'token_plan_person_api_key_not_allowed';
}

function refused(code: string, reason: string): Authentication {
  return { type: 'refused', code, reason };
}
