import { after, before, beforeEach } from 'mocha';

/** What an observer of the view was told to watch. */
interface Watching<Callback> {
  readonly callback: Callback;
  readonly options: IntersectionObserverInit | undefined;
  readonly targets: Set<Element>;
}

/** A page on which every turn is as high as the test says; the conversation shows 300 pixels of it. */
export interface Layout {
  /** In pixels. 100 unless the test says otherwise. */
  heightOf: (turn: Element) => number;
  /** How far the conversation is scrolled. */
  readonly top: number;
  /** How far it can be scrolled. */
  readonly end: number;
  /** What has become of the last turn's upper edge, or of another one's, below that of the conversation. */
  edgeOf(turn: Element): number;
  /** Scrolls as the reader does. */
  scrollTo(top: number): void;
  /** Tells whoever watches an element that its size has changed. */
  resize(selector: string): void;
  /** Tells whoever watches an element whether it is near to what is visible. */
  show(selector: string, isNear: boolean): void;
  /** The options with which an element is watched for being near. */
  watchedWith(selector: string): IntersectionObserverInit | undefined;
  /** How often an element was given to be watched for being near. */
  readonly watched: readonly Element[];
}

const visible = 300;
/** Where the conversation begins in the window, in pixels. */
const upperEdge = 40;

export function useLayout(): Layout {
  let top = 0;
  let restore: (() => void) | undefined;
  const resizing = new Set<Watching<ResizeObserverCallback>>();
  const nearing = new Set<Watching<IntersectionObserverCallback>>();
  const watched: Element[] = [];
  const find = (selector: string) => {
    const found = document.querySelector(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const turns = () => [...document.querySelectorAll('.turn')];
  const isShown = () => !document.querySelector('.thread')?.closest('[hidden]');
  const height = () => turns().reduce((sum, turn) => sum + layout.heightOf(turn), 0);
  const clamp = (value: number) => Math.max(0, Math.min(value, height() - visible));

  const layout: Layout = {
    heightOf: () => 100,
    watched,
    get top() {
      return top;
    },
    get end() {
      return clamp(Number.POSITIVE_INFINITY);
    },
    edgeOf: (turn) => turn.getBoundingClientRect().top - upperEdge,
    scrollTo(next) {
      const scroller = find('.thread');
      scroller.dispatchEvent(new Event('wheel'));
      scroller.scrollTop = next;
      scroller.dispatchEvent(new Event('scroll'));
    },
    resize(selector) {
      const target = find(selector);
      top = clamp(top);
      for (const { callback, targets } of [...resizing])
        if (targets.has(target)) callback([], undefined as unknown as ResizeObserver);
    },
    show(selector, isIntersecting) {
      const target = find(selector);
      for (const { callback, targets } of [...nearing])
        if (targets.has(target))
          callback(
            [{ isIntersecting } as IntersectionObserverEntry],
            undefined as unknown as IntersectionObserver,
          );
    },
    watchedWith: (selector) => [...nearing].find(({ targets }) => targets.has(find(selector)))?.options,
  };

  function observer<Callback>(all: Set<Watching<Callback>>, log?: Element[]) {
    return class {
      readonly watching: Watching<Callback>;
      constructor(callback: Callback, options?: IntersectionObserverInit) {
        this.watching = { callback, options, targets: new Set() };
        all.add(this.watching);
      }
      observe(target: Element) {
        log?.push(target);
        this.watching.targets.add(target);
      }
      unobserve(target: Element) {
        this.watching.targets.delete(target);
      }
      disconnect() {
        this.watching.targets.clear();
      }
    };
  }

  before(() => {
    const { prototype } = HTMLElement;
    const saved = [
      globalThis.ResizeObserver,
      globalThis.IntersectionObserver,
      prototype.getBoundingClientRect,
    ] as const;
    globalThis.ResizeObserver = observer(resizing) as unknown as typeof ResizeObserver;
    globalThis.IntersectionObserver = observer(nearing, watched) as unknown as typeof IntersectionObserver;
    prototype.getBoundingClientRect = function () {
      const all = turns();
      const index = all.indexOf(this);
      if (!isShown()) return { top: 0, bottom: 0 } as DOMRect;
      if (index === -1) return { top: upperEdge, bottom: upperEdge + visible } as DOMRect;
      const edge = all.slice(0, index).reduce((sum, turn) => sum + layout.heightOf(turn), upperEdge - top);
      return { top: edge, bottom: edge + layout.heightOf(this) } as DOMRect;
    };
    const isThread = (element: Element) => element.classList.contains('thread');
    Object.defineProperties(prototype, {
      clientHeight: { configurable: true, get: () => visible },
      scrollHeight: { configurable: true, get: height },
      scrollTop: {
        configurable: true,
        get() {
          // What is not shown loses its place.
          if (!isShown()) top = 0;
          return isThread(this) ? top : 0;
        },
        set(value: number) {
          if (isThread(this)) top = clamp(value);
        },
      },
    });
    restore = () => {
      [globalThis.ResizeObserver, globalThis.IntersectionObserver, prototype.getBoundingClientRect] = saved;
      for (const name of ['clientHeight', 'scrollHeight', 'scrollTop'])
        Reflect.deleteProperty(prototype, name);
    };
  });
  beforeEach(() => {
    top = 0;
    layout.heightOf = () => 100;
    watched.length = 0;
    resizing.clear();
    nearing.clear();
  });
  after(() => restore?.());
  return layout;
}
