import { viewStrings } from '../../../src/shared/strings.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, question, state } from './fakes.ts';

describe('the page of the view', () => {
  useBrowser();

  it('says that it is there, draws what the host sends, and tells of what it cannot understand', async () => {
    const posted: unknown[] = [];
    const frames: (() => void)[] = [];
    Object.assign(globalThis, {
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => posted.push(message),
        getState: () => undefined,
        setState: () => {},
      }),
      requestAnimationFrame: (callback: () => void) => frames.push(callback),
    });
    const root = document.createElement('div');
    root.id = 'root';
    document.body.replaceChildren(root);
    await import('../../../src/webview/main.ts');
    assert.deepEqual(posted.splice(0), [{ type: 'ready' }]);

    const send = (data: unknown) => {
      const message = new MessageEvent('message', { data });
      Object.defineProperty(message, 'source', { value: posted });
      Object.defineProperty(message, 'origin', { value: window.origin });
      window.dispatchEvent(message);
    };
    send(state({ turns: [question, answer({ status: { state: 'reasoning' }, reasoningMs: 1000 })] }));
    send({ type: 'delta', sequence: 0, id: 'a1', text: 'Because.' });
    for (let frame = frames.shift(); frame; frame = frames.shift()) frame();
    assert.equal(root.querySelector('.markdown')?.textContent, 'Because.');
    assert.equal(
      root.querySelector('.reasoning-label')?.textContent,
      viewStrings.thinking.replace('{0}', '1'),
    );
    assert.deepEqual(posted.splice(0), []);

    send({ type: 'draft', text: 1 });
    window.dispatchEvent(Object.assign(new Event('error'), { error: new RangeError(), lineno: 1, colno: 2 }));
    assert.deepEqual(posted, [
      { type: 'fault', kind: 'message', name: 'draft.text string' },
      { type: 'fault', kind: 'error', name: 'RangeError', line: 1, column: 2 },
    ]);
    send(state());
    Reflect.deleteProperty(globalThis, 'requestAnimationFrame');
  });
});
