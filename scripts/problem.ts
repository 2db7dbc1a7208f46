import process from 'node:process';

/** A fault that the person at the terminal can do something about. Its message is one clear sentence or two. */
export class Problem extends Error {}

/** @returns what a person can do about a failure of the disk; undefined if it is another failure */
export function diskProblem(error: unknown): Problem | undefined {
  const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Problem(
      `The disk is full (${code}${path === undefined ? '' : ` at ${path}`}). Make room, then start this again.`,
    );
  }
  if ((code === 'EACCES' || code === 'EPERM' || code === 'EROFS') && path !== undefined) {
    return new Problem(
      `${path} may not be written by you (${code}). Mend its permissions, then start this again.`,
    );
  }
  return undefined;
}

/**
 * Runs the main function of a command-line script. A {@link Problem} ends it with its sentence on stderr and exit
 * code 1; anything else is a bug of the script and keeps its stack.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const problem = error instanceof Problem ? error : diskProblem(error);
    console.error(problem?.message ?? error);
    process.exit(1);
  }
}
