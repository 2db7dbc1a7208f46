import { after, before } from 'mocha';
import { openBrowser } from './openBrowser.ts';

/** Gives the tests of a `describe` block a DOM in the places where a browser has it. */
export function useBrowser(): void {
  let close: () => Promise<void>;
  before(() => {
    close = openBrowser();
  });
  after(() => close());
}
