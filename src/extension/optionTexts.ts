import type { Translate } from '../chat/advice.ts';
import type { ModelOptions, OptionName, OptionRule, OptionRules } from '../core/modelOptions.ts';
import { checkOptions } from '../net/checkOptions.ts';

/** What an option is called, and what it does. */
export function optionText(
  name: OptionName,
  translate: Translate,
): { readonly label: string; readonly detail: string } {
  switch (name) {
    case 'temperature':
      return {
        label: translate('Temperature'),
        detail: translate('How much is left to chance: low for sober answers, high for varied ones'),
      };
    case 'topP':
      return {
        label: translate('Top P'),
        detail: translate('Only the likeliest tokens that add up to this share are considered'),
      };
    case 'topK':
      return {
        label: translate('Top K'),
        detail: translate('Only so many of the likeliest tokens are considered'),
      };
    case 'penaltyScore':
      return {
        label: translate('Repetition penalty'),
        detail: translate('How much the model avoids repeating itself'),
      };
    case 'frequencyPenalty':
      return {
        label: translate('Frequency penalty'),
        detail: translate('How much the model avoids what it has said often'),
      };
    case 'presencePenalty':
      return {
        label: translate('Presence penalty'),
        detail: translate('How much the model avoids what it has said at all'),
      };
    case 'stop':
      return {
        label: translate('Stop texts'),
        detail: translate('The answer ends before one of these'),
      };
    case 'seed':
      return {
        label: translate('Seed'),
        detail: translate('The same number gives much the same answer again'),
      };
    case 'maxOutputTokens':
      return {
        label: translate('Longest answer'),
        detail: translate('In tokens, reasoning included'),
      };
    case 'thinking':
      return {
        label: translate('Thinking'),
        detail: translate('Whether the model reasons before it answers'),
      };
    case 'thinkingBudget':
      return {
        label: translate('Thinking budget'),
        detail: translate('The most tokens of reasoning'),
      };
    case 'reasoningEffort':
      return {
        label: translate('Reasoning effort'),
        detail: translate('How thoroughly the model reasons'),
      };
    case 'webSearch':
      return {
        label: translate('Web search'),
        detail: translate('Whether the vendor searches the web first'),
      };
    case 'citations':
      return {
        label: translate('Citations'),
        detail: translate('Whether the answer marks which search result a sentence comes from'),
      };
    case 'responseFormat':
      return {
        label: translate('Format of the answer'),
        detail: translate('Plain text, or JSON for programs'),
      };
    case 'userId':
      return {
        label: translate('User name'),
        detail: translate('What you are called at the vendor, for its statistics'),
      };
    case 'async':
      return {
        label: translate('Deferred answer'),
        detail: translate('The vendor hands the answer over whole, when it is done'),
      };
  }
}

/** The values that a rule allows, in words. */
export function ruleText(rule: OptionRule, translate: Translate): string {
  switch (rule.type) {
    case 'boolean':
      return `${translate('on')} · ${translate('off')}`;
    case 'number':
    case 'integer': {
      const kind = rule.type === 'number' ? translate('a number') : translate('a whole number');
      const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = rule;
      return [
        kind,
        ...(minimum === undefined ? [] : [translate('at least {limit}', { limit: String(minimum) })]),
        ...(exclusiveMinimum === undefined
          ? []
          : [translate('above {limit}', { limit: String(exclusiveMinimum) })]),
        ...(maximum === undefined ? [] : [translate('at most {limit}', { limit: String(maximum) })]),
        ...(exclusiveMaximum === undefined
          ? []
          : [translate('below {limit}', { limit: String(exclusiveMaximum) })]),
      ].join(' · ');
    }
    case 'string':
      return rule.oneOf
        ? rule.oneOf.join(' · ')
        : [translate('a text'), ...lengths(rule, translate)].join(' · ');
    case 'strings':
      return [
        rule.maxItems === undefined
          ? translate('texts with commas between them')
          : translate('up to {count} texts with commas between them', { count: String(rule.maxItems) }),
        ...lengths(rule, translate),
      ].join(' · ');
  }
}

function lengths(
  { minLength, maxLength }: { readonly minLength?: number; readonly maxLength?: number },
  translate: Translate,
): string[] {
  return [
    ...(minLength === undefined
      ? []
      : [translate('at least {count} characters', { count: String(minLength) })]),
    ...(maxLength === undefined
      ? []
      : [translate('at most {count} characters', { count: String(maxLength) })]),
  ];
}

/** A value as it is shown and typed. */
export function valueText(value: ModelOptions[OptionName], translate: Translate): string {
  if (typeof value === 'boolean') return value ? translate('on') : translate('off');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What was typed, digits of any width, as a value that `rule` allows; undefined where it does not. */
export function parseOption(name: OptionName, rule: OptionRule, typed: string): unknown {
  const value = toValue(rule, typed);
  try {
    checkOptions({ [name]: value }, { [name]: rule });
    return value;
  } catch {
    return undefined;
  }
}

function toValue(rule: OptionRule, typed: string): unknown {
  switch (rule.type) {
    case 'number':
    case 'integer': {
      const digits = typed.normalize('NFKC').trim();
      return digits === '' ? undefined : Number(digits);
    }
    case 'strings':
      return typed
        .split(/[,，]/)
        .map((text) => text.trim())
        .filter((text) => text !== '');
    default:
      return typed.trim();
  }
}

/** The few values that a rule allows, if they are few. */
export function choicesOf(rule: OptionRule): readonly (boolean | string)[] | undefined {
  if (rule.type === 'boolean') return rule.only === undefined ? [true, false] : [rule.only];
  return rule.type === 'string' ? rule.oneOf : undefined;
}

/** The options that there are. Temperature is what people look for. */
export function optionNames(rules: OptionRules): OptionName[] {
  const names = Object.keys(rules) as OptionName[];
  return names.toSorted((a, b) => Number(b === 'temperature') - Number(a === 'temperature'));
}
