import { demonstrationScenario } from '../loopback/demonstrationScenario.ts';
import type { DemoOptions, DemoPart } from '../loopback/demoPart.ts';
import { preferPort } from '../loopback/listen.ts';
import type { Account } from './account.ts';
import { startQianfanServer } from './qianfanServer.ts';

/** They open nothing but the loopback server. */
const environment = {
  QIANFAN_BEARER_TOKEN: 'bce-v3/ALTAK-NotARealKeyForTheDemo/0000000000000000000000000000000000000000',
  QIANFAN_AK: 'NotARealApiKeyForTheDemo',
  QIANFAN_SK: 'NotARealSecretKeyForTheLocalDemo',
  QIANFAN_ACCESS_KEY: 'ALTAKNotARealAccessKeyDemo',
  QIANFAN_SECRET_KEY: '00000000000000000000000000000000',
};

const account: Account = {
  bearerKeys: [{ key: environment.QIANFAN_BEARER_TOKEN }],
  applicationIds: [],
  applications: [{ apiKey: environment.QIANFAN_AK, secretKey: environment.QIANFAN_SK }],
  accessKeys: [{ accessKey: environment.QIANFAN_ACCESS_KEY, secretKey: environment.QIANFAN_SECRET_KEY }],
};

/** Starts Qianfan’s three APIs on one port. */
export async function startQianfanDemo({ port, paceMs }: DemoOptions): Promise<DemoPart> {
  const server = await preferPort(port, (free) =>
    startQianfanServer({ account, models: 'any', deployments: 'any', port: free }),
  );
  server.always((request) => demonstrationScenario(request, paceMs));
  return {
    environment,
    endpoints: {
      'qianfan/v2': server.v2Base,
      'qianfan/v1-oauth': server.origin,
      'qianfan/v1-iam': server.origin,
    },
    close: server.close,
  };
}
