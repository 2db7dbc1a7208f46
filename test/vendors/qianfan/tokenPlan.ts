import { rawSteps } from '../loopback/rawSteps.ts';
import { head, json, type Step } from '../loopback/step.ts';
import { wholeReplySteps } from '../loopback/wholeReply.ts';
import { iamError } from './iamErrors.ts';
import type { IssuedTokens } from './issuedTokens.ts';
import type { IamErrorScenario, MintingScenario, OAuthScenario } from './scenario.ts';
import type { Stamp } from './stamp.ts';

const jsonType = { 'Content-Type': 'application/json' };

/** 30 days. */
const accessTokenSeconds = 2_592_000;

/** What the vendor writes for the faults of a token request. */
const oauthDescriptions: Readonly<Record<string, string>> = {
  invalid_client: 'unknown client id',
  invalid_request: 'the request is missing a required parameter',
  unsupported_grant_type: 'The authorization grant type is not supported',
};

/** The steps that answer a sound OAuth request at `now` (ms since 1970). */
export function planAccessToken(
  scenario: OAuthScenario,
  tokens: IssuedTokens,
  now: number,
  stamp: Stamp,
): Iterable<Step> {
  switch (scenario.type) {
    case 'token': {
      const expiresIn = scenario.expiresInSeconds ?? accessTokenSeconds;
      const validUntil = now + (scenario.validForSeconds ?? expiresIn) * 1000;
      const expiry = Math.floor(now / 1000) + expiresIn;
      const { token } = tokens.issue(
        (hex) => `24.${hex.slice(0, 32)}.${expiresIn}.${expiry}.000000-00000001`,
        validUntil,
        true,
      );
      return wholeReplySteps({
        head: head(200, { ...jsonType, ...stamp.headers }),
        body: {
          refresh_token: token.replace(/^24/, '25'),
          expires_in: expiresIn,
          session_key: '',
          access_token: token,
          scope: 'public ai_custom_qianfan_bloomz_7b_compressed',
          session_secret: '',
        },
        error: () => ({}),
        interruption: scenario.interruption,
      });
    }
    case 'error':
      return oauthErrorSteps(scenario.error, scenario.description, scenario.status ?? 401, stamp);
    default:
      return rawSteps(scenario, head(200, { ...jsonType, ...stamp.headers }));
  }
}

/** The steps of a refusal by the OAuth address. */
export function oauthErrorSteps(
  error: string,
  description: string | undefined,
  status: number,
  stamp: Stamp,
): readonly Step[] {
  return [
    head(status, { ...jsonType, ...stamp.headers }),
    json({ error_description: description ?? oauthDescriptions[error] ?? error, error }),
  ];
}

/** The steps that answer a sound minting request for a token of this many seconds. */
export function planMinting(
  scenario: MintingScenario,
  seconds: number,
  tokens: IssuedTokens,
  now: number,
  stamp: Stamp,
): Iterable<Step> {
  switch (scenario.type) {
    case 'token': {
      const validUntil = now + (scenario.validForSeconds ?? seconds) * 1000;
      const status = scenario.status ?? 'enable';
      const { token } = tokens.issue(
        (hex) => `bce-v3/ALTAK-${hex.slice(0, 21)}/${hex.slice(24)}`,
        validUntil,
        status === 'enable',
      );
      return wholeReplySteps({
        head: head(200, { ...jsonType, ...stamp.headers }),
        body: {
          userId: '0123456789abcdef0123456789abcdef',
          token,
          status,
          createTime: new Date(now).toISOString(),
          expireTime: new Date(now + seconds * 1000).toISOString(),
        },
        error: () => ({}),
        interruption: scenario.interruption,
      });
    }
    case 'error':
      return iamErrorSteps(scenario, stamp);
    default:
      return rawSteps(scenario, head(200, { ...jsonType, ...stamp.headers }));
  }
}

/** The steps of a refusal by an IAM or console host. */
export function iamErrorSteps(scenario: IamErrorScenario, stamp: Stamp): readonly Step[] {
  const documented = iamError(scenario.code);
  const message = scenario.message ?? documented.message;
  const requestId = stamp.headers['X-Bce-Request-Id'] ?? '';
  const body = scenario.capitalised
    ? { RequestId: requestId, Code: scenario.code, Message: message }
    : { requestId, code: scenario.code, message };
  return [head(scenario.status ?? documented.status, { ...jsonType, ...stamp.headers }), json(body)];
}
