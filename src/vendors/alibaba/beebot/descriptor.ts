import type { ApiDescriptor } from '../../../core/vendor.ts';
import {
  accessKeyIdField,
  accessKeySecretField,
  agentKeyField,
  instanceIdField,
  securityTokenField,
} from './accessKey.ts';
import { beebotBases, beebotModel, beebotOptions, longestUtterance } from './limits.ts';

const fields = [
  accessKeyIdField,
  accessKeySecretField,
  instanceIdField,
  agentKeyField,
  securityTokenField,
] as const;

/** A request that is further off is refused with InvalidTimeStamp.Expired. */
const clockToleranceMs = 900_000;

/** A customer-service robot, which answers from what it was taught. */
export const beebot: ApiDescriptor = {
  id: 'beebot',
  label: 'Beebot (Tongyi)',
  keyUrl: 'https://ram.console.aliyun.com/manage/ak',
  warning:
    'A customer-service robot: it answers from its own knowledge, takes 512 characters and sees no code. For programming, choose Qwen.',
  authModes: [
    {
      id: 'acs3',
      label: 'AccessKey',
      detail: 'Signs with ACS3-HMAC-SHA256, as the vendor recommends.',
      fields,
      clockToleranceMs,
    },
    {
      id: 'rpc',
      label: 'AccessKey, classic signature',
      detail: 'Signs with HMAC-SHA1, for gateways that know nothing newer.',
      fields,
      clockToleranceMs,
    },
  ],
  endpoints: [
    { id: 'china', label: 'Mainland China', detail: 'alime-ws.aliyuncs.com', baseUrl: beebotBases[0] },
  ],
  // The vendor tells no limits but that of a question.
  models: [
    {
      id: beebotModel,
      label: 'Beebot',
      contextWindow: 32_000,
      maxOutputTokens: 8_000,
      thinking: 'none',
      maxInputCharacters: longestUtterance,
    },
  ],
  probeModel: beebotModel,
  options: beebotOptions,
  history: 'server',
  async create(connection, transport) {
    const { createProvider } = await import('./provider.ts');
    return createProvider(connection, transport);
  },
};
