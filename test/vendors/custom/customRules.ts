import type { AcceptedRequest, Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import { estimateTokens } from '../loopback/tokens.ts';
import { chosenFunction, functionNames, isFunctionTool, readMessages } from './openAiMessages.ts';
import type { Peculiarities } from './peculiarities.ts';

/** What the answering side needs from a request that kept the rules. */
export interface CustomRequest extends AcceptedRequest {
  readonly call: 'chat' | 'completion';
  readonly includeUsage: boolean;
}

/**
 * Checks the body of a chat completion the way a server with these peculiarities does; `models` are the ids it
 * serves. Unknown top-level fields pass. Source: OpenAI API reference, chat completions.
 */
export function checkCustom(
  body: unknown,
  models: readonly string[] | 'any',
  peculiarities: Peculiarities,
): CustomRequest | Violation {
  if (!isObject(body)) return invalid('the body is not a JSON object');
  const { model } = body;
  if (!isText(model, 1, 256)) return invalid('model');
  if (models !== 'any' && !models.includes(model)) {
    return { code: 'model_not_found', message: `model "${model}" not found` };
  }
  const messages = readMessages(body['messages']);
  if ('fault' in messages) return invalid(messages.fault);
  const fault =
    checkTurns(messages, peculiarities) ?? checkParameters(body, peculiarities) ?? checkTools(body);
  if (fault !== undefined) return fault;
  const options = body['stream_options'];
  return {
    call: 'chat',
    model,
    messages,
    stream: body['stream'] === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
    maxTokens: (body['max_completion_tokens'] ?? body['max_tokens']) as number | undefined,
    thinking: peculiarities.reasoningField !== 'none',
    promptTokens: messages.reduce((sum, message) => sum + estimateTokens(message.text) + 4, 0),
    requestId: undefined,
  };
}

/**
 * Checks the body of a completion that is no chat: `prompt`, and `suffix` where the server knows it.
 * Source: OpenAI API reference, completions.
 */
export function checkCustomCompletion(
  body: unknown,
  models: readonly string[] | 'any',
  peculiarities: Peculiarities,
): CustomRequest | Violation {
  if (!isObject(body)) return invalid('the body is not a JSON object');
  const { model, prompt, suffix } = body;
  if (!isText(model, 1, 256)) return invalid('model');
  if (models !== 'any' && !models.includes(model)) {
    return { code: 'model_not_found', message: `model "${model}" not found` };
  }
  if (body['messages'] !== undefined) return invalid('messages belong to a chat');
  if (!isText(prompt, 1, Number.POSITIVE_INFINITY)) return invalid('prompt');
  if (suffix !== undefined && peculiarities.completions === 'marks') {
    return invalid('suffix is not currently supported');
  }
  if (!optional(suffix, (value) => isText(value, 0, Number.POSITIVE_INFINITY))) return invalid('suffix');
  const fault = checkParameters(body, peculiarities);
  if (fault !== undefined) return fault;
  const options = body['stream_options'];
  return {
    call: 'completion',
    model,
    messages: [{ role: 'user', text: prompt }],
    stream: body['stream'] === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
    maxTokens: body['max_tokens'] as number | undefined,
    thinking: false,
    promptTokens: estimateTokens(prompt),
    requestId: undefined,
  };
}

function checkTurns(
  messages: CustomRequest['messages'],
  { strictTurns, refusesSystem }: Peculiarities,
): Violation | undefined {
  const roles = messages.map(({ role }) => role);
  if (refusesSystem && roles.includes('system')) return invalid('System role not supported');
  if (!strictTurns) return undefined;
  if (roles.lastIndexOf('system') > 0) return invalid('System message must be at the beginning.');
  // What a model calls and what it is told belong to its own turn.
  const speakers = roles.filter((role) => role !== 'system' && role !== 'tool');
  const merged = speakers.filter((role, index) => role === 'user' || speakers[index - 1] !== 'assistant');
  const alternate = merged.every((role, index) => role === (index % 2 === 0 ? 'user' : 'assistant'));
  return alternate
    ? undefined
    : invalid('Conversation roles must alternate user/assistant/user/assistant/...');
}

function checkParameters(body: Json, { refusesStreamOptions }: Peculiarities): Violation | undefined {
  if (!optional(body['stream'], isBoolean)) return invalid('stream');
  if (!optional(body['temperature'], (value) => isWithin(value, 0, 2))) return invalid('temperature');
  if (!optional(body['top_p'], (value) => isWithin(value, 0, 1) && value > 0)) return invalid('top_p');
  for (const name of ['presence_penalty', 'frequency_penalty']) {
    if (!optional(body[name], (value) => isWithin(value, -2, 2))) return invalid(name);
  }
  for (const name of ['max_tokens', 'max_completion_tokens']) {
    const isLimit = (value: unknown): boolean => Number.isInteger(value) && isWithin(value, 1, 2 ** 31);
    if (!optional(body[name], isLimit)) return invalid(name);
  }
  const isWord = (word: unknown): boolean => isText(word, 1, Number.POSITIVE_INFINITY);
  const isStop = (value: unknown): boolean =>
    isWord(value) || (Array.isArray(value) && value.length <= 4 && value.every(isWord));
  if (!optional(body['stop'], isStop)) return invalid('stop');
  const options = body['stream_options'];
  if (options === undefined) return undefined;
  if (refusesStreamOptions) return invalid('stream_options: extra fields not permitted');
  if (body['stream'] !== true) return invalid('stream_options is only allowed when stream is enabled');
  return isObject(options) && optional(options['include_usage'], isBoolean)
    ? undefined
    : invalid('stream_options');
}

function checkTools({ tools, tool_choice: choice }: Json): Violation | undefined {
  if (!optional(tools, (value) => Array.isArray(value) && value.length > 0 && value.every(isFunctionTool))) {
    return invalid('tools');
  }
  if (choice === undefined || choice === 'none' || choice === 'auto') return undefined;
  const names = functionNames((tools ?? []) as readonly Json[]);
  const name = chosenFunction(choice);
  const isPossible = choice === 'required' ? names.length > 0 : name !== undefined && names.includes(name);
  return isPossible ? undefined : invalid('tool_choice');
}

function invalid(message: string): Violation {
  return { code: 'invalid_request', message };
}
