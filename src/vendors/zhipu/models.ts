import type { ModelInfo } from '../../core/vendor.ts';

export interface GlmModel extends ModelInfo {
  /** The values of `reasoning_effort`, where the model knows that parameter. */
  readonly reasoningEfforts?: readonly string[];
  /** Whether it streams the input of a tool call, instead of holding it back until it is whole. */
  readonly streamsTools: boolean;
}

const efforts = ['max', 'high', 'low'];

const million = { contextWindow: 1_000_000, maxOutputTokens: 131_072 } as const;
const common = {
  contextWindow: 200_000,
  maxOutputTokens: 131_072,
  thinking: 'optional',
  tools: true,
  webSearch: true,
  streamsTools: true,
} as const;

/**
 * The models that are worth offering, newest first.
 *
 * @see https://docs.bigmodel.cn/cn/guide/start/model-overview
 */
export const models: readonly GlmModel[] = [
  { ...common, ...million, id: 'glm-5.3', label: 'GLM-5.3', thinking: 'always', reasoningEfforts: efforts },
  {
    ...common,
    ...million,
    id: 'glm-5.3-flash',
    label: 'GLM-5.3-Flash',
    thinking: 'always',
    images: true,
    reasoningEfforts: efforts,
  },
  {
    ...common,
    ...million,
    id: 'glm-5.2',
    label: 'GLM-5.2',
    reasoningEfforts: [...efforts, 'xhigh', 'medium', 'minimal', 'none'],
  },
  { ...common, id: 'glm-5.1', label: 'GLM-5.1' },
  { ...common, id: 'glm-5', label: 'GLM-5' },
  { ...common, id: 'glm-4.7', label: 'GLM-4.7' },
  { ...common, id: 'glm-4.7-flash', label: 'GLM-4.7-Flash' },
  { ...common, id: 'glm-4.6', label: 'GLM-4.6' },
  {
    ...common,
    id: 'glm-4.5-air',
    label: 'GLM-4.5-Air',
    contextWindow: 128_000,
    maxOutputTokens: 98_304,
    streamsTools: false,
  },
];

/** What is known of a model; its id comes back from some servers in another letter case. */
export function findModel(id: string): GlmModel | undefined {
  const name = id.toLowerCase();
  return models.find((model) => model.id === name);
}
