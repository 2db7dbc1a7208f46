import type {
  Answer,
  Attachment,
  HostEvent,
  ModelState,
  Question,
  ViewIntention,
} from '../../../src/shared/protocol.ts';
import { createFrameQueue, type FrameQueue } from '../../../src/webview/frameQueue.ts';
import { createPanel, type Panel } from '../../../src/webview/panel.ts';

export type StateEvent = Extract<HostEvent, { type: 'state' }>;

export const question: Question = { role: 'question', id: 'q1', text: 'Why?', attachments: [] };

export const attachment: Attachment = {
  id: 'a',
  kind: 'selection',
  name: 'searchController.ts',
  path: 'src/searchController.ts',
  startLine: 3,
  endLine: 9,
};

export const model: ModelState = {
  vendorLabel: 'Zhipu',
  modelLabel: 'GLM',
  key: 'stored',
  thinking: 'optional',
  webSearch: true,
  images: true,
  window: { used: 1000, size: 128_000 },
};

export function answer(changes: Partial<Answer> = {}): Answer {
  return {
    role: 'answer',
    id: 'a1',
    model: 'GLM',
    text: '',
    reasoning: '',
    extras: { sources: [], suggestions: [], notices: [] },
    status: { state: 'answering' },
    ...changes,
  };
}

export function state(changes: Partial<StateEvent> = {}): StateEvent {
  return {
    type: 'state',
    conversation: 'c1',
    nextSequence: 0,
    strings: {},
    turns: [],
    earlier: false,
    queued: [],
    saving: null,
    attachments: [],
    model,
    vendors: [{ vendor: 'zhipu', label: 'Zhipu', model: 'GLM', key: 'missing' }],
    slashCommands: [],
    restricted: false,
    sendWith: 'enter',
    ...changes,
  };
}

/** Frames that come when the test says so, and a clock that it turns. */
export interface FakeFrames {
  readonly queue: FrameQueue;
  /** Runs frames until nothing is left to do. */
  settle(): void;
  time: number;
}

export function fakeFrames(): FakeFrames {
  const waiting: (() => void)[] = [];
  const frames: FakeFrames = {
    time: 0,
    queue: createFrameQueue({
      requestFrame: (callback) => waiting.push(callback),
      afterFrame: () => {},
      now: () => frames.time,
    }),
    settle() {
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
    },
  };
  return frames;
}

/** A panel with a host that only takes notes. */
export interface TestPanel {
  readonly root: HTMLElement;
  readonly panel: Panel;
  readonly posted: ViewIntention[];
  readonly frames: FakeFrames;
  readonly input: HTMLTextAreaElement;
  /** Hands events to the panel and lets it draw. */
  send(...events: readonly HostEvent[]): void;
  find(selector: string): HTMLElement;
  /** What the view has asked to be kept. */
  remembered(): unknown;
  /** Whoever counts seconds. */
  readonly counting: ReadonlySet<() => void>;
  /** Lets so many milliseconds pass, and tells whoever counts. */
  pass(milliseconds: number): void;
  /** Keeps what the view asks to be kept. */
  remember(value: unknown): void;
}

export function createTestPanel(remembered?: unknown): TestPanel {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  const posted: ViewIntention[] = [];
  const frames = fakeFrames();
  const counting = new Set<() => void>();
  let kept = remembered;
  const panel = createPanel(root, {
    channel: {
      post: (intention) => posted.push(intention),
      recall: () => kept,
      remember: (next) => test.remember(next),
    },
    frames: frames.queue,
    ticker: {
      every(callback) {
        counting.add(callback);
        return () => counting.delete(callback);
      },
    },
    now: () => frames.time,
  });
  const find = (selector: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const test: TestPanel = {
    root,
    panel,
    posted,
    frames,
    get input() {
      return find('textarea') as HTMLTextAreaElement;
    },
    send(...events) {
      for (const event of events) panel.handle(event);
      frames.settle();
    },
    find,
    remembered: () => kept,
    counting,
    pass(milliseconds) {
      frames.time += milliseconds;
      for (const each of counting) each();
    },
    remember(next) {
      kept = next;
    },
  };
  return test;
}

export function type(input: HTMLTextAreaElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Presses a key, as `keydown` reports it. */
export function press(
  target: HTMLElement,
  key: string,
  more: KeyboardEventInit & { keyCode?: number } = {},
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  if (more.keyCode !== undefined) Object.defineProperty(event, 'keyCode', { value: more.keyCode });
  target.dispatchEvent(event);
  return event;
}
