import { Window } from 'happy-dom';
import { after, before } from 'mocha';

const names = [
  'document',
  'Element',
  'Event',
  'File',
  'FileReader',
  'HTMLElement',
  'IntersectionObserver',
  'KeyboardEvent',
  'MessageEvent',
  'MouseEvent',
  'Node',
  'NodeFilter',
  'ResizeObserver',
  'Text',
  'window',
] as const;

/** Gives the tests of a `describe` block a DOM in the places where a browser has it. */
export function useBrowser(): void {
  const saved = new Map<string, PropertyDescriptor | undefined>();
  let browser: Window;
  before(() => {
    browser = new Window({ url: 'https://webview.test/' });
    for (const name of names) {
      saved.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      const value = name === 'window' ? browser : browser[name];
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
    }
  });
  after(async () => {
    for (const [name, descriptor] of saved) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    await browser.happyDOM.close();
  });
}
