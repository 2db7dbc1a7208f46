import type { OptionRules } from '../../core/modelOptions.ts';

/** What the dialect has in common; a server may know more, or less. */
export const options: OptionRules = {
  temperature: { type: 'number', minimum: 0, maximum: 2 },
  topP: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  // Some take -1 for all.
  topK: { type: 'integer', minimum: -1 },
  frequencyPenalty: { type: 'number', minimum: -2, maximum: 2 },
  presencePenalty: { type: 'number', minimum: -2, maximum: 2 },
  stop: { type: 'strings', maxItems: 4 },
  seed: { type: 'integer' },
  maxOutputTokens: { type: 'integer', minimum: 1 },
  reasoningEffort: { type: 'string' },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  userId: { type: 'string' },
};
