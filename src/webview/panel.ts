import type { HostEvent, ModelState, VendorRow } from '../shared/protocol.ts';
import { type Composer, createComposer } from './composer.ts';
import { showCopied } from './copyFeedback.ts';
import { element } from './dom.ts';
import type { FrameQueue } from './frameQueue.ts';
import type { HostChannel } from './hostChannel.ts';
import { isComposing } from './keyboard.ts';
import type { PanelContext } from './panelContext.ts';
import { createQueue } from './queue.ts';
import { viewTexts } from './texts.ts';
import { createThread, type Thread } from './thread.ts';
import type { Ticker } from './ticker.ts';
import { createViewMemory } from './viewState.ts';

type StateEvent = Extract<HostEvent, { type: 'state' }>;

/** What the panel needs from the world. */
export interface PanelEnvironment {
  readonly channel: HostChannel;
  readonly frames: FrameQueue;
  readonly ticker: Ticker;
  /** In milliseconds. */
  now(): number;
}

export interface Panel {
  /** Takes an event of the host. */
  handle(event: HostEvent): void;
}

/** What the panel is made of from one snapshot to the next. */
interface Parts {
  readonly context: PanelContext;
  readonly thread: Thread;
  readonly composer: Composer;
  readonly queueSlot: HTMLElement;
}

/** The whole chat panel, shown in `root`. It stays empty until the host has sent its state. */
export function createPanel(root: HTMLElement, environment: PanelEnvironment): Panel {
  const { channel, frames, ticker } = environment;
  const memory = createViewMemory(channel);
  const announcer = element('div', { class: 'visually-hidden', role: 'status' });
  let parts: Parts | undefined;
  /** The number the next delta must have; undefined while a snapshot is on its way. */
  let nextSequence: number | undefined;
  let model: ModelState | null = null;
  let attachments: StateEvent['attachments'] = [];

  function createContext(state: StateEvent): PanelContext {
    const texts = viewTexts(state.strings);
    return {
      texts,
      frames,
      ticker,
      now: environment.now,
      post: channel.post,
      copy(text, copyButton) {
        channel.post({ type: 'copy', text });
        showCopied(copyButton, texts.copied);
        announce(texts.copied);
      },
      insert: (text) => channel.post({ type: 'insert', text }),
      inSlices: frames.addIdle,
      announce,
    };
  }

  function announce(text: string): void {
    // The same text twice is only heard twice if it is a new node.
    announcer.replaceChildren(element('span', {}, text));
  }

  function rebuild(state: StateEvent): void {
    const hadFocus = parts?.composer.element.contains(document.activeElement) === true;
    parts?.thread.dispose();
    const context = createContext(state);
    const thread = createThread(state.turns, state.vendors, context);
    const composer = createComposer(context, memory);
    const queueSlot = element('div', { class: 'queue-slot' });
    const hint = element('div', { class: 'hint' }, context.texts.aiGenerated);
    parts = { context, thread, composer, queueSlot };
    nextSequence = state.nextSequence;
    ({ model, attachments } = state);
    showQueue(state.queued);
    root.replaceChildren(
      thread.element,
      element('div', { class: 'bottom' }, queueSlot, composer.element, hint),
      announcer,
    );
    updateComposer();
    frames.runNow();
    if (hadFocus) composer.focus();
  }

  function showQueue(queued: readonly string[]): void {
    if (!parts) return;
    const queue = createQueue(queued, parts.context);
    parts.queueSlot.replaceChildren(...(queue ? [queue] : []));
  }

  function updateComposer(): void {
    if (!parts) return;
    const { thread, composer } = parts;
    composer.update({ model, attachments, busy: thread.busy, lastQuestion: thread.lastQuestion });
  }

  function showVendors(vendors: readonly VendorRow[]): void {
    parts?.thread.setVendors(vendors);
  }

  function handle(event: HostEvent): void {
    if (event.type === 'state') {
      rebuild(event);
      return;
    }
    if (event.type === 'focus') {
      parts?.composer.focus();
      return;
    }
    if (event.type === 'draft') {
      parts?.composer.giveBack(event.text);
      return;
    }
    // Without a whole snapshot nothing else means anything.
    if (!parts || nextSequence === undefined) return;
    const { thread, composer } = parts;
    switch (event.type) {
      case 'begin':
        thread.begin(event.question, event.answer);
        composer.accepted(event.question.text);
        break;
      case 'delta':
        if (event.sequence !== nextSequence) {
          nextSequence = undefined;
          channel.post({ type: 'ready' });
          return;
        }
        nextSequence += 1;
        thread.delta(event);
        return;
      case 'replace':
        thread.replace(event);
        break;
      case 'extras':
        thread.extras(event);
        break;
      case 'status':
        thread.status(event);
        break;
      case 'restart':
        thread.restart(event.id, event.answer);
        break;
      case 'queue': {
        showQueue(event.queued);
        const last = event.queued.at(-1);
        if (last !== undefined) composer.accepted(last);
        break;
      }
      case 'attachments':
        attachments = event.attachments;
        break;
      case 'model':
        model = event.model;
        showVendors(event.vendors);
        break;
    }
    updateComposer();
  }

  root.addEventListener('keydown', (event) => {
    if (isComposing(event) || !parts) return;
    const { thread, composer } = parts;
    if (event.key === 'Escape') {
      if (thread.busy) channel.post({ type: 'stop' });
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      if (!thread.focusTurn(event.key === 'ArrowUp' ? 'up' : 'down')) composer.focus();
    }
  });

  return { handle };
}
