import type { AcceptedRequest, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { checkMessages, countPrompt, schemaError, tooLong, valueError } from './messageRules.ts';
import { asksForSearch, checkParameters, isThinking } from './parameterRules.ts';
import { type SparkVersion, sparkVersions } from './versions.ts';

/** What the answering side needs from a completion request that kept the rules. */
export interface AcceptedCompletion extends AcceptedRequest {
  readonly version: SparkVersion;
  /** Undefined when the request names no user. */
  readonly user: string | undefined;
  readonly search: boolean;
  /** Whether tool calls are to come as a list; as a single object otherwise. */
  readonly toolCallsAsList: boolean;
  /** Whether blank lines may come before the body of an answer that is not streamed. */
  readonly keepAlive: boolean;
}

/** Whether completions are served at this path. */
export function isCompletionPath(path: string): boolean {
  return sparkVersions.some(({ completions }) => completions.some((served) => served.path === path));
}

/**
 * Checks the body of a chat completion that came to `path` and returns what was accepted or the first
 * violation. Unknown members pass, as they do at the vendor's. `allowedModels` are ids that are treated like
 * Max, or like X1.5 outside `/v1`.
 * Source: xfyun.cn/doc/spark, HTTP调用文档.html, X1http.html, Spark-X2.5.html.
 */
export function checkCompletion(
  body: unknown,
  path: string,
  allowedModels: readonly string[] | 'any',
): AcceptedCompletion | Violation {
  if (!isObject(body)) return schemaError('$', 'is not a JSON object');
  const version = findVersion(body['model'], path, allowedModels);
  if ('code' in version) return version;
  const isNewest = version.name === 'X2.5';
  const messages = checkMessages(
    body['messages'],
    version,
    { tools: version.functions, parts: isNewest },
    '$.messages',
  );
  if ('code' in messages) return messages;
  const fault =
    checkParameters(body, version, {
      at: '$',
      temperature: { above: 0, upTo: 2 },
      topP: 'any version',
      penalty: version.reasons ? { from: -2, upTo: 10 } : { from: -2, upTo: 2 },
      tools: ['web_search', 'function'],
      functionName: isNewest ? /^[A-Za-z0-9_-]{1,64}$/ : /^[A-Za-z0-9_]{1,32}$/,
    }) ??
    (isNewest ? checkNewest(body, version) : undefined) ??
    checkToolChoice(body, isNewest) ??
    checkRest(body, isNewest);
  if (fault !== undefined) return fault;

  const promptTokens = countPrompt(messages);
  return (
    tooLong(promptTokens, version) ?? {
      version,
      model: body['model'] as string,
      messages,
      stream: body['stream'] === true,
      maxTokens: (body['max_completion_tokens'] ?? body['max_tokens']) as number | undefined,
      thinking: isThinking(body, version),
      promptTokens,
      requestId: undefined,
      user: body['user'] as string | undefined,
      search: asksForSearch(body),
      toolCallsAsList: body['tool_calls_switch'] === true || isNewest,
      keepAlive: body['keep_alive'] === true && version.reasons,
    }
  );
}

function findVersion(
  id: unknown,
  path: string,
  allowed: readonly string[] | 'any',
): SparkVersion | Violation {
  const known = sparkVersions.find(({ completions }) =>
    completions.some((served) => served.path === path && served.models.some((model) => model === id)),
  );
  if (known !== undefined) return known;
  const standIn = sparkVersions.find(({ name }) => name === (path.startsWith('/v1/') ? 'Max' : 'X1.5'));
  if (typeof id === 'string' && standIn !== undefined && (allowed === 'any' || allowed.includes(id))) {
    return standIn;
  }
  return { code: '10005', message: `invalid param model:${String(id)}` };
}

/** X2.5 has its sampling fixed. */
function checkNewest(body: Json, version: SparkVersion): Violation | undefined {
  if (!optional(body['temperature'], (value) => value === 1)) return valueError('$.temperature');
  if (!optional(body['top_p'], (value) => value === 0.95)) return valueError('$.top_p');
  const most = (value: unknown) => Number.isInteger(value) && isWithin(value, 1, version.maxOutput);
  return optional(body['max_completion_tokens'], most) ? undefined : valueError('$.max_completion_tokens');
}

function checkToolChoice(body: Json, isNewest: boolean): Violation | undefined {
  const choice = body['tool_choice'];
  if (choice === undefined) return undefined;
  const types = isNewest ? ['function', 'allowed_tools'] : ['function'];
  const isKnown = isObject(choice)
    ? types.includes(String(choice['type']))
    : ['auto', 'none', 'required'].includes(String(choice));
  return isKnown && body['tools'] !== undefined ? undefined : valueError('$.tool_choice');
}

function checkRest(body: Json, isNewest: boolean): Violation | undefined {
  for (const name of ['stream', 'tool_calls_switch', 'keep_alive']) {
    if (!optional(body[name], isBoolean)) return valueError(`$.${name}`);
  }
  const format = body['response_format'];
  const isFormat = isObject(format) && ['text', 'json_object'].includes(String(format['type']));
  if (!optional(format, () => isFormat)) return valueError('$.response_format.type');
  if (!optional(body['suppress_plugin'], Array.isArray)) return valueError('$.suppress_plugin');
  const longest = isNewest ? 512 : 64;
  return optional(body['user'], (user) => isText(user, 1, longest)) ? undefined : valueError('$.user');
}
