/** What a test process is told and tells: see testProcess.ts. */
export interface TestOrder {
  /** Absolute paths, and how often the mutant may be passed while each is running. */
  readonly files: readonly { readonly path: string; readonly hits: number }[];
}

export type TestReport =
  | { readonly type: 'begun'; readonly path: string }
  | {
      readonly type: 'done';
      /** What the first failing test is called and says. */
      readonly failure?: string;
      /** How often each mutant was passed. */
      readonly coverage: Readonly<Record<string, number>>;
    };

/** The exit code of a process that was caught in a loop. */
export const loopExitCode = 86;
