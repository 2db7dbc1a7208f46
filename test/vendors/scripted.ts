import { type BeebotServer, startBeebotServer, testAccessKeys, testRobots } from './alibaba/beebotServer.ts';
import { testKeys as qianfanKeys } from './qianfan/account.ts';
import { type QianfanServer, startQianfanServer } from './qianfan/qianfanServer.ts';
import { type BigModelServer, startBigModelServer, testKeys } from './zhipu/bigModelServer.ts';

/** Servers that do what a test tells them, with everything that leads a window to them. */
export interface ScriptedVendors {
  readonly bigModel: BigModelServer;
  readonly qianfan: QianfanServer;
  readonly beebot: BeebotServer;
  /** Variables for the process that runs VS Code. */
  readonly environment: Record<string, string>;
  /** User settings that lead to the servers. */
  readonly settings: Record<string, unknown>;
  close(): Promise<void>;
}

/** A message as all vendors but Beebot get it. A content that is not text alone is a list of parts. */
export interface SentMessage {
  readonly role: string;
  readonly content: unknown;
}

export async function startScriptedVendors(): Promise<ScriptedVendors> {
  const [bigModel, qianfan, beebot] = await Promise.all([
    startBigModelServer(),
    startQianfanServer(),
    startBeebotServer(),
  ]);
  return {
    bigModel,
    qianfan,
    beebot,
    environment: {
      ZHIPUAI_API_KEY: testKeys.payAsYouGo,
      QIANFAN_BEARER_TOKEN: qianfanKeys.payAsYouGo,
      ALIBABA_CLOUD_ACCESS_KEY_ID: testAccessKeys.permanent.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: testAccessKeys.permanent.secret,
      BEEBOT_INSTANCE_ID: testRobots.inDefaultSpace.instanceId,
    },
    settings: {
      'hanlin.endpoints': {
        'zhipu/bigmodel': bigModel.payAsYouGoBase,
        'qianfan/v2': qianfan.v2Base,
        'alibaba/beebot': beebot.origin,
      },
    },
    close: async () => {
      await Promise.all([bigModel.close(), qianfan.close(), beebot.close()]);
    },
  };
}

/** The messages of the request that came last, without our instructions to the model. */
export function lastMessages({
  requests,
}: {
  readonly requests: readonly { body: unknown }[];
}): SentMessage[] {
  const body = requests.at(-1)?.body as { messages: SentMessage[] } | undefined;
  return (body?.messages ?? []).filter(({ role }) => role !== 'system');
}
