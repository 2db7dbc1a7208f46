import type { ApiDescriptor, VendorDescriptor } from '../../core/vendor.ts';
import { apiKeyField, splitKey } from './apiKey.ts';
import { models } from './models.ts';

const bigModel: ApiDescriptor = {
  id: 'bigmodel',
  label: 'GLM (BigModel)',
  keyUrl: 'https://bigmodel.cn/usercenter/proj-mgmt/apikeys',
  fields: [apiKeyField],
  authModes: [
    {
      id: 'api-key',
      label: 'API key',
      detail: 'Sends the key with every request, as the vendor’s own clients do.',
      accepts: () => true,
    },
    {
      id: 'jwt',
      label: 'Signed token (JWT)',
      detail: 'Signs a short-lived token with the key. The key itself never leaves this computer.',
      accepts: (credentials) => splitKey(credentials[apiKeyField.id] ?? '') !== undefined,
    },
  ],
  endpoints: [
    {
      id: 'china',
      label: 'Mainland China, pay as you go',
      detail: 'open.bigmodel.cn, billed by tokens',
      baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    },
    {
      id: 'china-coding',
      label: 'Mainland China, Coding Plan',
      detail: 'open.bigmodel.cn, for keys with a GLM Coding Plan',
      baseUrl: 'https://open.bigmodel.cn/api/coding/paas/v4',
    },
    {
      id: 'international',
      label: 'International, pay as you go',
      detail: 'api.z.ai, billed by tokens',
      baseUrl: 'https://api.z.ai/api/paas/v4',
    },
    {
      id: 'international-coding',
      label: 'International, Coding Plan',
      detail: 'api.z.ai, for keys with a GLM Coding Plan',
      baseUrl: 'https://api.z.ai/api/coding/paas/v4',
    },
  ],
  models,
  probeModel: 'glm-4.7-flash',
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
