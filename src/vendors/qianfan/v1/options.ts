import type { OptionRules } from '../../../core/modelOptions.ts';

/**
 * What V1's models take. How long a reply may be is up to the model.
 *
 * @see https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Jlugqd6pw
 */
export const options = {
  temperature: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  topP: { type: 'number', minimum: 0, maximum: 1 },
  penaltyScore: { type: 'number', minimum: 1, maximum: 2 },
  frequencyPenalty: { type: 'number', minimum: -2, maximum: 2 },
  presencePenalty: { type: 'number', minimum: -2, maximum: 2 },
  stop: { type: 'strings', maxItems: 4, maxLength: 20 },
  maxOutputTokens: { type: 'integer', minimum: 2 },
  webSearch: { type: 'boolean' },
  citations: { type: 'boolean' },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  userId: { type: 'string', maxLength: 128 },
} as const satisfies OptionRules;
