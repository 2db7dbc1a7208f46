import type { ModelInfo } from '../../core/vendor.ts';

/**
 * A few to begin with: every server has models of its own. The window of a local model is what its server was started
 * with, so what is said of it here is cautious.
 */
export const models: readonly ModelInfo[] = [
  {
    id: 'qwen2.5-coder:7b',
    label: 'Qwen2.5-Coder 7B (local)',
    contextWindow: 32_768,
    maxOutputTokens: 8_192,
    thinking: 'none',
    tools: true,
    completion: true,
  },
  {
    id: 'qwen3-coder:30b',
    label: 'Qwen3-Coder 30B (local)',
    contextWindow: 32_768,
    maxOutputTokens: 8_192,
    thinking: 'none',
    tools: true,
  },
  {
    id: 'deepseek-chat',
    label: 'DeepSeek Chat',
    contextWindow: 128_000,
    maxOutputTokens: 8_192,
    thinking: 'none',
    tools: true,
    completion: true,
  },
  {
    id: 'deepseek-reasoner',
    label: 'DeepSeek Reasoner',
    contextWindow: 128_000,
    maxOutputTokens: 65_536,
    thinking: 'always',
  },
  {
    id: 'kimi-k2-turbo-preview',
    label: 'Kimi K2 Turbo',
    contextWindow: 256_000,
    maxOutputTokens: 32_768,
    thinking: 'none',
    tools: true,
  },
];
