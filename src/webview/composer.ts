import { longestQuestion, mostDropped } from '../core/limits.ts';
import type { Attachment, HostEvent, ModelState, SlashCommand } from '../shared/protocol.ts';
import { createChipRow } from './composer/chipRow.ts';
import { createCommandMenu } from './composer/commandMenu.ts';
import { createContextMenu } from './composer/contextMenu.ts';
import type { DroppedData } from './composer/droppedData.ts';
import { makeDropZone } from './composer/dropZone.ts';
import { createMeter } from './composer/meter.ts';
import { createModelControls } from './composer/modelControls.ts';
import { attachPictures, isPicture, type Picture, readPastedPictures } from './composer/pictures.ts';
import { createQuestionRecall } from './composer/questionRecall.ts';
import { replaceText } from './composer/replaceText.ts';
import { createThinkingToggle } from './composer/thinkingToggle.ts';
import { createWebSearchToggle } from './composer/webSearchToggle.ts';
import { button, element } from './dom.ts';
import { enterMeaning, followComposition, isComposing, isPlain, type SendKey } from './keyboard.ts';
import type { AskOptions, PanelContext } from './panelContext.ts';
import { format } from './texts.ts';
import type { ViewMemory } from './viewState.ts';

/** What the composer needs to know about the rest of the panel. */
export interface ComposerState {
  readonly model: ModelState | null;
  readonly attachments: readonly Attachment[];
  readonly slashCommands: readonly SlashCommand[];
  readonly sendWith: SendKey;
  /** Whether an answer is under way: sending queues then, and there is something to stop. */
  readonly busy: boolean;
  /** What arrow up in an empty box brings back, the newest last. */
  readonly questions: readonly string[];
}

export interface Composer {
  readonly element: HTMLElement;
  update(state: ComposerState): void;
  /** Shows the draft of this conversation, and keeps what is typed from now on as its draft. */
  setConversation(id: string): void;
  focus(): void;
  /** The host has taken a question, sent or queued: if it is what stands here, the box is emptied. */
  accepted(text: string): void;
  /** Puts a text that was not asked after all before what stands here. */
  giveBack(text: string): void;
  /** Takes what the host found for the `@` menu. */
  handleContext(event: Extract<HostEvent, { type: 'context' }>): void;
  /** What the toggles ask of the model. */
  askOptions(): AskOptions;
}

