import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import type { CodeWindow } from './window.ts';

/** A place that somebody may look into, and what is there. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** From now on, keeps what every document is sent, until the next load of the window. Loads it again to begin. */
export async function keepMessages(window: CodeWindow): Promise<void> {
  await window.page.addInitScript(() => {
    const kept: string[] = [];
    Object.assign(globalThis, { keptMessages: kept });
    addEventListener(
      'message',
      ({ data }) => {
        try {
          kept.push(typeof data === 'string' ? data : JSON.stringify(data));
        } catch {
          // Not a message of ours: ours are plain data.
        }
      },
      { capture: true },
    );
  });
  await window.reload();
}

/**
 * All that can be looked into from outside of a window's processes: every file of the user-data folder and the
 * workspace, every document with its messages and the values of its inputs, the clipboard, and what VS Code keeps in the
 * browser.
 */
export async function everywhere({ page, workspace }: CodeWindow): Promise<readonly Place[]> {
  const clipboard = await page.evaluate(() => navigator.clipboard.readText());
  return [
    ...(await files(join(dirname(workspace), 'data'))),
    ...(await files(workspace)),
    ...(await documents(page)),
    ...(await browserStorage(page)),
    { name: 'the clipboard', text: clipboard },
  ];
}

/** Every file as it is, and as UTF-16, which databases may use. */
async function files(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      // It may have been a lock, which comes and goes.
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      return {
        name: relative(dirname(folder), path),
        text: `${bytes.toString('latin1')}\n${bytes.toString('utf16le')}`,
      };
    });
  return Promise.all(read);
}

/** The terminals and the output are documents, too: they are drawn as elements. */
async function documents(page: Page): Promise<Place[]> {
  const read = page.frames().map(async (frame): Promise<Place[]> => {
    try {
      const content = await frame.content();
      const more = await frame.evaluate(() => {
        const inputs = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
        const { keptMessages = [] } = globalThis as { keptMessages?: readonly string[] };
        return { inputs: inputs.map(({ value }) => value), messages: keptMessages };
      });
      const name = new URL(frame.url(), 'about:blank').pathname;
      return [
        { name: `the document ${name}`, text: [content, ...more.inputs].join('\n') },
        { name: `${more.messages.length} messages to ${name}`, text: more.messages.join('\n') },
      ];
    } catch {
      // It has gone in the meantime.
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}

/** In a browser, VS Code keeps its state (Memento too) and its secrets in databases of the browser. */
export async function browserStorage(page: Page): Promise<Place[]> {
  return page.evaluate(async () => {
    const places: { name: string; text: string }[] = [];
    for (const storage of [localStorage, sessionStorage]) {
      for (const [key, text] of Object.entries(storage)) {
        places.push({ name: `browser storage, ${key}`, text: String(text) });
      }
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const read = <T>(request: IDBRequest<T>) =>
          new Promise<T>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([read(objects.getAllKeys()), read(objects.getAll())]);
        keys.forEach((key, at) => {
          const value: unknown = values[at];
          const text =
            value instanceof Uint8Array ? new TextDecoder().decode(value) : (JSON.stringify(value) ?? '');
          places.push({ name: `browser database ${name}, ${store}, ${String(key)}`, text });
        });
      }
      database.close();
    }
    return places;
  });
}
