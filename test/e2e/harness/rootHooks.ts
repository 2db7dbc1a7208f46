import { rm } from 'node:fs/promises';
import { reportFigure } from '../../figures.ts';
import { closedWindows, recordsDirectory } from './recordedWindow.ts';

/** For the run as a whole: what all windows together did towards the network. */
export const mochaHooks = {
  async beforeAll() {
    await rm(recordsDirectory, { recursive: true, force: true });
  },
  afterAll() {
    const attempts = closedWindows.flatMap((window) => window.attempts);
    const made = attempts.filter(({ verdict }) => verdict !== 'own');
    const addresses = new Set(made.map(({ host, port }) => `${host}:${port}`));
    const elsewhere = made.filter(({ verdict }) => verdict === 'elsewhere');
    const where = elsewhere.length === 0 ? 'all of chosen vendors' : `${elsewhere.length} of others`;
    reportFigure(
      `addresses contacted: ${addresses.size}, ${where} (${closedWindows.length} windows, ` +
        `${attempts.length} connections and look-ups recorded)`,
    );
  },
};
