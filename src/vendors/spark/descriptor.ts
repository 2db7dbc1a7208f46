import type { ApiDescriptor, VendorDescriptor } from '../../core/vendor.ts';
import { allowedSkewMs, apiKeyField, apiSecretField, appIdField, passwordField } from './credentials.ts';
import { models } from './models.ts';
import { completionOptions, socketOptions } from './options.ts';

const socket: ApiDescriptor = {
  id: 'websocket',
  label: 'Spark (WebSocket)',
  keyUrl: 'https://console.xfyun.cn/services/cbm',
  authModes: [
    {
      id: 'key',
      label: 'APPID, APIKey and APISecret',
      detail: 'Signs every connection with the secret, which never leaves this computer.',
      fields: [appIdField, apiKeyField, apiSecretField],
      clockToleranceMs: allowedSkewMs,
    },
  ],
  endpoints: [
    {
      id: 'china',
      label: 'Mainland China',
      detail: 'spark-api.xf-yun.com, one question at a time',
      baseUrl: 'wss://spark-api.xf-yun.com',
    },
  ],
  models: models.filter((model) => model.socket),
  probeModel: 'lite',
  options: socketOptions,
  history: 'client',
  async create(connection, transport) {
    const { createSocketProvider } = await import('./socketProvider.ts');
    return createSocketProvider(connection, transport);
  },
};

const http: ApiDescriptor = {
  id: 'http',
  label: 'Spark (HTTP)',
  keyUrl: 'https://console.xfyun.cn/services/cbm',
  authModes: [
    {
      id: 'password',
      label: 'APIPassword',
      detail: 'The console shows one for every version of the model.',
      fields: [passwordField],
    },
    {
      id: 'key-secret',
      label: 'APIKey and APISecret',
      detail: 'The same pair as for the WebSocket, for every activated version.',
      fields: [apiKeyField, apiSecretField],
    },
  ],
  endpoints: [
    {
      id: 'china',
      label: 'Mainland China',
      detail: 'spark-api-open.xf-yun.com, all versions',
      baseUrl: 'https://spark-api-open.xf-yun.com',
    },
  ],
  models,
  probeModel: 'lite',
  options: completionOptions,
  history: 'client',
  async create(connection, transport) {
    const { createCompletionProvider } = await import('./completionProvider.ts');
    return createCompletionProvider(connection, transport);
  },
};

/** iFlytek with its Spark models. */
export const spark: VendorDescriptor = {
  id: 'spark',
  label: 'iFlytek Spark',
  aliases: ['讯飞', '科大讯飞', '星火', '讯飞星火', 'SparkDesk', 'iFlytek', 'Xunfei', 'Xinghuo'],
  apis: [socket, http],
};
