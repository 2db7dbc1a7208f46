import type { OptionRules } from '../../core/modelOptions.ts';
import { findModel, models } from './models.ts';

const allEfforts = [...new Set(models.flatMap(({ reasoningEfforts }) => reasoningEfforts ?? []))];

/**
 * What the API takes; values that OpenAI takes beside these are errors here.
 *
 * @see https://docs.bigmodel.cn/api-reference/模型-api/对话补全
 */
export const options: OptionRules = {
  temperature: { type: 'number', minimum: 0, maximum: 1 },
  topP: { type: 'number', minimum: 0.01, maximum: 1 },
  maxOutputTokens: { type: 'integer', minimum: 1, maximum: 131_072 },
  stop: { type: 'strings', maxItems: 4 },
  thinking: { type: 'boolean' },
  reasoningEffort: { type: 'string', oneOf: allEfforts },
  webSearch: { type: 'boolean' },
  responseFormat: { type: 'string', oneOf: ['text', 'json_object'] },
  seed: { type: 'integer' },
  userId: { type: 'string', minLength: 6, maxLength: 128 },
  async: { type: 'boolean' },
};

/** What a model takes; all that the API takes if nothing is known of the model. */
export function optionsOf(modelId: string): OptionRules {
  const model = findModel(modelId);
  if (!model) return options;
  const { reasoningEffort: _, ...rest } = options;
  return {
    ...rest,
    maxOutputTokens: { type: 'integer', minimum: 1, maximum: model.maxOutputTokens },
    // These refuse to be told not to think, with code 1210.
    thinking: model.thinking === 'always' ? { type: 'boolean', only: true } : { type: 'boolean' },
    ...(model.reasoningEfforts && { reasoningEffort: { type: 'string', oneOf: model.reasoningEfforts } }),
  };
}
