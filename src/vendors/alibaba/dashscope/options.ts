import type { OptionRules } from '../../../core/modelOptions.ts';
import { findModel } from './models.ts';

/**
 * What the API takes.
 *
 * @see https://help.aliyun.com/zh/model-studio/qwen-api-reference
 */
export const options: OptionRules = {
  temperature: { type: 'number', minimum: 0, exclusiveMaximum: 2 },
  topP: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
  topK: { type: 'integer', minimum: 0, maximum: 100 },
  presencePenalty: { type: 'number', minimum: -2, maximum: 2 },
  stop: { type: 'strings' },
  seed: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  maxOutputTokens: { type: 'integer', minimum: 1 },
  thinking: { type: 'boolean' },
  thinkingBudget: { type: 'integer', minimum: 1 },
  webSearch: { type: 'boolean' },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
};

/** What a model takes; all that the API takes if nothing is known of the model. */
export function optionsOf(modelId: string): OptionRules {
  const model = findModel(modelId);
  if (!model) return options;
  const { thinkingBudget, webSearch, ...rest } = options;
  const thinks = model.thinking !== 'none';
  return {
    ...rest,
    maxOutputTokens: { type: 'integer', minimum: 1, maximum: model.maxOutputTokens },
    // A model that cannot think refuses to be told to.
    thinking: thinks ? { type: 'boolean' } : { type: 'boolean', only: false },
    ...(thinks && thinkingBudget && { thinkingBudget }),
    ...(model.webSearch && webSearch && { webSearch }),
  };
}
