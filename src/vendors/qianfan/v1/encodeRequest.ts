import { ProviderError } from '../../../core/error.ts';
import type { OptionRules } from '../../../core/modelOptions.ts';
import type { ChatRequest, Tool } from '../../../core/provider.ts';
import { checkOptions } from '../../../net/checkOptions.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../net/json.ts';
import type { Turn } from '../../../net/messages/liftSystem.ts';
import { encodeOptions, type OptionMembers } from '../../../net/openAiChat/encodeRequest.ts';
import { findModel } from './models.ts';
import { normalise } from './normalise.ts';
import { options } from './options.ts';

const members: OptionMembers = {
  temperature: 'temperature',
  topP: 'top_p',
  penaltyScore: 'penalty_score',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  stop: 'stop',
  maxOutputTokens: 'max_output_tokens',
  responseFormat: 'response_format',
  userId: 'user_id',
  // Without the trace, nothing tells what was found.
  webSearch: (value) => ({ disable_search: !value, ...(value && { enable_trace: true }) }),
  citations: (value) => ({ enable_citation: value, ...(value && { enable_trace: true }) }),
};

/**
 * The body of a V1 chat, as JSON text.
 *
 * @param stream whether the reply is to come as a stream or whole.
 * @throws {ProviderError} if there is nothing to ask, or an option is out of its range.
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export function encodeRequest(request: ChatRequest, stream: boolean): string {
  const model = findModel(request.model);
  checkOptions(request.options, rulesFor(model?.maxOutputTokens));
  const { system, turns } = normalise(request.messages, model?.tools !== false);
  return JSON.stringify({
    messages: turns.map(encodeTurn),
    stream,
    ...(system !== '' && { system }),
    ...encodeOptions(request.options ?? {}, members),
    ...encodeTools(request),
  });
}

/** Of a service of one's own nobody knows how long its replies may be. */
function rulesFor(maximum: number | undefined): OptionRules {
  return maximum === undefined
    ? options
    : { ...options, maxOutputTokens: { ...options.maxOutputTokens, maximum } };
}

function encodeTurn(turn: Turn): JsonObject {
  const { role, text } = turn;
  if (role === 'user') return { role, content: text };
  if (role === 'tool') return { role: 'function', name: turn.name, content: asJson(text) };
  const [call] = turn.toolCalls ?? [];
  if (!call) return { role, content: text };
  return { role, content: text, function_call: { name: call.name, arguments: asObject(call.input) } };
}

/** Results have to be JSON, and not blank. */
function asJson(text: string): string {
  return parseJson(text) === undefined ? JSON.stringify(text) : text;
}

/** What a model once wrote need not be an object, and is refused if it comes back as it was. */
function asObject(input: string): string {
  if (isJsonObject(parseJson(input))) return input;
  return JSON.stringify(input.trim() === '' ? {} : { input });
}

function encodeTools({ tools = [], toolChoice }: ChatRequest): JsonObject {
  if (tools.length === 0 || toolChoice === 'none') return {};
  const functions = tools.map(encodeTool);
  if (toolChoice !== 'required') return { functions };
  const [only, ...others] = tools;
  if (!only || others.length > 0) {
    throw new ProviderError('invalid-request', 'V1 can require one certain tool, but not any of several');
  }
  return { functions, tool_choice: { type: 'function', function: { name: only.name } } };
}

/** Even a function that takes nothing needs an object schema with properties. */
function encodeTool({ name, description, parameters }: Tool): JsonObject {
  return { name, description, parameters: { properties: {}, ...parameters, type: 'object' } };
}
