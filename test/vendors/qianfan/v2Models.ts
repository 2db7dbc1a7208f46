import type { Plan } from './account.ts';

/** Limits and abilities of one V2 model, as far as the checks of a request need them. */
export interface V2Model {
  readonly id: string;
  /** Tokens that prompt and answer share. */
  readonly contextWindow: number;
  /** Largest `max_tokens`. */
  readonly maxOutput: number;
  /** `none`: knows no thinking; `optional`: `enable_thinking` switches it on; `always`: thinks. */
  readonly thinking: 'none' | 'optional' | 'always';
  /** Parameters that this model refuses. */
  readonly refuses: readonly string[];
  readonly readsImages: boolean;
  readonly plans: readonly Plan[];
}

const usual: Omit<V2Model, 'id'> = {
  contextWindow: 131_072,
  maxOutput: 12_288,
  thinking: 'none',
  refuses: [],
  readsImages: false,
  plans: ['pay-as-you-go'],
};

const small = { contextWindow: 8192, maxOutput: 2048 };
const everyPlan: readonly Plan[] = ['pay-as-you-go', 'coding', 'token'];
const withoutPenalty = ['penalty_score'];

/** The models this server knows. Source: cloud.baidu.com/doc/qianfan, model list; numbers where it gives them. */
export const v2Models: readonly V2Model[] = [
  { ...usual, id: 'ernie-5.1', maxOutput: 65_536, thinking: 'optional' },
  { ...usual, id: 'ernie-5.0-thinking-latest', maxOutput: 65_536, thinking: 'always' },
  { ...usual, id: 'ernie-5.5-flash-preview', refuses: ['temperature'] },
  { ...usual, id: 'ernie-4.5-turbo-128k' },
  { ...usual, id: 'ernie-4.5-turbo-32k', contextWindow: 32_768 },
  { ...usual, id: 'ernie-4.5-turbo-vl', contextWindow: 32_768, readsImages: true },
  { ...usual, id: 'ernie-4.0-8k', ...small },
  { ...usual, id: 'ernie-4.0-turbo-8k', ...small },
  { ...usual, id: 'ernie-3.5-8k', ...small },
  { ...usual, id: 'ernie-x1-turbo-32k', contextWindow: 32_768, thinking: 'always' },
  { ...usual, id: 'ernie-x1.1', thinking: 'always' },
  { ...usual, id: 'ernie-speed-8k', ...small },
  { ...usual, id: 'ernie-speed-128k', maxOutput: 4096 },
  { ...usual, id: 'ernie-speed-pro-128k', maxOutput: 4096 },
  { ...usual, id: 'ernie-lite-8k', ...small },
  { ...usual, id: 'ernie-tiny-8k', ...small },
  { ...usual, id: 'deepseek-v3', refuses: withoutPenalty },
  { ...usual, id: 'deepseek-v3.2', thinking: 'optional', refuses: withoutPenalty, plans: everyPlan },
  { ...usual, id: 'deepseek-r1', thinking: 'always', refuses: withoutPenalty },
  { ...usual, id: 'glm-5.1', thinking: 'optional', plans: everyPlan },
  { ...usual, id: 'glm-z1-rumination-32b-0414', thinking: 'always', refuses: ['system'] },
  { ...usual, id: 'qwen3-coder-480b-a35b-instruct' },
  { ...usual, id: 'qianfan-code-latest', thinking: 'optional', plans: ['coding', 'token'] },
];

/** A model without known limits, for tests that allow ids of their own. */
export function permissiveModel(id: string): V2Model {
  return { ...usual, id, maxOutput: 65_536, thinking: 'optional', readsImages: true, plans: everyPlan };
}
