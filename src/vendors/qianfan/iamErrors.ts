import type { ErrorTable, VendorFailure } from '../../net/errorTable.ts';
import { isJsonObject, textOf } from '../../net/json.ts';

/**
 * The codes of the IAM and console hosts.
 *
 * @see https://cloud.baidu.com/doc/Reference/s/Wlyckvrz8
 */
export const iamErrors: ErrorTable = {
  AccessDenied: { kind: 'auth', advice: 'key-permission' },
  InternalError: { kind: 'unavailable', retryable: true },
  InvalidAccessKeyId: { kind: 'auth' },
  InvalidHTTPAuthHeader: { kind: 'auth' },
  InvalidHTTPRequest: { kind: 'invalid-request' },
  RequestExpired: { kind: 'auth', advice: 'clock' },
  SignatureDoesNotMatch: { kind: 'auth' },
};

/** The failure in an answer of these hosts, which differ in how they write its members. */
export function readIamFailure(value: unknown): Omit<VendorFailure, 'status'> | undefined {
  if (!isJsonObject(value)) return undefined;
  const code = textOf(value['code']) ?? textOf(value['Code']);
  const message = textOf(value['message']) ?? textOf(value['Message']);
  const requestId = textOf(value['requestId']) ?? textOf(value['RequestId']);
  if (code === undefined) return undefined;
  return { code, message: message ?? code, ...(requestId !== undefined && { requestId }) };
}
