import type { ModelInfo } from '../../../core/vendor.ts';

const million = 1_000_000;
const common = { maxOutputTokens: 65_536, tools: true, webSearch: true } as const;

/**
 * The models that are worth offering; those for programming first. Limits are rounded down where the vendor's pages
 * differ.
 *
 * @see https://help.aliyun.com/zh/model-studio/models
 */
export const models: readonly ModelInfo[] = [
  {
    ...common,
    id: 'qwen3-coder-plus',
    label: 'Qwen3-Coder-Plus',
    contextWindow: million,
    thinking: 'none',
    webSearch: false,
  },
  {
    ...common,
    id: 'qwen3-coder-flash',
    label: 'Qwen3-Coder-Flash',
    contextWindow: million,
    thinking: 'none',
    webSearch: false,
  },
  {
    ...common,
    id: 'qwen3-coder-next',
    label: 'Qwen3-Coder-Next',
    contextWindow: 256_000,
    thinking: 'none',
    webSearch: false,
  },
  { ...common, id: 'qwen3.7-max', label: 'Qwen3.7-Max', contextWindow: 256_000, thinking: 'optional' },
  { ...common, id: 'qwen3.7-plus', label: 'Qwen3.7-Plus', contextWindow: million, thinking: 'optional' },
  { ...common, id: 'qwen3.5-plus', label: 'Qwen3.5-Plus', contextWindow: million, thinking: 'optional' },
  { ...common, id: 'qwen3.5-flash', label: 'Qwen3.5-Flash', contextWindow: million, thinking: 'optional' },
  { ...common, id: 'qwen3-max', label: 'Qwen3-Max', contextWindow: 256_000, thinking: 'optional' },
  {
    ...common,
    id: 'qwen-plus',
    label: 'Qwen-Plus',
    contextWindow: million,
    maxOutputTokens: 32_768,
    thinking: 'optional',
  },
  {
    ...common,
    id: 'qwen-flash',
    label: 'Qwen-Flash',
    contextWindow: million,
    maxOutputTokens: 32_768,
    thinking: 'optional',
  },
  {
    ...common,
    id: 'qwen-max',
    label: 'Qwen-Max',
    contextWindow: 32_768,
    maxOutputTokens: 8_192,
    thinking: 'none',
  },
  {
    id: 'qwen-coder-turbo',
    label: 'Qwen-Coder-Turbo',
    contextWindow: 131_072,
    maxOutputTokens: 8_192,
    thinking: 'none',
    completion: true,
  },
  {
    id: 'qwen2.5-coder-32b-instruct',
    label: 'Qwen2.5-Coder 32B',
    contextWindow: 131_072,
    maxOutputTokens: 8_192,
    thinking: 'none',
    completion: true,
  },
  {
    id: 'qwen2.5-coder-7b-instruct',
    label: 'Qwen2.5-Coder 7B',
    contextWindow: 131_072,
    maxOutputTokens: 8_192,
    thinking: 'none',
    completion: true,
  },
];

/** What is known of a model. */
export function findModel(id: string): ModelInfo | undefined {
  return models.find((model) => model.id === id);
}
