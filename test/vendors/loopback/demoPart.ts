/** One vendor's part of the demonstration servers. */
export interface DemoPart {
  /** Variables for the process that runs VS Code. */
  readonly environment: Readonly<Record<string, string>>;
  /** Entries of the setting `hanlin.endpoints`. */
  readonly endpoints: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** The first port of the vendor's own `portsPerVendor` preferred ones; any free ones when it is 0. */
  readonly port: number;
  /** Pause between two pieces of a reply. */
  readonly paceMs: number;
}

/** How far the preferred ports of two vendors are apart. */
export const portsPerVendor = 4;
