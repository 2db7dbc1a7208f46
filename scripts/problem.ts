import process from 'node:process';

/** A fault that the person at the terminal can do something about. Its message is one clear sentence or two. */
export class Problem extends Error {}

/**
 * Runs the main function of a command-line script. A {@link Problem} ends it with its sentence on stderr and exit
 * code 1; anything else is a bug of the script and keeps its stack.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(1);
  }
}
