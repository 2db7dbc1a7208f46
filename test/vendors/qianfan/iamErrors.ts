/**
 * Errors of the IAM and console hosts: HTTP status and wording in the manner of the service.
 * Source: cloud.baidu.com/doc/Reference, common error codes.
 */
export const iamErrors: Readonly<Record<string, { readonly status: number; readonly message: string }>> = {
  AccessDenied: { status: 403, message: 'Access denied.' },
  InternalError: { status: 500, message: 'We encountered an internal error. Please try again.' },
  InvalidAccessKeyId: { status: 403, message: 'The Access Key ID you provided does not exist.' },
  InvalidHTTPAuthHeader: { status: 400, message: 'The authorization header is malformed.' },
  InvalidHTTPRequest: { status: 400, message: 'There was an error in the request.' },
  RequestExpired: { status: 400, message: 'Request has expired.' },
  SignatureDoesNotMatch: { status: 400, message: 'The signature we calculated does not match.' },
  NotFound: { status: 404, message: 'The resource does not exist.' },
};

/** Status and wording of a code; a code that no table lists comes as HTTP 500. */
export function iamError(code: string): { readonly status: number; readonly message: string } {
  return iamErrors[code] ?? { status: 500, message: code };
}
