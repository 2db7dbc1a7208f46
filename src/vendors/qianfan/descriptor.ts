import type { ApiDescriptor, VendorDescriptor } from '../../core/vendor.ts';
import {
  accessKeyField,
  accessSecretField,
  apiKeyField,
  appIdField,
  applicationKeyField,
  applicationSecretField,
} from './fields.ts';
import { v1BaseUrl } from './v1/address.ts';
import { models as v1Models } from './v1/models.ts';
import { options as v1Options } from './v1/options.ts';
import { endpoints } from './v2/addresses.ts';
import { models as v2Models } from './v2/models.ts';
import { options as v2Options } from './v2/options.ts';

/** How long a signature holds, by the vendor's clock. */
const clockToleranceMs = 1_800_000;

const v2: ApiDescriptor = {
  id: 'v2',
  label: 'ERNIE, DeepSeek and others (V2)',
  keyUrl: 'https://console.bce.baidu.com/iam/#/iam/apikey/list',
  authModes: [
    {
      id: 'api-key',
      label: 'API key',
      detail: 'Sends the key with every request, as the vendor’s own clients do.',
      fields: [apiKeyField, appIdField],
    },
    {
      id: 'iam',
      label: 'IAM access keys',
      detail: 'Signs for a key that holds half an hour. The Secret Key never leaves this computer.',
      fields: [accessKeyField, accessSecretField, appIdField],
      clockToleranceMs,
    },
  ],
  endpoints,
  models: v2Models,
  // Every plan has it.
  probeModel: 'deepseek-v3.2',
  options: v2Options,
  history: 'client',
  async create(connection, transport) {
    const { createProvider } = await import('./v2/provider.ts');
    return createProvider(connection, transport);
  },
};

const v1 = {
  warning:
    'Baidu announced the end of its public V1 service for August 2026. V1 is for private deployments and gateways.',
  endpoints: [
    {
      id: 'public',
      label: 'Public service',
      detail: 'aip.baidubce.com, announced to end in August 2026',
      baseUrl: v1BaseUrl,
    },
  ],
  models: v1Models,
  probeModel: 'ERNIE-Speed-8K',
  options: v1Options,
  history: 'client',
} as const satisfies Partial<ApiDescriptor>;

const v1OAuth: ApiDescriptor = {
  ...v1,
  id: 'v1-oauth',
  label: 'ERNIE V1, API Key and Secret Key',
  keyUrl: 'https://console.bce.baidu.com/qianfan/ais/console/applicationConsole/application',
  authModes: [
    {
      id: 'key',
      label: 'API Key and Secret Key',
      detail: 'Trades the two for an access token that holds 30 days.',
      fields: [applicationKeyField, applicationSecretField],
    },
  ],
  async create(connection, transport) {
    const { createOAuthProvider } = await import('./v1/provider.ts');
    return createOAuthProvider(connection, transport);
  },
};

const v1Iam: ApiDescriptor = {
  ...v1,
  id: 'v1-iam',
  label: 'ERNIE V1, IAM access keys',
  keyUrl: 'https://console.bce.baidu.com/iam/#/iam/accesslist',
  authModes: [
    {
      id: 'key',
      label: 'IAM access keys',
      detail: 'Signs every request. The Secret Key never leaves this computer.',
      fields: [accessKeyField, accessSecretField],
      clockToleranceMs,
    },
  ],
  async create(connection, transport) {
    const { createSigningProvider } = await import('./v1/provider.ts');
    return createSigningProvider(connection, transport);
  },
};

/** Baidu Qianfan with the ERNIE models and many of others. */
export const qianfan: VendorDescriptor = {
  id: 'qianfan',
  label: 'Baidu Qianfan',
  aliases: ['百度', '千帆', '百度千帆', '文心', '文心一言', 'ERNIE', 'Wenxin', 'Baidu', 'DeepSeek'],
  apis: [v2, v1OAuth, v1Iam],
};
