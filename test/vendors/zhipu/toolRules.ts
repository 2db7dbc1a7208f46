import type { Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isText, isWithin, type Json, optional } from '../loopback/checks.ts';
import type { ServedModel } from './models.ts';
import { invalid, violation } from './violation.ts';

/*
 * The vendor's rules for tools and their calls. Source: docs.bigmodel.cn, API reference, chat completions.
 */

/** What a request lets the model use. */
export interface OfferedTools {
  /** Names. */
  readonly functions: readonly string[];
  /** Whether the arguments of a call are to come in fragments. */
  readonly toolStream: boolean;
  /** Whether the results of the web search are told, and if so, before the answer or after it. */
  readonly search: 'none' | 'before' | 'after';
}

const functionName = /^[A-Za-z0-9_-]{1,64}$/;
const searchEngines = [
  'search_std',
  'search_pro',
  'search_pro_sogou',
  'search_pro_quark',
  'search_pro_jina',
  'search-prime',
];

/** The tools of a body, or the first violation. */
export function checkTools(body: Json, model: ServedModel): OfferedTools | Violation {
  const { tools = [], tool_choice: choice, tool_stream: toolStream } = body;
  if (!Array.isArray(tools) || tools.length > 128 || !tools.every(isTool)) return invalid('tools');
  if (!optional(choice, (value) => value === 'auto')) return invalid('tool_choice');
  if (!optional(toolStream, isBoolean)) return invalid('tool_stream');
  if (toolStream === true && (body['stream'] !== true || !model.streamsTools)) {
    return violation('1210', 'tool_stream');
  }
  const search = tools.map((tool) => tool['web_search']).find(isTold);
  return {
    functions: tools.flatMap((tool) => (isObject(tool['function']) ? String(tool['function']['name']) : [])),
    toolStream: toolStream === true,
    search: search === undefined ? 'none' : search['result_sequence'] === 'before' ? 'before' : 'after',
  };
}

/** The ids of an assistant message's `tool_calls`; undefined unless each call is whole. */
export function callIds(calls: unknown): readonly string[] | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const ids = calls.map((call: unknown) => {
    if (!isObject(call) || call['type'] !== 'function' || !isObject(call['function'])) return undefined;
    const { name, arguments: input } = call['function'];
    const isCall = typeof name === 'string' && functionName.test(name) && isJsonText(input);
    return isCall && typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : undefined;
  });
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function isTool(tool: unknown): tool is Json {
  if (!isObject(tool)) return false;
  const type = tool['type'];
  const definition = tool[String(type)];
  if (!isObject(definition)) return false;
  switch (type) {
    case 'function':
      return isFunction(definition);
    case 'web_search':
      return isWebSearch(definition);
    case 'retrieval':
      return isText(definition['knowledge_id'], 1, Number.POSITIVE_INFINITY);
    default:
      return type === 'mcp';
  }
}

function isFunction({ name, description, parameters }: Json): boolean {
  return (
    typeof name === 'string' &&
    functionName.test(name) &&
    typeof description === 'string' &&
    isObject(parameters)
  );
}

function isWebSearch(search: Json): boolean {
  const flags = ['enable', 'search_result', 'require_search'];
  const isCount = (value: unknown): boolean => Number.isInteger(value) && isWithin(value, 1, 50);
  return (
    flags.every((name) => optional(search[name], isBoolean)) &&
    optional(search['search_engine'], (value) => searchEngines.includes(String(value))) &&
    optional(search['search_query'], (value) => typeof value === 'string') &&
    optional(search['count'], isCount) &&
    optional(search['result_sequence'], (value) => value === 'before' || value === 'after')
  );
}

/** Whether a web search takes place and tells what it found. */
function isTold(search: unknown): search is Json {
  return isObject(search) && search['enable'] !== false && search['search_result'] === true;
}

function isJsonText(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return isObject(JSON.parse(value));
  } catch {
    return false;
  }
}
