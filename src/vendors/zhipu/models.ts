import type { ModelInfo } from '../../core/vendor.ts';

/**
 * The models that are worth offering, newest first.
 *
 * @see https://docs.bigmodel.cn/cn/guide/start/model-overview
 */
export const models: readonly ModelInfo[] = [
  { id: 'glm-5.3', label: 'GLM-5.3', contextWindow: 1_000_000, maxOutputTokens: 131_072, thinking: 'always' },
  {
    id: 'glm-5.3-flash',
    label: 'GLM-5.3-Flash',
    contextWindow: 1_000_000,
    maxOutputTokens: 131_072,
    thinking: 'always',
  },
  {
    id: 'glm-5.2',
    label: 'GLM-5.2',
    contextWindow: 1_000_000,
    maxOutputTokens: 131_072,
    thinking: 'optional',
  },
  { id: 'glm-5.1', label: 'GLM-5.1', contextWindow: 200_000, maxOutputTokens: 131_072, thinking: 'optional' },
  { id: 'glm-5', label: 'GLM-5', contextWindow: 200_000, maxOutputTokens: 131_072, thinking: 'optional' },
  { id: 'glm-4.7', label: 'GLM-4.7', contextWindow: 200_000, maxOutputTokens: 131_072, thinking: 'optional' },
  {
    id: 'glm-4.7-flash',
    label: 'GLM-4.7-Flash',
    contextWindow: 200_000,
    maxOutputTokens: 131_072,
    thinking: 'optional',
  },
  { id: 'glm-4.6', label: 'GLM-4.6', contextWindow: 200_000, maxOutputTokens: 131_072, thinking: 'optional' },
  {
    id: 'glm-4.5-air',
    label: 'GLM-4.5-Air',
    contextWindow: 128_000,
    maxOutputTokens: 98_304,
    thinking: 'optional',
  },
];

/** What is known of a model; its id comes back from some servers in another letter case. */
export function findModel(id: string): ModelInfo | undefined {
  const name = id.toLowerCase();
  return models.find((model) => model.id === name);
}
