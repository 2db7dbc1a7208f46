import type { Attachment, ModelState } from '../shared/protocol.ts';
import { createChip } from './chip.ts';
import { createContextRing } from './contextRing.ts';
import { button, element, icon } from './dom.ts';
import { isComposing } from './keyboard.ts';
import type { PanelContext } from './panelContext.ts';
import type { ViewMemory } from './viewState.ts';

/** What the composer needs to know about the rest of the panel. */
export interface ComposerState {
  readonly model: ModelState | null;
  readonly attachments: readonly Attachment[];
  /** Whether an answer is under way: Enter queues then, and there is something to stop. */
  readonly busy: boolean;
  /** What arrow up in an empty box brings back. */
  readonly lastQuestion: string | undefined;
}

export interface Composer {
  readonly element: HTMLElement;
  update(state: ComposerState): void;
  focus(): void;
  /** The host has taken a question, sent or queued: if it is what stands here, the box is emptied. */
  accepted(text: string): void;
  /** Puts a text that was not asked after all before what stands here. */
  giveBack(text: string): void;
}

/** A second Enter within this time, with the text unchanged, is the same Enter. */
const sameSendMs = 1000;

export function createComposer(context: PanelContext, memory: ViewMemory): Composer {
  const { texts, post } = context;
  let state: ComposerState = { model: null, attachments: [], busy: false, lastQuestion: undefined };
  let sent: { readonly text: string; readonly at: number } | undefined;

  const input = element('textarea', { rows: 2, 'aria-label': texts.messageLabel });
  input.value = memory.state.draft;
  const chips = element('div', { class: 'chips' });
  const add = button({
    label: texts.addSelection,
    className: 'icon-button',
    icon: 'add',
    onClick: () => post({ type: 'attach-selection' }),
  });
  const modelName = element('span', { class: 'label' });
  const model = element(
    'button',
    { type: 'button', class: 'model-pill', title: texts.chooseModel },
    modelName,
    icon('chevron-down'),
  );
  model.addEventListener('click', () => post({ type: 'choose-model' }));
  const think = button({
    label: texts.think,
    text: texts.think,
    className: 'toggle',
    icon: 'thinking',
    onClick: toggleThinking,
  });
  // At small widths only its icon is shown.
  think.setAttribute('aria-label', texts.think);
  const web = button({
    label: texts.web,
    text: texts.web,
    className: 'toggle',
    icon: 'globe',
    onClick: () => {
      memory.change({ webSearch: !memory.state.webSearch });
      showWebSearch();
    },
  });
  web.setAttribute('aria-label', texts.web);
  const meter = element('span', { class: 'meter' });
  const send = button({ label: texts.send, className: 'round send', icon: 'arrow-up', onClick: submit });
  const stop = button({ label: texts.stop, className: 'round stop', onClick: () => post({ type: 'stop' }) });
  stop.append(element('span', { class: 'stop-square', 'aria-hidden': 'true' }));
  const box = element(
    'div',
    { class: 'composer' },
    chips,
    input,
    element(
      'div',
      { class: 'tools' },
      add,
      model,
      think,
      web,
      element('span', { class: 'space' }),
      meter,
      send,
      stop,
    ),
  );
  box.addEventListener('mousedown', (event) => {
    // The whole box looks like the text field, so a click on its ground goes there.
    if (event.target !== box && event.target !== chips) return;
    event.preventDefault();
    input.focus();
  });

  input.addEventListener('input', () => {
    memory.change({ draft: input.value });
    showSend();
  });
  input.addEventListener('keydown', onKey);

  function onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (
      event.key === 'ArrowUp' &&
      !event.altKey &&
      input.value === '' &&
      state.lastQuestion !== undefined
    ) {
      event.preventDefault();
      setText(state.lastQuestion);
      input.setSelectionRange(input.value.length, input.value.length);
    }
  }

  function submit(): void {
    const text = input.value;
    if (text.trim() === '') return;
    if (sent?.text === text && context.now() - sent.at < sameSendMs) return;
    sent = { text, at: context.now() };
    const thinking = chosenThinking();
    const webSearch = state.model?.webSearch === true && memory.state.webSearch;
    post({
      type: 'send',
      text,
      ...(thinking === undefined ? {} : { thinking }),
      ...(webSearch ? { webSearch } : {}),
    });
  }

  function setText(text: string): void {
    input.value = text;
    memory.change({ draft: text });
    showSend();
  }

  function isThinking(): boolean {
    const { thinking } = state.model ?? {};
    if (thinking === 'always') return true;
    if (thinking === 'none' || thinking === undefined) return false;
    return memory.state.thinking ?? thinking === 'optional';
  }

  /** What to ask of the model, or undefined for its own default. */
  function chosenThinking(): boolean | undefined {
    if (state.model?.thinking === 'optional') return isThinking();
    return state.model?.thinking === 'unknown' && isThinking() ? true : undefined;
  }

  function toggleThinking(): void {
    if (think.getAttribute('aria-disabled') === 'true') return;
    memory.change({ thinking: !isThinking() });
    showThinking();
  }

  function showThinking(): void {
    const { thinking } = state.model ?? {};
    const fixed = {
      always: texts.thinkAlways,
      none: texts.thinkNever,
      optional: undefined,
      unknown: undefined,
    };
    const reason = thinking === undefined ? texts.chooseModel : fixed[thinking];
    think.setAttribute('aria-pressed', String(isThinking()));
    think.setAttribute('aria-disabled', String(reason !== undefined));
    think.title = reason ?? texts.think;
    // Named with its reason, which a disabled control cannot show otherwise.
    think.setAttribute('aria-label', reason === undefined ? texts.think : `${texts.think}. ${reason}`);
  }

  /** Left out where the model has none: most have not, and a toggle that is always grey is in the way. */
  function showWebSearch(): void {
    web.hidden = state.model?.webSearch !== true;
    web.setAttribute('aria-pressed', String(memory.state.webSearch));
    web.title = texts.webHint;
  }

  function showSend(): void {
    if (state.model?.maxInputCharacters !== undefined) showMeter();
    send.hidden = state.busy;
    stop.hidden = !state.busy;
    send.disabled = input.value.trim() === '';
  }

  function showModel(): void {
    const label = state.model?.modelLabel ?? texts.chooseModel;
    modelName.textContent = label;
    const name = state.model ? `${state.model.vendorLabel} ${label}. ${texts.chooseModel}` : label;
    model.title = name;
    model.setAttribute('aria-label', name);
    showMeter();
  }

  /** How full the model's window is; where the API counts characters, how many are typed of how many it takes. */
  function showMeter(): void {
    const most = state.model?.maxInputCharacters;
    if (most === undefined) {
      const ring = createContextRing(state.model?.window, texts);
      meter.replaceChildren(...(ring ? [ring] : []));
      return;
    }
    const typed = [...input.value].length;
    meter.replaceChildren(
      element(
        'span',
        { class: typed > most ? 'character-meter too-long' : 'character-meter' },
        `${typed} / ${most}`,
      ),
    );
  }

  function showChips(): void {
    chips.hidden = state.attachments.length === 0;
    chips.replaceChildren(
      ...state.attachments.map((attachment) =>
        createChip(attachment, texts, {
          open: () => post({ type: 'open-attachment', id: attachment.id }),
          remove: () => {
            post({ type: 'remove-attachment', id: attachment.id });
            input.focus();
          },
        }),
      ),
    );
  }

  return {
    element: box,
    update(next) {
      const before = state;
      state = next;
      input.placeholder = next.busy ? texts.queueFollowUp : texts.askPlaceholder;
      if (before.attachments !== next.attachments || chips.childElementCount === 0) showChips();
      showModel();
      showThinking();
      showWebSearch();
      showSend();
    },
    focus: () => input.focus(),
    accepted(text) {
      if (sent === undefined || input.value.trim() !== text.trim()) return;
      sent = undefined;
      setText('');
    },
    giveBack(text) {
      setText(input.value.trim() === '' ? text : `${text}\n\n${input.value}`);
    },
  };
}
