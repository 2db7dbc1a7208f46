import type { OptionRules } from '../../../core/modelOptions.ts';

/**
 * What V2 takes; some models take less.
 *
 * @see https://cloud.baidu.com/doc/qianfan-api/s/3m7of64lb
 */
export const options = {
  temperature: { type: 'number', minimum: 0, maximum: 2 },
  topP: { type: 'number', minimum: 0, maximum: 1 },
  penaltyScore: { type: 'number', minimum: 1, maximum: 2 },
  frequencyPenalty: { type: 'number', minimum: -2, maximum: 2 },
  presencePenalty: { type: 'number', minimum: -2, maximum: 2 },
  stop: { type: 'strings', maxItems: 4 },
  seed: { type: 'integer' },
  maxOutputTokens: { type: 'integer', minimum: 1 },
  thinking: { type: 'boolean' },
  webSearch: { type: 'boolean' },
  citations: { type: 'boolean' },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  userId: { type: 'string' },
} as const satisfies OptionRules;
