import type { BodyScenario } from '../loopback/scenario.ts';

/** A refusal of the token call. */
export interface OpenApiErrorScenario {
  readonly type: 'error';
  /** The gateway's code. Status and wording follow `openApiErrors` unless given. */
  readonly code: string;
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `json` when absent. */
  readonly shape?: OpenApiErrorShape;
}

/**
 * `json`: `{RequestId, HostId, Code, Message, Recommend}`; `lower-case`: the same names in lower case, as some
 * products send them; `xml`: an `<Error>` as `text/xml`; `ok`: the JSON with status 200.
 */
export type OpenApiErrorShape = 'json' | 'lower-case' | 'xml' | 'ok';

interface DocumentedError {
  readonly status: number;
  /** Products disagree about the status: it is found with this one, too. */
  readonly otherStatus?: number;
  readonly message: string;
}

/** The gateway's codes. Source: Alibaba Cloud, common error codes of OpenAPI, and product pages where they differ. */
export const openApiErrors: Readonly<Record<string, DocumentedError>> = {
  'InvalidAccessKeyId.NotFound': {
    status: 404,
    otherStatus: 400,
    message: 'Specified access key is not found.',
  },
  'InvalidAccessKeyId.Inactive': {
    status: 400,
    otherStatus: 403,
    message: 'Specified access key is disabled.',
  },
  SignatureDoesNotMatch: {
    status: 400,
    otherStatus: 403,
    message: 'Specified signature is not matched with our calculation.',
  },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Aliyun standards.',
  },
  InvalidSignatureMethod: { status: 400, message: 'Specified signature method is not valid.' },
  'InvalidTimeStamp.Expired': { status: 400, message: 'Specified time stamp or date value is expired.' },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
  },
  IllegalTimestamp: {
    status: 400,
    message: 'The input parameter "Timestamp" that is mandatory is not valid.',
  },
  SignatureNonceUsed: { status: 400, message: 'Specified signature nonce was used already.' },
  'InvalidSecurityToken.Expired': { status: 400, message: 'Specified SecurityToken is expired.' },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 400,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
  },
  MissingSecurityToken: { status: 400, message: 'SecurityToken is mandatory for this action.' },
  Throttling: { status: 400, otherStatus: 429, message: 'Request was denied due to request throttling.' },
  'Throttling.User': {
    status: 400,
    otherStatus: 503,
    message: 'Request was denied due to user flow control.',
  },
  'Throttling.Api': { status: 400, otherStatus: 503, message: 'Request was denied due to api flow control.' },
  Forbidden: { status: 403, message: 'User not authorized to operate on the specified resource.' },
  'Forbidden.RAM': {
    status: 403,
    otherStatus: 400,
    message: 'User not authorized to operate on the specified resource, or this API doesn’t support RAM.',
  },
  NoPermission: { status: 403, otherStatus: 400, message: 'You are not authorized to do this action.' },
  'Forbidden.RiskControl': {
    status: 403,
    message: 'This operation is forbidden by the risk control system.',
  },
  InsufficientBalance: { status: 400, message: 'Your account does not have enough balance.' },
  'InvalidApi.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  'InvalidAction.NotFound': { status: 404, message: 'Specified action is not found.' },
  InvalidVersion: { status: 400, message: 'Specified parameter Version is not valid.' },
  'InvalidProduct.NotFound': {
    status: 404,
    message: 'Cannot find product according to your specified domain.',
  },
  'InvalidProtocol.NeedSsl': { status: 400, message: 'Your request is denied as lack of ssl protect.' },
  UnsupportedHTTPMethod: { status: 405, message: 'This http method is not supported.' },
  'InvalidParameter.AgentKey': { status: 400, message: 'Specified parameter AgentKey is not valid.' },
  InternalError: { status: 500, message: 'The request processing has failed due to some unknown error.' },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
};

/** What every answer of the gateway carries. */
export interface OpenApiStamp {
  readonly requestId: string;
  readonly hostId: string;
  /** The format the caller asked for. */
  readonly format: 'json' | 'xml';
}

/** The whole answer that refuses a token call. */
export function openApiError(scenario: OpenApiErrorScenario, stamp: OpenApiStamp): BodyScenario {
  const documented = openApiErrors[scenario.code] ?? missing(scenario.code);
  const shape = scenario.shape ?? stamp.format;
  const status = shape === 'ok' ? 200 : (scenario.status ?? documented.status);
  const body = {
    RequestId: stamp.requestId,
    HostId: stamp.hostId,
    Code: scenario.code,
    Message: scenario.message ?? documented.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${scenario.code}&product=Chatbot`,
  };
  const named =
    shape === 'lower-case'
      ? { requestId: body.RequestId, hostId: body.HostId, code: body.Code, message: body.Message }
      : body;
  return {
    ...openApiBody('Error', named, shape === 'xml' ? 'xml' : 'json', status),
    headers: {
      'Content-Type': shape === 'xml' ? 'text/xml;charset=utf-8' : 'application/json;charset=utf-8',
      'x-acs-request-id': stamp.requestId,
      ...scenario.headers,
    },
  };
}

/** An answer in the format asked for; `root` names the element of the XML. */
export function openApiBody(
  root: string,
  members: Readonly<Record<string, string>>,
  format: 'json' | 'xml',
  status: number,
): BodyScenario {
  const elements = Object.entries(members).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
  return {
    type: 'body',
    status,
    headers: {
      'Content-Type': format === 'xml' ? 'text/xml;charset=utf-8' : 'application/json;charset=utf-8',
    },
    body:
      format === 'xml'
        ? `<?xml version='1.0' encoding='UTF-8'?><${root}>${elements.join('')}</${root}>`
        : JSON.stringify(members),
  };
}

function missing(code: string): DocumentedError {
  return { status: 400, message: `The request is refused: ${code}.` };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
