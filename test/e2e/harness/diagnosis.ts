import type { Frame } from 'playwright-core';
import { type QianfanServer, startQianfanServer } from '../../vendors/qianfan/qianfanServer.ts';
import { testAccount } from '../../vendors/spark/accounts.ts';
import { type SparkSocketServer, startSparkSocketServer } from '../../vendors/spark/socketServer.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import type { CodeWindow } from './window.ts';

/** Three vendors: one that is fine, one that does not know the key, one whose clock says something else. */
export interface DiagnosedVendors {
  readonly bigModel: BigModelServer;
  readonly qianfan: QianfanServer;
  readonly spark: SparkSocketServer;
  readonly environment: Record<string, string>;
  readonly settings: Record<string, unknown>;
  close(): Promise<void>;
}

/** A key of the right shape that no server knows. */
export const wrongKey = 'bce-v3/ALTAK-WrongWrongWrongWrong12/0123456789abcdef0123456789abcdef01234567';

export async function startDiagnosedVendors(): Promise<DiagnosedVendors> {
  const [bigModel, qianfan, spark] = await Promise.all([
    startBigModelServer(),
    startQianfanServer(),
    startSparkSocketServer({ now: () => Date.now() + 20 * 60_000 }),
  ]);
  const text = Array.from({ length: 20 }, (_, index) => `${index + 1} `);
  // About as fast as a model; a reply that is there at once may come in one piece where the machine is busy.
  bigModel.always({ type: 'reply', text, delayMs: 60 });
  return {
    bigModel,
    qianfan,
    spark,
    environment: {
      ZHIPUAI_API_KEY: testKeys.payAsYouGo,
      QIANFAN_BEARER_TOKEN: wrongKey,
      SPARKAI_APP_ID: testAccount.appId,
      SPARKAI_API_KEY: testAccount.apiKey,
      SPARKAI_API_SECRET: testAccount.apiSecret,
    },
    settings: {
      'hanlin.endpoints': {
        'zhipu/bigmodel': bigModel.payAsYouGoBase,
        'qianfan/v2': qianfan.v2Base,
        'spark/websocket': spark.origin,
        'spark/http': bigModel.payAsYouGoBase,
      },
    },
    close: async () => {
      await Promise.all([bigModel.close(), qianfan.close(), spark.close()]);
    },
  };
}

/** Runs the command with this title and waits until everything was looked at. */
export async function runDiagnosis(window: CodeWindow, title: string): Promise<Frame> {
  await window.runCommand(title);
  return await window.panel('.diagnosis[data-state=done]:not([hidden])');
}
