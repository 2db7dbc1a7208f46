/**
 * The vendor's error codes with the HTTP status each one comes on and wording in the manner of the service.
 * Source: docs.bigmodel.cn/cn/faq/api-code; codes that only older copies of that page list carry the status
 * their neighbours have.
 */

interface DocumentedError {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/** Every documented code. `${}` placeholders of the document are left out: callers pass their own message. */
export const errorTable: Readonly<Record<string, DocumentedError>> = {
  '1000': { status: 401, zh: '身份验证失败。', en: 'Authentication failed.' },
  '1001': {
    status: 401,
    zh: 'Header 中未收到 Authentication 参数，无法进行身份验证。',
    en: 'No authentication parameter in the header.',
  },
  '1002': { status: 401, zh: 'Authentication Token 非法。', en: 'The authentication token is invalid.' },
  '1003': { status: 401, zh: 'Authentication Token 已过期。', en: 'The authentication token has expired.' },
  '1004': {
    status: 401,
    zh: '通过提供的 Authentication Token 的验证失败。',
    en: 'Verification of the authentication token failed.',
  },
  '1005': { status: 401, zh: '需要进行二次身份验证。', en: 'A second authentication step is required.' },
  '1110': { status: 401, zh: '您的账户当前处于非活动状态。', en: 'Your account is inactive.' },
  '1111': { status: 401, zh: '您的账户不存在。', en: 'Your account does not exist.' },
  '1112': { status: 401, zh: '您的账户已被锁定。', en: 'Your account is locked.' },
  '1113': {
    status: 429,
    zh: '余额不足或无可用资源包，请充值。',
    en: 'Insufficient balance or no resource package. Please recharge.',
  },
  '1120': {
    status: 500,
    zh: '无法成功访问您的账户，请稍后重试。',
    en: 'Your account cannot be reached now.',
  },
  '1121': { status: 401, zh: '账户存在违规行为。', en: 'Your account has violated the rules.' },
  '1200': { status: 500, zh: 'API 调用失败。', en: 'The API call failed.' },
  '1210': { status: 400, zh: 'API 调用参数有误，请检查文档。', en: 'Invalid API parameter.' },
  '1211': { status: 400, zh: '模型不存在，请检查模型代码。', en: 'Unknown model, check the model code.' },
  '1212': {
    status: 400,
    zh: '当前模型不支持此调用方式。',
    en: 'The model does not support this way of calling.',
  },
  '1213': { status: 400, zh: '未正常接收到参数。', en: 'A parameter was not received.' },
  '1214': { status: 400, zh: '参数非法，请检查文档。', en: 'A parameter is invalid.' },
  '1215': { status: 400, zh: '参数不能同时设置。', en: 'Parameters exclude each other.' },
  '1220': { status: 403, zh: '您无权访问该 API。', en: 'You have no permission for this API.' },
  '1221': { status: 400, zh: '该 API 已下线。', en: 'This API has been taken offline.' },
  '1222': { status: 400, zh: '该 API 不存在。', en: 'This API does not exist.' },
  '1230': { status: 500, zh: 'API 调用流程出错。', en: 'The API call went wrong.' },
  '1231': { status: 400, zh: '您已有相同请求。', en: 'You already have the same request.' },
  '1234': { status: 500, zh: '网络错误，请稍后重试。', en: 'Network error, try again later.' },
  '1261': { status: 400, zh: 'Prompt 超长。', en: 'The prompt is too long.' },
  '1300': { status: 400, zh: 'API 调用被策略阻止。', en: 'The API call was blocked by policy.' },
  '1301': {
    status: 400,
    zh: '系统检测到输入或生成内容可能包含不安全或敏感内容，请避免输入易产生敏感内容的提示语。',
    en: 'The input or the answer may contain unsafe or sensitive content.',
  },
  '1302': { status: 429, zh: '您当前使用该 API 的并发数过高。', en: 'Too many concurrent requests.' },
  '1303': { status: 429, zh: '您当前使用该 API 的频率过高。', en: 'Requests are too frequent.' },
  '1304': { status: 429, zh: '该 API 已达今日调用次数限额。', en: 'The daily limit of this API is reached.' },
  '1305': { status: 429, zh: '当前模型访问量过大，请稍后再试。', en: 'The model is overloaded, try later.' },
  '1308': {
    status: 429,
    zh: '已达到 5 小时的使用上限，您的限额将在 2026-01-02 16:04:05 重置。',
    en: 'The 5 hour limit is reached. It resets at 2026-01-02 16:04:05.',
  },
  '1309': { status: 429, zh: '您的套餐已到期。', en: 'Your plan has expired.' },
  '1310': {
    status: 429,
    zh: '已达到每周使用上限，您的限额将在 2026-01-05 00:00:00 重置。',
    en: 'The weekly limit is reached. It resets at 2026-01-05 00:00:00.',
  },
  '1311': { status: 429, zh: '当前套餐不包含该模型。', en: 'Your plan does not include this model.' },
  '1312': { status: 429, zh: '模型繁忙，请稍后再试。', en: 'The model is busy, try later.' },
  '1313': { status: 429, zh: '账户的使用不符合公平使用原则。', en: 'Your use is restricted by fair use.' },
  '1314': { status: 429, zh: '企业套餐不可用。', en: 'The enterprise plan is unavailable.' },
  '1315': {
    status: 429,
    zh: '密钥类型与企业套餐不符。',
    en: 'The key does not belong to an enterprise plan.',
  },
  '1316': { status: 429, zh: '企业套餐已达到 5 小时用量上限。', en: 'Enterprise 5 hour limit reached.' },
  '1317': { status: 429, zh: '企业套餐已达到 7 天用量上限。', en: 'Enterprise 7 day limit reached.' },
  '1318': { status: 429, zh: '成员已达到 5 小时用量上限。', en: 'Member 5 hour limit reached.' },
  '1319': { status: 429, zh: '成员已达到 7 天用量上限。', en: 'Member 7 day limit reached.' },
  '1320': { status: 429, zh: '项目已达到 5 小时用量上限。', en: 'Project 5 hour limit reached.' },
  '1321': { status: 429, zh: '项目已达到 7 天用量上限。', en: 'Project 7 day limit reached.' },
};

/** Status and wording of a code; a code that no table lists comes as HTTP 500 with its number as wording. */
export function documentedError(code: string): DocumentedError {
  return errorTable[code] ?? { status: 500, zh: `错误 ${code}`, en: `Error ${code}` };
}
