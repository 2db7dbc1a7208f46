import { ProviderError } from '../core/error.ts';
import type { ModelOptions, OptionName, OptionRule, OptionRules } from '../core/modelOptions.ts';

/**
 * Checks what the user set against what an API, or one of its models, takes.
 *
 * @param options may come from a settings file, so that anything may be in it.
 * @throws {ProviderError} of kind `invalid-request` that names the option, its value and what it may be.
 */
export function checkOptions(options: ModelOptions | undefined, rules: OptionRules): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name as OptionName] : undefined;
    const expectation = rule ? `must be ${describeRule(rule)}` : 'is not an option of this model';
    if (rule && obeys(value, rule)) continue;
    throw new ProviderError('invalid-request', `${name} ${expectation}; it is ${show(value)}`, {
      advice: 'option',
    });
  }
}

/** What a rule allows, in words. */
export function describeRule(rule: OptionRule): string {
  switch (rule.type) {
    case 'boolean':
      return rule.only === undefined ? 'true or false' : String(rule.only);
    case 'number':
      return ['a number', ...bounds(rule)].join(' ');
    case 'integer':
      return ['a whole number', ...bounds(rule)].join(' ');
    case 'string':
      return rule.oneOf ? `one of ${rule.oneOf.join(', ')}` : `a text${lengths(rule)}`;
    case 'strings': {
      const most = rule.maxItems === undefined ? '' : `at most ${rule.maxItems} `;
      return `a list of ${most}texts${lengths(rule)}`;
    }
  }
}

type NumberRule = Extract<OptionRule, { readonly type: 'number' | 'integer' }>;

function bounds({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: NumberRule): string[] {
  const phrases = [
    minimum !== undefined && `from ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && (minimum === undefined ? `up to ${maximum}` : `to ${maximum}`),
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
  ];
  return phrases.filter((phrase) => phrase !== false);
}

interface Lengths {
  readonly minLength?: number;
  readonly maxLength?: number;
}

function lengths({ minLength, maxLength }: Lengths): string {
  if (maxLength === undefined) return minLength === undefined ? '' : ` of ${minLength} characters or more`;
  return minLength === undefined
    ? ` of at most ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
}

function obeys(value: unknown, rule: OptionRule): boolean {
  switch (rule.type) {
    case 'boolean':
      return typeof value === 'boolean' && value === (rule.only ?? value);
    case 'number':
    case 'integer':
      return (
        typeof value === 'number' &&
        (rule.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        value >= (rule.minimum ?? -Infinity) &&
        value > (rule.exclusiveMinimum ?? -Infinity) &&
        value <= (rule.maximum ?? Infinity) &&
        value < (rule.exclusiveMaximum ?? Infinity)
      );
    case 'string':
      return isText(value, rule) && (rule.oneOf?.includes(value) ?? true);
    case 'strings':
      return (
        Array.isArray(value) &&
        value.length <= (rule.maxItems ?? Infinity) &&
        value.every((item) => isText(item, rule))
      );
  }
}

/** Lengths count code points, as a reader counts characters. */
function isText(value: unknown, { minLength = 0, maxLength = Infinity }: Lengths): value is string {
  if (typeof value !== 'string') return false;
  const { length } = [...value];
  return length >= minLength && length <= maxLength;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
