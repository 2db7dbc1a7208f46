/** Limits and abilities of one model, as far as the checks of a request need them. */
export interface DashScopeModel {
  readonly id: string;
  /** Tokens of the prompt. */
  readonly inputLimit: number;
  /** Largest `max_tokens`. */
  readonly outputLimit: number;
  /** `none`: knows no thinking; `off` and `on`: what it does unless told; `always`: cannot be told. */
  readonly thinking: 'none' | 'off' | 'on' | 'always';
  /** Refuses to think unless streamed, also where it thinks by itself. */
  readonly thinksInStreamsOnly: boolean;
  /** Largest `thinking_budget`. */
  readonly thinkingLimit: number;
  /** Goes on with a last message that is `partial`. */
  readonly partial: boolean;
  /** Part of the Coding Plan. */
  readonly codingPlan: boolean;
}

const million = 1_000_000;

/**
 * The chat models this server knows. Limits follow the model list of Model Studio where it was at hand and are
 * plausible elsewhere: a test must not take them for the vendor's.
 */
export const dashScopeModels: readonly DashScopeModel[] = [
  chatModel('qwen3-coder-plus', {
    inputLimit: million,
    outputLimit: 65_536,
    partial: true,
    codingPlan: true,
  }),
  chatModel('qwen3-coder-flash', { inputLimit: million, outputLimit: 65_536, partial: true }),
  chatModel('qwen3-coder-next', { outputLimit: 65_536, partial: true, codingPlan: true }),
  chatModel('qwen3-max', { outputLimit: 65_536, thinking: 'off', codingPlan: true }),
  chatModel('qwen3.5-plus', { inputLimit: million, outputLimit: 65_536, thinking: 'on', codingPlan: true }),
  chatModel('qwen3.5-flash', { inputLimit: million, outputLimit: 65_536, thinking: 'on' }),
  chatModel('qwen3.7-max', { outputLimit: 65_536, thinking: 'on' }),
  chatModel('qwen3.7-plus', { inputLimit: million, outputLimit: 65_536, thinking: 'on' }),
  chatModel('qwen3-235b-a22b', {
    inputLimit: 129_024,
    outputLimit: 16_384,
    thinking: 'on',
    thinksInStreamsOnly: true,
  }),
  chatModel('qwq-plus', {
    inputLimit: 98_304,
    outputLimit: 8192,
    thinking: 'always',
    thinksInStreamsOnly: true,
  }),
  chatModel('qwen-max', { inputLimit: 30_720, outputLimit: 8192, partial: true }),
  chatModel('qwen-plus', { inputLimit: million, outputLimit: 32_768, thinking: 'off', partial: true }),
  chatModel('qwen-flash', { inputLimit: million, outputLimit: 32_768, thinking: 'off', partial: true }),
  chatModel('qwen-turbo', { inputLimit: million, outputLimit: 16_384, thinking: 'off' }),
  chatModel('qwen-coder-turbo', { inputLimit: 129_024 }),
  chatModel('qwen2.5-coder-32b-instruct', { inputLimit: 129_024 }),
  chatModel('qwen2.5-coder-7b-instruct', { inputLimit: 129_024 }),
  chatModel('glm-5', { outputLimit: 16_384, thinking: 'on', codingPlan: true }),
  chatModel('glm-4.7', { outputLimit: 16_384, thinking: 'on', codingPlan: true }),
];

/** Models of `/completions`, which fill in the middle. Beijing only. */
export const completionModels: readonly string[] = [
  ...['0.5b', '1.5b', '3b', '7b', '14b', '32b'].map((size) => `qwen2.5-coder-${size}-instruct`),
  'qwen-coder-turbo',
  'qwen-coder-turbo-latest',
  'qwen-coder-turbo-0919',
];

/** A model without known limits, for tests that allow ids of their own. */
export function permissiveDashScopeModel(id: string): DashScopeModel {
  return chatModel(id, {
    inputLimit: million,
    outputLimit: million,
    thinking: 'off',
    partial: true,
    codingPlan: true,
  });
}

function chatModel(id: string, differences: Partial<DashScopeModel>): DashScopeModel {
  return {
    id,
    inputLimit: 258_048,
    outputLimit: 8192,
    thinking: 'none',
    thinksInStreamsOnly: false,
    thinkingLimit: 81_920,
    partial: false,
    codingPlan: false,
    ...differences,
  };
}
