import type { HostEvent } from '../../../src/shared/protocol.ts';
import { openHostChannel } from '../../../src/webview/hostChannel.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('the channel to the host', () => {
  useBrowser();
  const focus = { type: 'focus' };
  /** The frame that VS Code puts around the view. */
  const around = {};

  function open() {
    const events: HostEvent[] = [];
    const strange: string[] = [];
    Object.assign(globalThis, {
      acquireVsCodeApi: () => ({ postMessage: () => {}, getState: () => undefined, setState: () => {} }),
    });
    openHostChannel(
      (event) => events.push(event),
      (description) => strange.push(description),
    );
    return { events, strange };
  }

  function receive(data: unknown, from: { source?: unknown; origin?: string } = {}): void {
    const message = new MessageEvent('message', { data });
    Object.defineProperty(message, 'source', { value: 'source' in from ? from.source : around });
    Object.defineProperty(message, 'origin', { value: from.origin ?? window.origin });
    window.dispatchEvent(message);
  }

  it('hands on the host’s messages, and tells of those that are none of the protocol', () => {
    const { events, strange } = open();
    receive(focus);
    receive({ type: 'draft', text: 1 });
    assert.deepEqual(events, [focus]);
    assert.deepEqual(strange, ['draft.text string']);
  });

  it('does not even look at what other windows send', () => {
    const { events, strange } = open();
    receive(focus, { source: null });
    receive(focus, { source: window });
    receive({ type: 'draft', text: 1 });
    receive(focus);
    receive(focus, { source: {} });
    receive('x', { source: {} });
    receive(focus, { origin: 'https://evil.example' });
    receive(focus, { origin: 'null' });
    receive('x', { origin: 'https://evil.example' });
    assert.deepEqual(events, [focus]);
    assert.deepEqual(strange, ['draft.text string']);
  });

  it('posts what the view wants and keeps what it is given', () => {
    let state: unknown = 'before';
    const posted: unknown[] = [];
    Object.assign(globalThis, {
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => posted.push(message),
        getState: () => state,
        setState: (next: unknown) => {
          state = next;
        },
      }),
    });
    const channel = openHostChannel(
      () => {},
      () => {},
    );
    channel.post({ type: 'ready' });
    assert.deepEqual(posted, [{ type: 'ready' }]);
    assert.equal(channel.recall(), 'before');
    channel.remember({ drafts: [] });
    assert.deepEqual(channel.recall(), { drafts: [] });
  });
});
