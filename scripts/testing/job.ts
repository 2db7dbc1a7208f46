/** Tests of one suite that run in a process of their own, or a check that has no tests. */
export interface Job {
  /** The suite, or suite and part: `unit`, `e2e/composer`. */
  readonly name: string;
  readonly suite: string;
  /** Arguments for Node, one list per command; each is run, whatever became of the ones before. */
  readonly commands: readonly (readonly string[])[];
  /** Whether mocha runs it; otherwise it is one check. */
  readonly counted: boolean;
  /** Whether it opens a window of VS Code. Such a job waits for what is fetched and built. */
  readonly window: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Tests that failed and were tried again. */
  readonly repeated: number;
  /** For people: each failure, and whatever else went wrong. */
  readonly failures: readonly string[];
  readonly repeats: readonly string[];
  readonly seconds: number;
}
