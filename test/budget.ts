import process from 'node:process';

/** The environment variable that `npm run test:soak` sets to 1. */
export const soakVariable = 'HANLIN_TEST_SOAK';

/**
 * How often something is tried: a sample in `npm test`, and all of it in `npm run test:soak`, which runs every test file
 * that imports this one.
 */
export function budget<T>({ sample, soak }: { readonly sample: T; readonly soak: T }): T {
  return process.env[soakVariable] === '1' ? soak : sample;
}
