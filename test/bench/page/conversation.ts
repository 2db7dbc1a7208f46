import type { HostEvent, Turn } from '../../../src/shared/protocol.ts';
import { createFrameQueue } from '../../../src/webview/frameQueue.ts';
import { createPanel, type Panel } from '../../../src/webview/panel.ts';
import { replyText } from './replyText.ts';

export interface OpenedConversation {
  /** Until the end of the last answer stood in the panel, in milliseconds. */
  readonly endShownMs: number;
  update(): void;
}

/** Turns as the host sends them: a short question, an answer of so many characters, and so on. */
function turnsOf(count: number, characters: number): Turn[] {
  return Array.from({ length: count }, (_, index): Turn => {
    const id = `t${index}`;
    if (index % 2 === 0) return { role: 'question', id, text: `Question ${index}?`, attachments: [] };
    return {
      role: 'answer',
      id,
      model: 'GLM',
      text: `${replyText('mixed', characters)}\n\nend ${index}`,
      reasoning: '',
      extras: { sources: [], suggestions: [], notices: [] },
      status: index === count - 1 ? { state: 'answering' } : { state: 'done', meta: {} },
    };
  });
}

/** Shows the end of a conversation in the panel, in place of whatever the page showed. */
export async function openConversation(count: number, characters: number): Promise<OpenedConversation> {
  const root = document.createElement('div');
  root.id = 'root';
  document.body.replaceChildren(root);
  const panel: Panel = createPanel(root, {
    channel: { post() {}, recall: () => undefined, remember() {} },
    frames: createFrameQueue({
      requestFrame: (callback) => requestAnimationFrame(callback),
      afterFrame: (callback) => setTimeout(callback),
      now: () => performance.now(),
    }),
    ticker: { every: () => () => {} },
    now: () => performance.now(),
  });
  const event: HostEvent = {
    type: 'state',
    conversation: 'bench',
    nextSequence: 0,
    strings: {},
    turns: turnsOf(count, characters),
    earlier: true,
    queued: [],
    saving: null,
    attachments: [],
    model: null,
    vendors: [],
    slashCommands: [],
    restricted: false,
    sendWith: 'enter',
  };
  const last = event.turns.at(-1)?.id ?? '';
  const start = performance.now();
  panel.handle(event);
  const end = `end ${count - 1}`;
  while (!root.querySelector('.turn:last-of-type')?.textContent?.includes(end)) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const endShownMs = performance.now() - start;
  let sequence = 0;
  return {
    endShownMs,
    update() {
      panel.handle({ type: 'delta', sequence, id: last, text: ' more' });
      sequence += 1;
    },
  };
}
