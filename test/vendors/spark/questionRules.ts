import type { AcceptedRequest, Violation } from '../loopback/chatRequest.ts';
import { isObject, isText, type Json, optional } from '../loopback/checks.ts';
import { isAmong, type SparkAccount } from './accounts.ts';
import { checkMessages, countPrompt, engineError, schemaError, tooLong } from './messageRules.ts';
import { asksForSearch, checkParameters, isFunction, isThinking } from './parameterRules.ts';
import { type SparkVersion, sparkVersions, tunedVersion } from './versions.ts';

/** What the answering side needs from a question that kept the rules. `model` is the domain. */
export interface AcceptedQuestion extends AcceptedRequest {
  readonly version: SparkVersion;
  readonly appId: string;
  /** Undefined when the question names no user. */
  readonly uid: string | undefined;
  readonly chatId: string | undefined;
  /** Whether web search is switched on and its sources are asked for. */
  readonly search: boolean;
  /** Names of the functions the model may call. */
  readonly functions: readonly string[];
}

/** A fine-tuned model that a server serves beside the public versions. */
export interface TunedService {
  readonly id: string;
  readonly resourceIds: readonly string[];
}

/** Chinese names are the vendor's own example. */
const functionName = /^[\p{L}\p{N}_-]{1,64}$/u;

/** Whether a WebSocket may be opened at this path. */
export function isSocketPath(path: string): boolean {
  return sparkVersions.some(({ socketPath }) => socketPath === path);
}

/**
 * Checks the one text frame of a question, which came to `path` with the credentials of `account`, and returns
 * what was accepted or the first violation. Unknown members pass, as they do at the vendor's.
 * Source: xfyun.cn/doc/spark/Web.html and X1ws.html.
 */
export function checkQuestion(
  frame: unknown,
  path: string,
  account: SparkAccount,
  services: readonly TunedService[],
): AcceptedQuestion | Violation {
  if (!isObject(frame)) return clientError('the message is not a JSON object');
  const { header, parameter, payload } = frame;
  if (!isObject(header)) return schemaError('$.header', 'is missing');
  if (!isText(header['app_id'], 1, 64)) return schemaError('$.header.app_id', 'is missing');
  if (!optional(header['uid'], (uid) => isText(uid, 1, 32))) {
    return schemaError('$.header.uid', 'length must be less or equal than 32');
  }
  const chat = isObject(parameter) ? parameter['chat'] : undefined;
  if (!isObject(chat)) return schemaError('$.parameter.chat', 'is missing');
  if (!isText(chat['domain'], 1, 64)) return schemaError('$.parameter.chat.domain', 'is missing');
  const version = findVersion(chat['domain'], path, services);
  if ('code' in version) return version;
  if (header['app_id'] !== account.appId) return unlicensed(`appid ${header['app_id']}`);
  if (!isAmong(account.activated, version)) return unlicensed(`domain.${chat['domain']}`);
  if (account.refusedWith !== undefined) return { code: account.refusedWith, message: '' };

  const patch = services.find(({ id }) => id === chat['domain'])?.resourceIds ?? [];
  const isPatch = (ids: unknown) =>
    Array.isArray(ids) && ids.length > 0 && ids.every((id) => patch.includes(id));
  if (!optional(header['patch_id'], isPatch))
    return schemaError('$.header.patch_id', 'is not a known resource');
  if (!optional(chat['chat_id'], (id) => isText(id, 1, 128))) {
    return schemaError('$.parameter.chat.chat_id', 'is no text');
  }
  if (!isObject(payload) || !isObject(payload['message']))
    return schemaError('$.payload.message', 'is missing');
  const at = '$.payload.message.text';
  const messages = checkMessages(payload['message']['text'], version, { tools: false, parts: false }, at);
  if ('code' in messages) return messages;
  const functions = checkFunctions(payload['functions'], version);
  if ('code' in functions) return functions;
  const fault = checkParameters(chat, version, {
    at: '$.parameter.chat',
    temperature: { above: 0, upTo: version.reasons ? 2 : 1 },
    topP: 'reasoning only',
    penalty: version.reasons ? { from: -2, upTo: 10 } : undefined,
    tools: ['web_search'],
    functionName,
  });
  if (fault !== undefined) return fault;

  const promptTokens = countPrompt(messages);
  return (
    tooLong(promptTokens, version) ?? {
      version,
      model: chat['domain'],
      messages,
      stream: true,
      maxTokens: chat['max_tokens'] as number | undefined,
      thinking: isThinking(chat, version),
      promptTokens,
      requestId: undefined,
      appId: account.appId,
      uid: header['uid'] as string | undefined,
      chatId: chat['chat_id'] as string | undefined,
      search: asksForSearch(chat) && showsSources(chat),
      functions,
    }
  );
}

/** A domain nobody has is a broken message; one that belongs to another path is a version without a licence. */
function findVersion(
  domain: string,
  path: string,
  services: readonly TunedService[],
): SparkVersion | Violation {
  const versions = [...services.map(({ id }) => tunedVersion(id)), ...sparkVersions].filter(({ domains }) =>
    domains.includes(domain),
  );
  if (versions.length === 0) return clientError('invalid model domain');
  return versions.find(({ socketPath }) => socketPath === path) ?? unlicensed(`domain.${domain}`);
}

function checkFunctions(functions: unknown, version: SparkVersion): readonly string[] | Violation {
  if (functions === undefined) return [];
  const at = '$.payload.functions';
  const list = isObject(functions) ? functions['text'] : undefined;
  if (!Array.isArray(list) || list.length === 0) return schemaError(`${at}.text`, 'must be a list');
  if (!version.functions) return engineError(at, version);
  const fault = list.findIndex((definition) => !isFunction(definition, functionName));
  if (fault >= 0) return schemaError(`${at}.text[${fault}]`, 'needs name, description and parameters');
  return list.map(({ name }) => name);
}

function showsSources(chat: Json): boolean {
  if (chat['show_ref_label'] === true) return true;
  const tools = chat['tools'];
  return (
    Array.isArray(tools) &&
    tools.some(({ web_search: search }) => isObject(search) && search['show_ref_label'] === true)
  );
}

function clientError(fault: string): Violation {
  return { code: '10003', message: `ClientMsgError:(12:00:00.000) ${fault}` };
}

function unlicensed(what: string): Violation {
  return { code: '11200', message: `AppIdNoAuthError:(12:00:00.000) ${what}` };
}
