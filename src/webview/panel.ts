import type { HostEvent, ModelState } from '../shared/protocol.ts';
import { type Composer, createComposer } from './composer.ts';
import { showCopied } from './copyFeedback.ts';
import { createDiagnosisPage, type DiagnosisPage } from './diagnosis/diagnosisPage.ts';
import { element } from './dom.ts';
import type { FrameQueue } from './frameQueue.ts';
import { createHistoryPage, type HistoryPage } from './history/historyPage.ts';
import type { HostChannel } from './hostChannel.ts';
import { isComposing } from './keyboard.ts';
import type { PanelContext } from './panelContext.ts';
import { createPathFinder } from './pathFinder.ts';
import { createQueue } from './queue.ts';
import { createSavingSlot, type SavingSlot } from './savingSlot.ts';
import type { ScrollPlace } from './scrollPlace.ts';
import { viewTexts } from './texts.ts';
import { createThread, type Thread } from './thread.ts';
import type { Ticker } from './ticker.ts';
import { createViewMemory } from './viewState.ts';

type StateEvent = Extract<HostEvent, { type: 'state' }>;
type Page = Extract<HostEvent, { type: 'page' }>['page'];

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

interface Frame {
  /** Its texts and keys; with others it has to be made anew. */
  readonly key: string;
  readonly context: PanelContext;
  readonly composer: Composer;
  readonly queueSlot: HTMLElement;
  readonly saving: SavingSlot;
  readonly chat: HTMLElement;
  /** What stands below the conversation. */
  readonly bottom: HTMLElement;
  /** Says that something of the workspace is left out. */
  readonly restricted: HTMLElement;
  readonly history: HistoryPage;
  readonly diagnosis: DiagnosisPage;
}

/** What the panel is made of from one snapshot to the next. */
interface Parts extends Frame {
  readonly conversation: string;
  readonly thread: Thread;
}

