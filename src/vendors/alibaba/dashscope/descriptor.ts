import type { ApiDescriptor } from '../../../core/vendor.ts';
import { apiKeyField } from './apiKey.ts';
import { endpoints } from './endpoints.ts';
import { models } from './models.ts';
import { options } from './options.ts';

/** Qwen, and what else Model Studio hosts. */
export const dashscope: ApiDescriptor = {
  id: 'dashscope',
  label: 'Qwen (Model Studio)',
  keyUrl: 'https://bailian.console.aliyun.com/?tab=model#/api-key',
  authModes: [
    {
      id: 'key',
      label: 'API key',
      detail: 'A key belongs to one region and one plan.',
      fields: [apiKeyField],
    },
  ],
  endpoints,
  models,
  // Part of every plan.
  probeModel: 'qwen3-coder-plus',
  options,
  history: 'client',
  async create(connection, transport) {
    const { createProvider } = await import('./provider.ts');
    return createProvider(connection, transport);
  },
};
