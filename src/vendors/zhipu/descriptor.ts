import type { ApiDescriptor, VendorDescriptor } from '../../core/vendor.ts';
import { apiKeyField, signingKeyField } from './apiKey.ts';
import { endpoints } from './endpoints.ts';
import { models } from './models.ts';
import { options } from './options.ts';

const bigModel: ApiDescriptor = {
  id: 'bigmodel',
  label: 'GLM (BigModel)',
  keyUrl: 'https://bigmodel.cn/usercenter/proj-mgmt/apikeys',
  authModes: [
    {
      id: 'api-key',
      label: 'API key',
      detail: 'Sends the key with every request, as the vendor’s own clients do.',
      fields: [apiKeyField],
    },
    {
      id: 'jwt',
      label: 'Signed token (JWT)',
      detail: 'Signs a short-lived token with the key. The key itself never leaves this computer.',
      fields: [signingKeyField],
      // A token holds so long, by the vendor's clock.
      clockToleranceMs: 210_000,
    },
  ],
  endpoints,
  models,
  probeModel: 'glm-4.7-flash',
  options,
  history: 'client',
  async create(connection, transport) {
    const { createProvider } = await import('./provider.ts');
    return createProvider(connection, transport);
  },
};

/** Zhipu AI, internationally Z.ai, with its GLM models. */
export const zhipu: VendorDescriptor = {
  id: 'zhipu',
  label: 'Zhipu',
  aliases: ['智谱', '智谱清言', 'GLM', 'ChatGLM', 'BigModel', 'Z.ai'],
  apis: [bigModel],
};
