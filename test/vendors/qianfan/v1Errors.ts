/**
 * Error codes of the V1 API with wording in the manner of the service. All come on HTTP 200.
 * Source: cloud.baidu.com/doc/WENXINWORKSHOP, error codes (tlmyncueh).
 */
export const v1Errors: Readonly<Record<string, string>> = {
  '1': 'Unknown error',
  '2': 'Service temporarily unavailable',
  '3': 'Unsupported openapi method',
  '4': 'Open api request limit reached',
  '6': 'No permission to access data',
  '13': 'Get service token failed',
  '14': 'IAM Certification failed',
  '15': 'app not exsits or create failed',
  '17': 'Open api daily request limit reached',
  '18': 'Open api qps request limit reached',
  '19': 'Open api total request limit reached',
  '100': 'Invalid parameter',
  '110': 'Access token invalid or no longer valid',
  '111': 'Access token expired',
  '336000': 'Internal error',
  '336001': 'Invalid argument',
  '336002': 'Invalid JSON',
  '336003': 'Invalid parameter',
  '336004': 'Permission error',
  '336005': 'Api name not exist',
  '336006': 'Invalid message content',
  '336007': 'Message content can not be empty',
  '336100': 'Server high load, please try again later',
  '336101': 'Invalid HTTP method',
  '336103': 'The prompt is too long',
  '336104': 'Invalid system prompt',
  '336105': 'Invalid user setting',
  '336200': 'Internal error, please try again later',
  '336501': 'Rate limit reached for RPM',
  '336502': 'Rate limit reached for TPM',
  '500000': 'Internal server error',
};

/** Codes whose document shows `{code, msg}` where all others have `{error_code, error_msg}`. */
export const shortShapeCodes: readonly string[] = ['336501', '336502'];

/** Wording of a code; a code that no table lists is worded by its number. */
export function v1Wording(code: string): string {
  return v1Errors[code] ?? `error ${code}`;
}
