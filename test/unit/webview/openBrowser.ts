import { Window } from 'happy-dom';

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

/** Puts a DOM in the places where a browser has it. What it returns takes it away again. */
export function openBrowser(): () => Promise<void> {
  const saved = new Map<string, PropertyDescriptor | undefined>();
  const browser = new Window({ url: 'https://webview.test/' });
  for (const name of names) {
    saved.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    const value = name === 'window' ? browser : browser[name];
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
  return async () => {
    for (const [name, descriptor] of saved) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    await browser.happyDOM.close();
  };
}
