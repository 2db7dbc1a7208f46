import { demonstrationReply } from './demonstration/demonstration.ts';
import { cutIntoPieces } from './demonstration/pieces.ts';
import { type BigModelServer, startBigModelServer } from './zhipu/bigModelServer.ts';
import { fitToLimit } from './zhipu/defaultReply.ts';
import type { AcceptedRequest } from './zhipu/requestRules.ts';
import type { ReplyScenario } from './zhipu/scenario.ts';

export interface DemoServers {
  /** Variables for the process that runs VS Code. */
  readonly environment: Record<string, string>;
  /** User settings that lead to the servers. */
  readonly settings: Record<string, unknown>;
  close(): Promise<void>;
}

export interface DemoServersOptions {
  /** The preferred port, so that what a profile has stored keeps leading here; a free one if it is taken. */
  readonly port?: number;
  /** Pause between two pieces of a reply. */
  readonly paceMs?: number;
}

/** Opens nothing but the loopback servers. */
const demonstrationKey = 'not-a-real-key.for-the-local-demo';

/** A reply arrives in about this many pieces: at 20 ms each, some eight seconds. */
const pieceCount = 400;

/** Starts the servers that answer without any account, each with a demonstration of what it received. */
export async function startDemoServers(options: DemoServersOptions = {}): Promise<DemoServers> {
  const bigModel = await startBigModel(options.port ?? 0);
  bigModel.always((request) => demonstrationScenario(request, options.paceMs ?? 20));
  return {
    environment: { ZHIPUAI_API_KEY: demonstrationKey },
    settings: { 'hanlin.endpoints': { 'zhipu/bigmodel': bigModel.payAsYouGoBase } },
    close: () => bigModel.close(),
  };
}

async function startBigModel(port: number): Promise<BigModelServer> {
  const keys = [{ key: demonstrationKey, plan: 'both' }] as const;
  try {
    return await startBigModelServer({ keys, models: 'any', port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (port === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error;
    return startBigModelServer({ keys, models: 'any' });
  }
}

function demonstrationScenario(request: AcceptedRequest, paceMs: number): ReplyScenario {
  const { reasoning, text } = demonstrationReply(request);
  const share = reasoning.length / (reasoning.length + text.length);
  return fitToLimit(
    {
      type: 'reply',
      reasoning: reasoning === '' ? [] : cutIntoPieces(reasoning, Math.ceil(pieceCount * share)),
      text: cutIntoPieces(text, Math.ceil(pieceCount * (1 - share))),
      delayMs: paceMs,
    },
    request.maxTokens,
  );
}
