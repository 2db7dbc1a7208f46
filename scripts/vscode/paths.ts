import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../..');

/** What is downloaded once and kept; ignored by git. */
export const cacheDirectory = join(repository, '.vscode-test');

/** The folder that `npm start` and the tests open, always as a copy. */
export const sampleWorkspace = join(repository, 'test', 'sampleWorkspace');
