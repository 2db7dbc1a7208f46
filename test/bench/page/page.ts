import { type OpenedConversation, openConversation } from './conversation.ts';
import { type Renderer, renderers } from './renderers.ts';
import { type ReplyKind, replyText } from './replyText.ts';

/** What the page can be told to do; it is a global of the page, called from outside. */
export interface BenchPage {
  /** Shows the first `length` characters of a reply at once, in place of whatever was there. */
  open(renderer: string, kind: ReplyKind, length: number, total: number): Promise<void>;
  /** Shows the first `length` characters of any text at once and the rest in pieces, and ends it. */
  show(renderer: string, source: string, length: number, step: number): Promise<void>;
  /** Appends the reply up to `end`, so many characters in each frame. */
  stream(step: number, end: number): Promise<void>;
  /** Appends the reply up to `end` in pieces of `step` characters that come every `intervalMs`, whatever the frames do. */
  play(step: number, intervalMs: number, end: number): Promise<Playback>;
  /** Ends the reply and waits until nothing is left to do. */
  finish(): Promise<void>;
  close(): void;
  /** Shows the end of a conversation in the panel. Returns how long it took until the last words were there, in milliseconds. */
  openConversation(turns: number, characters: number): Promise<number>;
  /** Lets the last answer of the conversation grow by a few words in each of so many frames. */
  growConversation(updates: number): Promise<void>;
}

export interface Playback {
  readonly frames: number;
  /** Frames of the screen that showed nothing new because the page was busy. */
  readonly dropped: number;
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

let text = '';
let shown = 0;
let reply: Renderer | undefined;
let observer: ResizeObserver | undefined;
let conversation: OpenedConversation | undefined;

async function idle(): Promise<void> {
  do {
    for (let count = 0; count < 3; count += 1) await nextFrame();
  } while (reply?.busy);
  await new Promise((resolve) => setTimeout(resolve));
}

async function begin(renderer: string, source: string, length: number): Promise<void> {
  benchPage.close();
  text = source;
  const content = document.createElement('div');
  const scroller = document.createElement('div');
  scroller.className = 'scroller';
  scroller.append(content);
  document.body.append(scroller);
  observer = new ResizeObserver(() => {
    scroller.scrollTop = scroller.scrollHeight;
  });
  observer.observe(content);
  reply = renderers[renderer]?.(content);
  shown = length;
  if (length > 0) reply?.append(text.slice(0, length));
  await idle();
}

const benchPage: BenchPage = {
  async open(renderer, kind, length, total) {
    await begin(renderer, replyText(kind, total), length);
  },
  async show(renderer, source, length, step) {
    await begin(renderer, source, length);
    await benchPage.stream(step, source.length);
    await benchPage.finish();
  },
  async stream(step, end) {
    while (shown < end) {
      await nextFrame();
      reply?.append(text.slice(shown, Math.min(end, shown + step)));
      shown += step;
    }
    await idle();
  },
  async play(step, intervalMs, end) {
    const start = performance.now();
    const from = shown;
    const { port1, port2 } = new MessageChannel();
    const times: number[] = [];
    let running = true;
    const count = (time: number) => {
      times.push(time);
      if (running) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    await new Promise<void>((resolve) => {
      port1.onmessage = () => {
        const due = from + Math.floor((performance.now() - start) / Math.max(intervalMs, 0.001)) * step;
        const until = Math.min(end, intervalMs === 0 ? shown + step : due);
        if (until > shown) reply?.append(text.slice(shown, until));
        shown = Math.max(shown, until);
        if (shown >= end) resolve();
        else setTimeout(() => port2.postMessage(undefined), intervalMs === 0 ? 0 : 4);
      };
      port2.postMessage(undefined);
    });
    await idle();
    running = false;
    port1.close();
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1000 / 60)) - 1), 0);
    return { frames: times.length + dropped, dropped };
  },
  async finish() {
    reply?.finish();
    await idle();
  },
  close() {
    observer?.disconnect();
    document.body.replaceChildren();
    reply = undefined;
  },
  async openConversation(turns, characters) {
    benchPage.close();
    conversation = await openConversation(turns, characters);
    return conversation.endShownMs;
  },
  async growConversation(updates) {
    for (let count = 0; count < updates; count += 1) {
      await nextFrame();
      conversation?.update();
    }
    await idle();
  },
};

Object.assign(globalThis, { benchPage });
