import type { OptionName } from '../../../core/modelOptions.ts';
import type { ModelInfo } from '../../../core/vendor.ts';

/** A model with what it does in its own way. */
export interface V2Model extends ModelInfo {
  /** Options of the API that this model refuses. */
  readonly refuses?: readonly OptionName[];
}

const usual = {
  contextWindow: 131_072,
  maxOutputTokens: 12_288,
  thinking: 'none',
  tools: true,
  images: false,
  webSearch: true,
} as const;

const small = {
  ...usual,
  contextWindow: 8192,
  maxOutputTokens: 2048,
  tools: false,
  webSearch: false,
} as const;
const withoutPenalty = ['penaltyScore'] as const;

/**
 * The models that are worth offering, the most capable ones first. Numbers where the model list gives them.
 *
 * @see https://cloud.baidu.com/doc/qianfan/s/rmh4stp0j
 */
export const models: readonly V2Model[] = [
  { ...usual, id: 'ernie-5.1', label: 'ERNIE 5.1', maxOutputTokens: 65_536, thinking: 'optional' },
  {
    ...usual,
    id: 'ernie-5.0-thinking-latest',
    label: 'ERNIE 5.0 Thinking',
    maxOutputTokens: 65_536,
    thinking: 'always',
  },
  {
    ...usual,
    id: 'ernie-5.5-flash-preview',
    label: 'ERNIE 5.5 Flash (preview)',
    refuses: ['temperature'],
  },
  { ...usual, id: 'ernie-x1.1', label: 'ERNIE X1.1', thinking: 'always' },
  {
    ...usual,
    id: 'ernie-x1-turbo-32k',
    label: 'ERNIE X1 Turbo 32K',
    contextWindow: 32_768,
    thinking: 'always',
  },
  { ...usual, id: 'ernie-4.5-turbo-128k', label: 'ERNIE 4.5 Turbo 128K' },
  { ...usual, id: 'ernie-4.5-turbo-32k', label: 'ERNIE 4.5 Turbo 32K', contextWindow: 32_768 },
  {
    ...usual,
    id: 'ernie-4.5-turbo-vl',
    label: 'ERNIE 4.5 Turbo VL',
    contextWindow: 32_768,
    images: true,
  },
  {
    ...usual,
    id: 'deepseek-v3.2',
    label: 'DeepSeek V3.2',
    thinking: 'optional',
    refuses: withoutPenalty,
  },
  { ...usual, id: 'deepseek-r1', label: 'DeepSeek R1', thinking: 'always', refuses: withoutPenalty },
  { ...usual, id: 'glm-5.1', label: 'GLM-5.1', thinking: 'optional', webSearch: false },
  {
    ...usual,
    id: 'qianfan-code-latest',
    label: 'Qianfan Code (plans only)',
    thinking: 'optional',
    webSearch: false,
  },
  {
    ...small,
    id: 'ernie-speed-128k',
    label: 'ERNIE Speed 128K',
    contextWindow: 131_072,
    maxOutputTokens: 4096,
  },
  { ...small, id: 'ernie-speed-8k', label: 'ERNIE Speed 8K' },
  { ...small, id: 'ernie-lite-8k', label: 'ERNIE Lite 8K' },
  { ...small, id: 'ernie-tiny-8k', label: 'ERNIE Tiny 8K' },
];

/** The id of a model as V2 writes it: names that V1 and the vendors write with capitals are in lower case. */
export function modelId(name: string): string {
  const lowerCase = name.trim().toLowerCase();
  const isFamilyName = /^(?:ernie|deepseek|qwen|glm|qianfan-code)/.test(lowerCase);
  return isFamilyName ? lowerCase : name.trim();
}

/** What is known of a model. */
export function findModel(name: string): V2Model | undefined {
  const id = modelId(name);
  return models.find((model) => model.id === id);
}

/** Whether a model may be sent pictures; of an unknown one, whether its name does not speak against it. */
export function mayReadImages(name: string): boolean {
  const model = findModel(name);
  if (model) return model.images === true;
  return !/^(?:deepseek-[rv]\d|glm-z1-|ernie-(?:x1|speed|lite|tiny|char|novel))/.test(modelId(name));
}
