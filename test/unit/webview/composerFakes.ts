import { mock } from 'node:test';
import { after, before } from 'mocha';
import type { ViewIntention } from '../../../src/shared/protocol.ts';
import { type Composer, type ComposerState, createComposer } from '../../../src/webview/composer.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { createViewMemory } from '../../../src/webview/viewState.ts';
import { model, press } from './fakes.ts';

/** How an input method tells what it shows while it composes. */
export const composingType = 'insertCompositionText';

/** A composer with nothing around it. */
export interface TestComposer {
  readonly composer: Composer;
  readonly posted: ViewIntention[];
  readonly announced: string[];
  readonly input: HTMLTextAreaElement;
  /** In milliseconds; what the composer takes for the time. */
  time: number;
  update(changes: Partial<ComposerState>): void;
  find(selector: string): HTMLElement;
  all(selector: string): HTMLElement[];
  texts(selector: string): string[];
  /** Puts text at the cursor at once. */
  write(text: string, inputType?: string): void;
  /** Types character by character at the cursor. */
  type(text: string): void;
  /** Presses a key. Returns whether the composer took it. */
  press(key: string, more?: Parameters<typeof press>[2]): boolean;
  /** The intentions of one kind, in order. */
  posts<Type extends ViewIntention['type']>(type: Type): Extract<ViewIntention, { type: Type }>[];
  /** What the view has asked to be kept. */
  remembered(): unknown;
}

export function createTestComposer(
  changes: Partial<ComposerState> = {},
  remembered?: unknown,
  conversation = 'c1',
): TestComposer {
  const posted: ViewIntention[] = [];
  const announced: string[] = [];
  let kept = remembered;
  let state: ComposerState = {
    model: { ...model, images: true },
    attachments: [],
    slashCommands: [],
    sendWith: 'enter',
    busy: false,
    questions: [],
    ...changes,
  };
  const needed: Partial<PanelContext> = {
    texts: viewTexts({}),
    now: () => test.time,
    post: (intention) => posted.push(intention),
    announce: (text) => announced.push(text),
  };
  const memory = createViewMemory({
    recall: () => kept,
    remember: (next) => {
      kept = next;
    },
  });
  const composer = createComposer(needed as PanelContext, memory);
  composer.setConversation(conversation);
  composer.update(state);
  document.body.replaceChildren(composer.element);
  composer.focus();

  const test: TestComposer = {
    composer,
    posted,
    announced,
    time: 0,
    get input() {
      return test.find('textarea') as HTMLTextAreaElement;
    },
    update(more) {
      state = { ...state, ...more };
      composer.update(state);
    },
    find(selector) {
      const found = composer.element.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing matches ${selector}`);
      return found;
    },
    all: (selector) => [...composer.element.querySelectorAll<HTMLElement>(selector)],
    texts: (selector) => test.all(selector).map((each) => each.textContent ?? ''),
    write(text, inputType = 'insertText') {
      const { input } = test;
      const { value, selectionStart, selectionEnd } = input;
      input.value = value.slice(0, selectionStart) + text + value.slice(selectionEnd);
      input.setSelectionRange(selectionStart + text.length, selectionStart + text.length);
      const event = new Event('input', { bubbles: true });
      input.dispatchEvent(Object.assign(event, { inputType, isComposing: inputType === composingType }));
    },
    type(text) {
      for (const character of text) test.write(character);
    },
    press: (key, more) => press(test.input, key, more).defaultPrevented,
    posts: (kind) => posted.filter((intention) => intention.type === kind) as never,
    remembered: () => kept,
  };
  return test;
}

/** Timers that go on when the test says so. */
export function useFakeTimers(): (milliseconds: number) => void {
  before(() => mock.timers.enable({ apis: ['setTimeout'] }));
  after(() => mock.timers.reset());
  return (milliseconds) => mock.timers.tick(milliseconds);
}
