import type { Violation } from '../loopback/chatRequest.ts';
import { isBoolean, isObject, isWithin, type Json, optional } from '../loopback/checks.ts';
import { engineError, valueError } from './messageRules.ts';
import type { SparkVersion } from './versions.ts';

/** How far the ranges of the two transports differ. */
export interface ParameterRanges {
  /** Where the parameters stand, `$.parameter.chat` or `$`. */
  readonly at: string;
  /** 0 is outside: the documents contradict each other about it, so nobody may rely on it. */
  readonly temperature: { readonly above: number; readonly upTo: number };
  readonly topP: 'any version' | 'reasoning only';
  /** Both penalties; undefined where they are not known. */
  readonly penalty: { readonly from: number; readonly upTo: number } | undefined;
  /** Types of tools in `tools`. */
  readonly tools: readonly ('web_search' | 'function')[];
  readonly functionName: RegExp;
}

/** Checks the sampling parameters and tools that both transports know; returns the first that is not allowed. */
export function checkParameters(
  parameters: Json,
  version: SparkVersion,
  ranges: ParameterRanges,
): Violation | undefined {
  const { at, temperature, penalty } = ranges;
  const isHot = (value: unknown) =>
    isWithin(value, temperature.above, temperature.upTo) && value > temperature.above;
  if (!optional(parameters['temperature'], isHot)) return valueError(`${at}.temperature`);
  const isShare = (value: unknown) => isWithin(value, 0, 1) && value > 0;
  if (!optional(parameters['top_p'], isShare)) return valueError(`${at}.top_p`);
  if (parameters['top_p'] !== undefined && ranges.topP === 'reasoning only' && !version.reasons) {
    return engineError(`${at}.top_p`, version);
  }
  if (!optional(parameters['top_k'], (value) => isWholeWithin(value, 1, 6))) return valueError(`${at}.top_k`);
  if (!optional(parameters['max_tokens'], (value) => isWholeWithin(value, 1, version.maxOutput))) {
    return valueError(`${at}.max_tokens`);
  }
  for (const name of ['presence_penalty', 'frequency_penalty']) {
    const value = parameters[name];
    if (value !== undefined && penalty === undefined) return engineError(`${at}.${name}`, version);
    if (!optional(value, () => isWithin(value, penalty?.from ?? 0, penalty?.upTo ?? 0))) {
      return valueError(`${at}.${name}`);
    }
  }
  return (
    checkThinking(parameters['thinking'], version, at) ?? checkTools(parameters['tools'], version, ranges)
  );
}

/** Whether `tools` switches web search on. The service searches without it, too; this server does not. */
export function asksForSearch(parameters: Json): boolean {
  const tools = parameters['tools'];
  return (
    Array.isArray(tools) &&
    tools.some(
      (tool: Json) =>
        isObject(tool) && isObject(tool['web_search']) && tool['web_search']['enable'] !== false,
    )
  );
}

/** Whether the version thinks before this answer. */
export function isThinking(parameters: Json, version: SparkVersion): boolean {
  const thinking = parameters['thinking'];
  return version.reasons && !(isObject(thinking) && thinking['type'] === 'disabled');
}

export function isFunction(value: unknown, name: RegExp): boolean {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    name.test(value['name']) &&
    typeof value['description'] === 'string' &&
    isObject(value['parameters'])
  );
}

function checkThinking(thinking: unknown, version: SparkVersion, at: string): Violation | undefined {
  if (thinking === undefined) return undefined;
  if (!version.reasons) return engineError(`${at}.thinking`, version);
  const isKnown = isObject(thinking) && ['enabled', 'disabled', 'auto'].includes(String(thinking['type']));
  return isKnown ? undefined : valueError(`${at}.thinking.type`);
}

function checkTools(tools: unknown, version: SparkVersion, ranges: ParameterRanges): Violation | undefined {
  const at = `${ranges.at}.tools`;
  if (tools === undefined) return undefined;
  if (!Array.isArray(tools) || tools.length === 0 || tools.length > 128) return valueError(at);
  for (const [index, tool] of tools.entries()) {
    const type = isObject(tool) && ranges.tools.find((known) => known === tool['type']);
    if (!isObject(tool) || !type) return valueError(`${at}[${index}].type`);
    if (!(type === 'function' ? version.functions : version.search)) {
      return engineError(`${at}[${index}].${type}`, version);
    }
    const isSound = type === 'function' ? isFunction(tool[type], ranges.functionName) : isSearch(tool[type]);
    if (!isSound) return valueError(`${at}[${index}].${type}`);
  }
  return undefined;
}

function isSearch(value: unknown): boolean {
  return (
    isObject(value) &&
    optional(value['enable'], isBoolean) &&
    optional(value['show_ref_label'], isBoolean) &&
    optional(value['search_mode'], (mode) => mode === 'normal' || mode === 'deep')
  );
}

function isWholeWithin(value: unknown, low: number, high: number): boolean {
  return Number.isInteger(value) && isWithin(value, low, high);
}
