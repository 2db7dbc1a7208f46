import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** What may go wrong with an operation; `short`: only a part is written, or the disk fills up in the middle of it. */
export const faults = ['ENOSPC', 'EACCES', 'EIO', 'ENOENT', 'short'] as const;
export type Fault = (typeof faults)[number];

export interface FaultPlan {
  /** Which operation fails, from 0. */
  readonly at: number;
  readonly fault: Fault;
  /** Whether all after it fail as well, until the disk is mended. */
  readonly lasting: boolean;
}

type Operation = (...values: unknown[]) => unknown;
type Methods = Record<string, Operation>;

const promised = [
  'open',
  'readFile',
  'writeFile',
  'appendFile',
  'mkdir',
  'readdir',
  'rename',
  'rm',
  'unlink',
  'stat',
] as const;
const ofHandles = ['write', 'writeFile', 'read', 'readFile', 'stat', 'sync', 'datasync'] as const;
const immediate = ['openSync', 'writeSync', 'fstatSync', 'mkdirSync'] as const;

/** The file system of this process with each of its operations counted, one or more of which may fail. */
export class FaultyDisk {
  readonly #plan: FaultPlan | undefined;
  readonly #putBack: (() => void)[] = [];
  #isMended = false;
  /** The operations so far, by name. */
  readonly operations: string[] = [];

  constructor(plan?: FaultPlan) {
    this.#plan = plan;
  }

  /** Stands in for the file system until `remove`. */
  async install(): Promise<void> {
    const handle = await fsPromises.open(import.meta.filename);
    await handle.close();
    const handles = Object.getPrototypeOf(handle) as Methods;
    for (const name of promised) this.#replace(fsPromises as unknown as Methods, name, name);
    for (const name of ofHandles) this.#replace(handles, name, `handle.${name}`);
    for (const name of immediate) this.#replace(fs as unknown as Methods, name, name);
    syncBuiltinESMExports();
  }

  /** From now on everything works. */
  mend(): void {
    this.#isMended = true;
  }

  remove(): void {
    for (const putBack of this.#putBack.splice(0)) putBack();
    syncBuiltinESMExports();
  }

  #replace(owner: Methods, name: string, operation: string): void {
    const original = owner[name] as Operation;
    const next = (): Fault | undefined => this.#next(operation);
    const isAsync = !name.endsWith('Sync');
    owner[name] = function (this: unknown, ...values: unknown[]) {
      const fault = next();
      if (fault === undefined) return original.apply(this, values);
      const outcome = () => fail(this, original, operation, values, fault);
      return isAsync ? Promise.resolve().then(outcome) : outcome();
    };
    this.#putBack.push(() => {
      owner[name] = original;
    });
  }

  #next(operation: string): Fault | undefined {
    if (this.#isMended) return undefined;
    const index = this.operations.push(operation) - 1;
    const plan = this.#plan;
    if (!plan || index < plan.at || (index > plan.at && !plan.lasting)) return undefined;
    // What only reads cannot fill a disk.
    const isShort = plan.fault === 'short' && !/write|append/i.test(operation);
    return isShort ? (index === plan.at ? 'EIO' : undefined) : plan.fault;
  }
}

function fail(
  self: unknown,
  original: Operation,
  operation: string,
  [first, ...rest]: unknown[],
  fault: Fault,
): unknown {
  if (fault !== 'short') throw failure(fault, operation);
  const [second] = rest;
  switch (operation) {
    case 'handle.write':
      return original.call(self, half(first as Uint8Array));
    case 'writeSync':
      return original.call(self, first, half(second as Uint8Array));
    case 'handle.writeFile':
      return Promise.resolve(original.call(self, half(bytesOf(first)))).then(() => {
        throw failure('ENOSPC', operation);
      });
    default:
      return Promise.resolve(original.call(self, first, half(bytesOf(second)), ...rest.slice(1))).then(() => {
        throw failure('ENOSPC', operation);
      });
  }
}

function bytesOf(data: unknown): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array);
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

function failure(code: string, operation: string): Error {
  return Object.assign(new Error(`${code}: injected, ${operation}`), { code, syscall: operation });
}
