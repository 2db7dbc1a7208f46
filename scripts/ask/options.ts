import { ProviderError } from '../../src/core/error.ts';
import type { ModelOptions, OptionName, OptionRule, OptionRules } from '../../src/core/modelOptions.ts';

/** Names in vendors' documents that are more than another way of writing ours. */
const vendorNames: Readonly<Record<string, OptionName>> = {
  maxtokens: 'maxOutputTokens',
  maxcompletiontokens: 'maxOutputTokens',
  enablethinking: 'thinking',
  enablesearch: 'webSearch',
  enablecitation: 'citations',
  enablecitations: 'citations',
  showreflabel: 'citations',
  uid: 'userId',
  user: 'userId',
};

/** Names in vendors' documents that mean the opposite of ours. */
const oppositeNames: Readonly<Record<string, OptionName>> = { disablesearch: 'webSearch' };

/**
 * The model options in `key=value` arguments. Names are ours (`maxOutputTokens`) or the vendors' (`max_output_tokens`,
 * `max_tokens`); values are read as the API's rules say, while their range is checked where the request is made.
 * `stop` may be given several times, or as a JSON list; of any other option the last one counts.
 *
 * @throws {ProviderError} `invalid-request` for an option that the API does not take and for a value of another type.
 */
export function readOptions(texts: readonly string[], rules: OptionRules): ModelOptions {
  const options: Partial<Record<OptionName, unknown>> = {};
  for (const text of texts) {
    const [, key = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (value === undefined) throw refuse(`--option takes key=value, not "${text}"`);
    const { name, opposite } = findName(key, rules);
    const rule = name && rules[name];
    if (!name || !rule) throw refuse(`There is no option "${key}" here, only ${namesOf(rules)}`);
    const read = readValue(key, value, rule);
    const earlier = options[name];
    if (rule.type === 'strings' && Array.isArray(earlier) && Array.isArray(read)) {
      options[name] = [...earlier, ...read];
    } else {
      options[name] = opposite ? !read : read;
    }
  }
  return options as ModelOptions;
}

function findName(key: string, rules: OptionRules): { name: OptionName | undefined; opposite: boolean } {
  const plain = (text: string) => text.replace(/[_-]/g, '').toLowerCase();
  const wanted = plain(key);
  const own = (Object.keys(rules) as OptionName[]).find((name) => plain(name) === wanted);
  const lookUp = (names: Readonly<Record<string, OptionName>>) =>
    Object.hasOwn(names, wanted) ? names[wanted] : undefined;
  const opposite = lookUp(oppositeNames);
  return {
    name: own ?? lookUp(vendorNames) ?? opposite,
    opposite: own === undefined && opposite !== undefined,
  };
}

function namesOf(rules: OptionRules): string {
  return Object.keys(rules).join(', ') || 'none at all';
}

function readValue(
  key: string,
  text: string,
  rule: OptionRule,
): boolean | number | string | readonly string[] {
  switch (rule.type) {
    case 'boolean':
      if (/^(?:true|on|yes|1|enabled)$/i.test(text)) return true;
      if (/^(?:false|off|no|0|disabled)$/i.test(text)) return false;
      throw refuse(`${key} is true or false, not "${text}"`);
    case 'number':
    case 'integer': {
      const value = Number(text);
      if (text.trim() !== '' && Number.isFinite(value)) return value;
      throw refuse(`${key} is a number, not "${text}"`);
    }
    case 'string':
      return text;
    case 'strings':
      return readList(text) ?? [text];
  }
}

function readList(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function refuse(message: string): ProviderError {
  return new ProviderError('invalid-request', message, { advice: 'option' });
}
