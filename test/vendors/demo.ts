import { startAlibabaDemo } from './alibaba/demo.ts';
import { startCustomDemo } from './custom/demo.ts';
import { type DemoOptions, type DemoPart, portsPerVendor } from './loopback/demoPart.ts';
import { startQianfanDemo } from './qianfan/demo.ts';
import { startSparkDemo } from './spark/demo.ts';
import { startBigModelDemo } from './zhipu/demo.ts';

export interface DemoServers {
  /** Variables for the process that runs VS Code. */
  readonly environment: Record<string, string>;
  /** User settings that lead to the servers. */
  readonly settings: Record<string, unknown>;
  close(): Promise<void>;
}

export interface DemoServersOptions {
  /** The preferred first port, so that what a profile has stored keeps leading here; free ones if taken. */
  readonly port?: number;
  /** Pause between two pieces of a reply. */
  readonly paceMs?: number;
}

/** In this order they take their ports, from the preferred one up. */
const starters: readonly ((options: DemoOptions) => Promise<DemoPart>)[] = [
  startBigModelDemo,
  startQianfanDemo,
  startSparkDemo,
  startAlibabaDemo,
  startCustomDemo,
];

/** Starts the servers that answer without any account, each with a demonstration of what it received. */
export async function startDemoServers(options: DemoServersOptions = {}): Promise<DemoServers> {
  const { port = 0, paceMs = 20 } = options;
  const parts = await Promise.all(
    starters.map((start, index) => start({ port: port === 0 ? 0 : port + index * portsPerVendor, paceMs })),
  );
  return {
    environment: Object.assign({}, ...parts.map(({ environment }) => environment)),
    settings: { 'hanlin.endpoints': Object.assign({}, ...parts.map(({ endpoints }) => endpoints)) },
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}
