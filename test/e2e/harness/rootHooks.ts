import { reportFigure } from '../../figures.ts';
import { closeIdleHost } from './hostPool.ts';
import { closedWindows } from './recordedWindow.ts';

/** What all windows of this process did towards the network. */
export const mochaHooks = {
  async afterAll() {
    await closeIdleHost();
    if (closedWindows.length === 0) return;
    const attempts = closedWindows.flatMap((window) => window.attempts);
    const made = attempts.filter(({ verdict }) => verdict !== 'own');
    const elsewhere = made.filter(({ verdict }) => verdict === 'elsewhere');
    reportFigure(
      'addresses contacted: {addresses}, {elsewhere} of others than the chosen vendors ' +
        '({starts} starts of VS Code, {attempts} connections and look-ups recorded)',
      {
        addresses: new Set(made.map(({ host, port }) => `${host}:${port}`)).size,
        elsewhere: elsewhere.length,
        starts: closedWindows.length,
        attempts: attempts.length,
      },
    );
  },
};