/** The whole chat panel, shown in `root`. It stays empty until the host has sent its state. */
export function createPanel(root: HTMLElement, environment: PanelEnvironment): Panel {
  const { channel, frames, ticker, now } = environment;
  const memory = createViewMemory(channel);
  const paths = createPathFinder(channel.post, now);
  const announcer = element('div', { class: 'visually-hidden', role: 'status' });
  let parts: Parts | undefined;
  let page: Page = 'chat';
  /** Puts the conversation back to its place when it is shown again. */
  let resumeThread: (() => void) | undefined;
  /** The number the next delta must have; undefined while a snapshot is on its way. */
  let nextSequence: number | undefined;
  let model: ModelState | null = null;
  let attachments: StateEvent['attachments'] = [];
  let slashCommands: StateEvent['slashCommands'] = [];
  let sendWith: StateEvent['sendWith'] = 'enter';

  function createContext(state: StateEvent): PanelContext {
    const texts = viewTexts(state.strings);
    return {
      texts,
      sendWith: state.sendWith,
      frames,
      ticker,
      paths,
      now,
      post: channel.post,
      copy(text, copyButton) {
        channel.post({ type: 'copy', text });
        showCopied(copyButton, texts.copied);
        announce(texts.copied);
      },
      inSlices: frames.addIdle,
      expect: frames.expect,
      keepPlace: (place) => memory.change({ place }),
      announce,
      askOptions: () => parts?.composer.askOptions() ?? {},
    };
  }

  function announce(text: string): void {
    // The same text twice is only heard twice if it is a new node.
    announcer.replaceChildren(element('span', {}, text));
  }

  /** What lasts as long as its texts do, so that a snapshot takes nothing away from who is typing. */
  function createFrame(state: StateEvent): Frame {
    const context = createContext(state);
    const composer = createComposer(context, memory);
    const queueSlot = element('div');
    const saving = createSavingSlot(context);
    const hint = element('div', { class: 'hint' }, context.texts.aiGenerated);
    const restricted = element(
      'div',
      { class: 'hint', role: 'note', hidden: true },
      context.texts.restrictedMode,
    );
    const bottom = element(
      'div',
      { class: 'bottom' },
      saving.element,
      queueSlot,
      composer.element,
      restricted,
      hint,
    );
    const chat = element('div', { class: 'chat' }, bottom);
    const history = createHistoryPage(context, {
      byWorkspace: memory.state.historyByWorkspace,
      onGroupingChange: (historyByWorkspace) => memory.change({ historyByWorkspace }),
      onLeave: () => showPage('chat'),
    });
    const diagnosis = createDiagnosisPage(context, () => showPage('chat'));
    history.element.hidden = true;
    diagnosis.element.hidden = true;
    root.replaceChildren(chat, history.element, diagnosis.element, announcer);
    return {
      key: frameKey(state),
      context,
      composer,
      queueSlot,
      saving,
      chat,
      bottom,
      restricted,
      history,
      diagnosis,
    };
  }

  /** Where the reader is in a conversation, or was when the view was there last. */
  function placeIn(conversation: string): ScrollPlace | undefined {
    if (parts) return parts.conversation === conversation ? parts.thread.readPlace() : undefined;
    return memory.state.conversation === conversation ? memory.state.place : undefined;
  }

  function rebuild(state: StateEvent): void {
    const isRepeated = parts !== undefined && nextSequence === undefined;
    const before = page;
    const hadFocus = parts?.composer.element.contains(document.activeElement) === true;
    const isAside = page !== 'chat' && parts?.key === frameKey(state);
    // The other page stays as it is; only what is behind it is measured.
    if (isAside) wake();
    else showPage('chat', false);
    const place = placeIn(state.conversation);
    const frame = parts?.key === frameKey(state) ? parts : createFrame(state);
    const thread = createThread(state, frame.context, place);
    parts?.thread.dispose();
    parts?.thread.element.remove();
    frame.bottom.before(thread.element);
    parts = { ...frame, conversation: state.conversation, thread };
    memory.change({ conversation: state.conversation, place });
    frame.restricted.hidden = !state.restricted;
    frame.saving.show(state.saving);
    frame.composer.setConversation(state.conversation);
    nextSequence = state.nextSequence;
    ({ model, attachments, slashCommands, sendWith } = state);
    showQueue(state.queued);
    updateComposer();
    frames.runNow();
    thread.goToPlace();
    if (isAside) {
      sleep();
      return;
    }
    if (hadFocus) frame.composer.focus();
    // What the panel asked for itself changes nothing of what is shown.
    if (isRepeated) showPage(before);
  }

  function showPage(next: Page, takesFocus = true): void {
    if (!parts || next === page) return;
    const { composer, history, diagnosis } = parts;
    const before = page;
    page = next;
    if (before === 'history') channel.post({ type: 'leave-history' });
    if (before === 'diagnosis') channel.post({ type: 'leave-diagnosis' });
    history.element.hidden = next !== 'history';
    diagnosis.element.hidden = next !== 'diagnosis';
    if (before === 'chat') sleep();
    if (next === 'history') {
      history.show();
      history.focus();
    } else if (next === 'diagnosis') {
      diagnosis.focus();
    } else {
      wake();
      if (takesFocus) composer.focus();
    }
  }

  /** Takes the conversation out of sight. */
  function sleep(): void {
    resumeThread = parts?.thread.suspend();
    if (parts) parts.chat.hidden = true;
  }

  /** Shows the conversation again, where it was. */
  function wake(): void {
    if (parts) parts.chat.hidden = false;
    resumeThread?.();
    resumeThread = undefined;
  }

  function showQueue(queued: readonly string[]): void {
    if (!parts) return;
    const queue = createQueue(queued, parts.context);
    parts.queueSlot.replaceChildren(...(queue ? [queue] : []));
  }

  function updateComposer(): void {
    if (!parts) return;
    const { thread, composer } = parts;
    const { busy, questions } = thread;
    composer.update({ model, attachments, slashCommands, sendWith, busy, questions });
  }

  function handle(event: HostEvent): void {
    switch (event.type) {
      case 'state':
        rebuild(event);
        return;
      case 'focus':
        showPage('chat');
        parts?.composer.focus();
        return;
      case 'draft':
        parts?.composer.giveBack(event.text);
        return;
      case 'accepted':
        parts?.composer.accepted(event.text);
        return;
      case 'page':
        showPage(event.page);
        return;
      case 'history':
        parts?.history.handle(event);
        return;
      case 'diagnosis':
        parts?.diagnosis.handle(event);
        return;
      case 'context':
        parts?.composer.handleContext(event);
        return;
      case 'paths':
        paths.answer(event.found);
        return;
    }
    // Without a whole snapshot nothing else means anything.
    if (!parts || nextSequence === undefined) return;
    const { thread, composer } = parts;
    switch (event.type) {
      case 'begin': {
        const hadFocus = thread.element.contains(document.activeElement);
        thread.begin(event);
        composer.accepted(event.question.text);
        // The editor of an earlier question is gone with it.
        if (hadFocus && !thread.element.contains(document.activeElement)) composer.focus();
        break;
      }
      case 'branch':
        thread.branch(event);
        break;
      case 'earlier':
        thread.earlier(event);
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
      case 'status':
        thread.status(event);
        break;
      case 'restart':
        thread.restart(event);
        break;
      case 'queue': {
        showQueue(event.queued);
        const last = event.queued.at(-1);
        if (last !== undefined) composer.accepted(last);
        break;
      }
      case 'saving':
        parts.saving.show(event.notice);
        return;
      case 'attachments':
        attachments = event.attachments;
        break;
      case 'model':
        model = event.model;
        thread.setVendors(event.vendors);
        break;
    }
    updateComposer();
  }

  root.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isComposing(event) || !parts || page !== 'chat') return;
    const { thread, composer } = parts;
    if (event.key === 'Escape') {
      if (thread.busy) channel.post({ type: 'stop' });
      else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      if (!thread.focusTurn(event.key === 'ArrowUp' ? 'up' : 'down')) composer.focus();
    }
  });

  window.addEventListener('focus', () => channel.post({ type: 'focused', focused: true }));
  window.addEventListener('blur', () => channel.post({ type: 'focused', focused: false }));

  return { handle };
}

function frameKey({ strings, sendWith }: StateEvent): string {
  return JSON.stringify([strings, sendWith]);
}