/** A second Enter within this time, with the text unchanged, is the same Enter. */
const sameSendMs = 1000;
/** The box that a question is written in. Its draft outlives it in `memory`. */
export function createComposer(context: PanelContext, memory: ViewMemory): Composer {
  const { texts, post } = context;
  let state: ComposerState = {
    model: null,
    attachments: [],
    slashCommands: [],
    sendWith: 'enter',
    busy: false,
    questions: [],
  };
  let conversation: string | undefined;
  let sent: { readonly text: string; readonly at: number } | undefined;
  const recall = createQuestionRecall();

  const input = element('textarea', {
    rows: 2,
    'aria-label': texts.messageLabel,
    placeholder: texts.askPlaceholder,
  });
  const add = button({
    label: texts.addContext,
    className: 'icon-button',
    icon: 'add',
    onClick: () => (contextMenu.isOpen ? contextMenu.close() : contextMenu.open()),
  });
  add.setAttribute('aria-haspopup', 'listbox');
  // The text keeps the focus, so that its menu stays open for the click that closes it.
  add.addEventListener('mousedown', (event) => event.preventDefault());
  const contextMenu = createContextMenu(context, input, (isOpen) => {
    add.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) commandMenu.close();
  });
  add.setAttribute('aria-expanded', 'false');
  const commandMenu = createCommandMenu(context, input, submit);
  const menus = [contextMenu, commandMenu];
  const chips = createChipRow(context, () => input.focus());
  const model = createModelControls(context);
  const thinking = createThinkingToggle(context, memory);
  const webSearch = createWebSearchToggle(context, memory);
  const meter = createMeter(context);
  const send = button({ label: texts.send, className: 'round send', icon: 'arrow-up', onClick: submit });
  const stop = button({ label: texts.stop, className: 'round stop', onClick: () => post({ type: 'stop' }) });
  stop.append(element('span', { class: 'stop-square', 'aria-hidden': 'true' }));
  const box = element(
    'div',
    { class: 'composer' },
    chips.element,
    input,
    element(
      'div',
      { class: 'tools' },
      add,
      model.pill,
      thinking.element,
      webSearch.element,
      model.options,
      element('span', { class: 'space' }),
      meter.element,
      send,
      stop,
    ),
    element('div', { class: 'drop-hint', 'aria-hidden': 'true' }, texts.dropHere),
  );
  const status = element('div', { class: 'composer-status', role: 'status' });
  const frame = element(
    'div',
    { class: 'composer-frame' },
    ...menus.map((menu) => menu.element),
    box,
    status,
  );

  box.addEventListener('mousedown', (event) => {
    // The whole box looks like the text field, so a click on its ground goes there.
    if (event.target !== box && event.target !== chips.element) return;
    event.preventDefault();
    input.focus();
  });
  followComposition(frame);
  input.addEventListener('input', (event) => {
    status.textContent = '';
    keepDraft();
    // What an input method shows while it composes is not the text yet.
    if ('isComposing' in event && event.isComposing) return;
    const how = 'inputType' in event ? String(event.inputType) : '';
    followMenus(!/^insertFrom(?:Paste|Drop|Yank)/.test(how));
  });
  input.addEventListener('compositionend', () => followMenus(true));
  input.addEventListener('keyup', (event) => {
    if (!isComposing(event)) followMenus(false);
  });
  input.addEventListener('click', () => followMenus(false));
  input.addEventListener('blur', closeMenus);
  input.addEventListener('keydown', onKey);
  input.addEventListener('paste', (event) => {
    const pictures = event.clipboardData ? readPastedPictures(event.clipboardData, texts.pastedPicture) : [];
    if (pictures.length === 0) return;
    event.preventDefault();
    void attach(pictures);
  });
  makeDropZone(box, onDrop);

  function onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (menus.some((menu) => menu.handleKey(event))) {
      event.preventDefault();
      // Escape means more than the menu to the panel.
      event.stopPropagation();
      return;
    }
    // Before the focus moves on: the list could be its next stop.
    if (event.key === 'Tab') closeMenus();
    const meaning = enterMeaning(event, state.sendWith);
    if (meaning === 'send') submit();
    else if (meaning === 'line') replaceText(input, input.selectionStart, input.selectionEnd, '\n');
    else if (!isPlain(event) || !(moveThroughQuestions(event.key) || leaveForChips(event))) return;
    event.preventDefault();
  }

  /** Only with the cursor where a recalled question puts it, so that it can be edited like any text. */
  function moveThroughQuestions(key: string): boolean {
    const { value, selectionStart, selectionEnd } = input;
    if (selectionStart !== value.length || selectionEnd !== value.length) return false;
    const goals = { ArrowUp: recall.earlier, ArrowDown: recall.later };
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return false;
    const text = goals[key](state.questions, value);
    if (text === undefined) return false;
    setText(text);
    return true;
  }

  function leaveForChips(event: KeyboardEvent): boolean {
    const isAtStart = input.selectionStart === 0 && input.selectionEnd === 0;
    // Held down it deletes text, and shall not go on with the attachments.
    return event.key === 'Backspace' && !event.repeat && isAtStart && chips.focusLast();
  }

  function submit(): void {
    const text = input.value;
    if (text.trim() === '') return;
    if (text.length > longestQuestion) {
      say([format(texts.questionTooLong, longestQuestion)]);
      return;
    }
    if (sent?.text === text && context.now() - sent.at < sameSendMs) return;
    sent = { text, at: context.now() };
    closeMenus();
    post({ type: 'send', text, ...askOptions() });
  }

  function askOptions(): AskOptions {
    const { chosen } = thinking;
    return {
      ...(chosen === undefined ? {} : { thinking: chosen }),
      ...(webSearch.isOn ? { webSearch: true } : {}),
    };
  }

  function onDrop({ uris, links, files }: DroppedData): void {
    input.focus();
    if (uris.length > 0) {
      post({ type: 'attach-uris', uris: uris.slice(0, mostDropped) });
      say(uris.length > mostDropped ? [format(texts.dropTooMany, mostDropped)] : []);
    } else if (files.length > 0) {
      const pictures = files.filter(isPicture).map((file) => ({ name: file.name, file }));
      void attach(pictures, pictures.length < files.length ? [texts.dropFromExplorer] : []);
    } else if (links.length > 0) {
      replaceText(input, input.selectionStart, input.selectionEnd, links.join('\n'));
    }
  }

  async function attach(pictures: readonly Picture[], problems: readonly string[] = []): Promise<void> {
    const others = pictures.length > 0 ? await attachPictures(pictures, state.model, context) : [];
    say([...problems, ...others]);
  }

  function say(sentences: readonly string[]): void {
    status.textContent = sentences.join(' ');
  }

  function followMenus(mayOpen: boolean): void {
    for (const menu of menus) menu.follow(mayOpen);
  }

  function closeMenus(): void {
    for (const menu of menus) menu.close();
  }

  function keepDraft(): void {
    if (conversation !== undefined) memory.setDraft(conversation, input.value);
    showSend();
  }

  function setText(text: string): void {
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    closeMenus();
    followMenus(false);
    keepDraft();
  }

  function showSend(): void {
    meter.update(state.model, input.value);
    send.hidden = state.busy;
    stop.hidden = !state.busy;
    send.disabled = input.value.trim() === '';
    send.title = format(texts.sendKey, state.sendWith === 'enter' ? 'Enter' : 'Ctrl+Enter');
  }

  return {
    element: frame,
    update(next) {
      const before = state;
      state = next;
      input.placeholder = next.busy ? texts.queueFollowUp : texts.askPlaceholder;
      chips.update(next.attachments);
      commandMenu.setCommands(next.slashCommands);
      model.update(next.model);
      thinking.update(next.model);
      webSearch.update(next.model);
      if (before.model?.modelLabel !== next.model?.modelLabel) say([]);
      showSend();
    },
    setConversation(id) {
      if (id === conversation) return;
      conversation = id;
      sent = undefined;
      recall.reset();
      say([]);
      setText(memory.draft(id));
    },
    focus: () => input.focus(),
    accepted(text) {
      if (sent === undefined || input.value.trim() !== text.trim()) return;
      sent = undefined;
      recall.reset();
      setText('');
    },
    giveBack(text) {
      setText(input.value.trim() === '' ? text : `${text}\n\n${input.value}`);
    },
    handleContext: contextMenu.handleContext,
    askOptions,
  };
}
