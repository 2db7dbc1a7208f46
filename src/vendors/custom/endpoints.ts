import type { Endpoint } from '../../core/vendor.ts';

/** Well-known ones. Any other address is used as it is typed. */
export const endpoints: readonly Endpoint[] = [
  {
    id: 'ollama',
    label: 'Ollama',
    detail: 'localhost:11434, on this computer',
    baseUrl: 'http://localhost:11434/v1',
  },
  {
    id: 'lm-studio',
    label: 'LM Studio',
    detail: 'localhost:1234, on this computer',
    baseUrl: 'http://localhost:1234/v1',
  },
  { id: 'deepseek', label: 'DeepSeek', detail: 'api.deepseek.com', baseUrl: 'https://api.deepseek.com' },
  { id: 'kimi', label: 'Kimi', detail: 'api.moonshot.cn', baseUrl: 'https://api.moonshot.cn/v1' },
];
