import process from 'node:process';
import type { JobResult } from './job.ts';

/** What a run of tests prints: lines that stay, and on a terminal one below them that is rewritten. */
export class Terminal {
  readonly #out = process.stdout;
  #status = '';

  print(text: string): void {
    this.#clear();
    this.#out.write(`${text}\n`);
    this.#show();
  }

  /** @param text what is going on; nothing is shown where the output is no terminal */
  setStatus(text: string): void {
    if (!this.#out.isTTY) return;
    this.#clear();
    this.#status = text.slice(0, Math.max(0, this.#out.columns - 1));
    this.#show();
  }

  #clear(): void {
    if (this.#status !== '') this.#out.write('\r\u001b[2K');
  }

  #show(): void {
    this.#out.write(this.#status);
  }
}

/** `unit             2385 passed, 0 failed    36.7 s` */
export function suiteLine(suite: string, results: readonly JobResult[]): string {
  const sum = (of: (result: JobResult) => number) => results.reduce((all, result) => all + of(result), 0);
  const skipped = sum((result) => result.skipped);
  const repeated = sum((result) => result.repeated);
  const counts = [
    `${sum((result) => result.passed)} passed`,
    `${sum((result) => result.failed)} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(repeated > 0 ? [`${repeated} repeated`] : []),
  ];
  const seconds = sum((result) => result.seconds).toFixed(1);
  return `${suite.padEnd(14)}${counts.join(', ').padEnd(40)}${seconds.padStart(7)} s`;
}

/** @param seconds @returns `7 min 12 s` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
