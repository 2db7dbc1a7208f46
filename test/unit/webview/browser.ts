import { after, before } from 'mocha';
import { useDeadline } from './deadline.ts';
import { openBrowser } from './openBrowser.ts';

/** Gives the tests of a `describe` block a DOM in the places where a browser has it, and a deadline. */
export function useBrowser(): void {
  useDeadline();
  let close: () => Promise<void>;
  before(() => {
    close = openBrowser();
  });
  after(() => close());
}
