import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localDay, sumUsage, usageLine, type VendorUsage } from '../chat/dailyUsage.ts';
import type { Usage } from '../core/streamPart.ts';

const namePattern = /^(\d{4}-\d\d-\d\d)\.jsonl$/;

/** Counts the tokens of the day per vendor, for all windows together: one small file a day, of which today's is kept. */
export class UsageLog {
  readonly #directory: string;
  readonly #now: () => number;
  readonly #report: (error: unknown) => void;

  #tidied: Promise<void> | undefined;

  /** @param report hears of what could not be written or read; counting is no reason to fail. */
  constructor(directory: string, now: () => number, report: (error: unknown) => void) {
    this.#directory = directory;
    this.#now = now;
    this.#report = report;
  }

  async add(vendorId: string, usage: Usage): Promise<void> {
    this.#tidied ??= this.#tidy();
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      // What stands before it may have been written by half.
      await appendFile(this.#file(), `\n${usageLine(vendorId, usage)}`, { mode: 0o600 });
      await this.#tidied;
    } catch (error) {
      this.#report(error);
    }
  }

  /** What each vendor was used for today, by its id. */
  async today(): Promise<ReadonlyMap<string, VendorUsage>> {
    try {
      return sumUsage(await readFile(this.#file(), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#report(error);
      return new Map();
    }
  }

  /** Removes the files of the days that are over. */
  async #tidy(): Promise<void> {
    const today = localDay(this.#now());
    try {
      const old = (await readdir(this.#directory)).filter((name) => {
        const day = namePattern.exec(name)?.[1];
        return day !== undefined && day < today;
      });
      await Promise.all(old.map((name) => rm(join(this.#directory, name))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#report(error);
    }
  }

  #file(): string {
    return join(this.#directory, `${localDay(this.#now())}.jsonl`);
  }
}
