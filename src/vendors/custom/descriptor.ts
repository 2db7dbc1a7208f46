import type { ApiDescriptor, VendorDescriptor } from '../../core/vendor.ts';
import { endpoints } from './endpoints.ts';
import { apiKeyField, headersField } from './fields.ts';
import { models } from './models.ts';
import { options } from './options.ts';

const openAi: ApiDescriptor = {
  id: 'openai',
  label: 'OpenAI-compatible',
  keyUrl: 'https://platform.openai.com/docs/api-reference/chat',
  authModes: [
    {
      id: 'key',
      label: 'API key or none',
      detail: 'Sends the key, if there is one, and whatever headers a gateway asks for.',
      fields: [apiKeyField, headersField],
    },
  ],
  endpoints,
  models,
  probeModel: 'qwen2.5-coder:7b',
  options,
  history: 'client',
  baseUrlVariable: 'OPENAI_BASE_URL',
  ownModels: true,
  async findLocalServers(transport, signal) {
    const { findLocalServers } = await import('./localServers.ts');
    return findLocalServers(transport, signal);
  },
  async create(connection, transport) {
    const { createProvider } = await import('./provider.ts');
    return createProvider(connection, transport);
  },
};

/** Any server that speaks the OpenAI dialect: on this computer, in the company, or at another vendor. */
export const custom: VendorDescriptor = {
  id: 'custom',
  label: 'Custom server',
  aliases: [
    '自定义',
    'OpenAI',
    'Ollama',
    'LM Studio',
    'vLLM',
    'SGLang',
    'one-api',
    'DeepSeek',
    'Kimi',
    'Moonshot',
  ],
  apis: [openAi],
};
