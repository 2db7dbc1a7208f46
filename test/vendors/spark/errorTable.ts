/**
 * The vendor's error codes with wording in the manner of the service: `<Name>:(<time>) <detail>` where such a
 * text was reported, the words of the table otherwise.
 * Source: xfyun.cn/doc/spark, 接口说明; the error tables of Web.html and HTTP调用文档.html.
 */
export const errorTable: Readonly<Record<string, string>> = {
  '10000': '升级为ws出现错误',
  '10001': '通过ws读取用户的消息出错',
  '10002': '通过ws向用户发送消息出错',
  '10003': 'ClientMsgError:(12:00:00.000) invalid message',
  '10004': "SchemaCheckError:(12:00:00.000) '$.payload' is invalid; ",
  '10005': '用户参数值有错误',
  '10006': '用户并发错误：当前用户已连接，同一用户不能多处同时连接。',
  '10007': '用户流量受限：服务正在处理用户当前的问题，需等待处理完成后再发送新的请求。',
  '10008': '服务容量不足，联系工作人员',
  '10009': '和引擎建立连接失败',
  '10010': '接收引擎数据的错误',
  '10011': '发送数据给引擎的错误',
  '10012': 'EngineInternalError:(12:00:00.000) error',
  '10013': '输入内容审核不通过，涉嫌违规，请重新调整输入内容',
  '10014': '输出内容涉及敏感信息，审核不通过，后续结果无法展示给用户',
  '10015': 'appid在黑名单中',
  '10016': 'appid授权类的错误。比如：未开通此功能，未开通对应版本，token不足，并发超过授权 等等',
  '10017': '清除历史失败',
  '10018': '连接超过5分钟只有ping，没有请求',
  '10019': '本次会话内容有涉及违规信息的倾向',
  '10021': '输入审核不通过',
  '10022': '图片审核不通过',
  '10110': '服务忙，请稍后再试',
  '10163': '请求引擎的参数异常 引擎的schema 检查不通过',
  '10222': '引擎网络异常',
  '10223': 'LB找不到引擎节点',
  '10907': 'token数量超过上限。对话历史+问题的字数太多，需要精简输入',
  '11200': 'AppIdNoAuthError:(12:00:00.000) tokens.total',
  '11201': '授权错误：日流控超限。超过当日最大访问量的限制',
  '11202': '授权错误：秒级流控超限。秒级并发超过授权路数限制',
  '11203': '授权错误：并发流控超限。并发路数超过授权路数限制',
};

/** The codes that HTTP answers carry inside status 200; the others come as a 400 with an error object. */
export const httpCodes: readonly string[] = [
  '10007',
  '10013',
  '10014',
  '10019',
  '10907',
  '11200',
  '11201',
  '11202',
  '11203',
];

/** The wording of a code, also of one that no table lists. */
export function wordingOf(code: string): string {
  return errorTable[code] ?? `UnknownError:(12:00:00.000) ${code}`;
}
