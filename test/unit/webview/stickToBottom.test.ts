import { type BottomSticker, onNextMove, stickToBottom } from '../../../src/webview/stickToBottom.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('sticking to the bottom', () => {
  useBrowser();

  const clientHeight = 300;
  let scroller: HTMLElement;
  let sticker: BottomSticker;
  let height: number;
  let top: number;
  let resized: () => void;
  let told: boolean[];
  let original: typeof ResizeObserver;
  let isConversation: boolean;
  let observed: Element[];
  let listened: { readonly type: string; readonly passive: boolean | undefined }[];

  before(() => {
    original = globalThis.ResizeObserver;
    globalThis.ResizeObserver = class {
      constructor(callback: ResizeObserverCallback) {
        resized = () => callback([], this);
      }
      observe(target: Element) {
        observed.push(target);
      }
      unobserve() {}
      disconnect() {}
    };
  });

  after(() => {
    globalThis.ResizeObserver = original;
  });

  beforeEach(() => {
    scroller = document.createElement('div');
    const content = scroller.appendChild(document.createElement('div'));
    height = 1000;
    top = 0;
    told = [];
    isConversation = true;
    observed = [];
    listened = [];
    const listen = scroller.addEventListener.bind(scroller);
    scroller.addEventListener = (type: string, listener: never, options?: AddEventListenerOptions) => {
      listened.push({ type, passive: options?.passive });
      listen(type, listener, options);
    };
    Object.defineProperties(scroller, {
      clientHeight: { value: clientHeight },
      scrollHeight: { get: () => height },
      scrollTop: { get: () => top, set: setTop },
    });
    sticker = stickToBottom(
      scroller,
      content,
      () => isConversation,
      (stuck) => told.push(stuck),
    );
    resizeTo(1000);
  });

  function setTop(value: number): void {
    top = Math.max(0, Math.min(value, height - clientHeight));
  }

  /** The content becomes as high as this, and the browser tells so. */
  function resizeTo(next: number): void {
    height = next;
    setTop(top);
    resized();
  }

  function scrollBy(distance: number): void {
    setTop(top + distance);
    scroller.dispatchEvent(new Event('scroll'));
  }

  function move(type = 'wheel'): void {
    scroller.dispatchEvent(new Event(type));
  }

  it('stays at the end while the content grows', () => {
    for (const next of [1200, 1250, 4000]) {
      resizeTo(next);
      scrollBy(0);
      assert.equal(top, next - clientHeight);
    }
    assert.deepEqual(told, []);
  });

  for (const type of ['wheel', 'pointerdown', 'touchstart', 'keydown']) {
    it(`lets the reader go who scrolls up while it grows: ${type}`, () => {
      move(type);
      height += 100;
      scrollBy(-120);
      assert.equal(sticker.stuck, false);
      const left = top;
      resizeTo(3000);
      assert.equal(top, left);
      scrollBy(5000);
      assert.equal(sticker.stuck, true);
      assert.deepEqual(told, [false, true]);
    });
  }

  it('lets the reader go who drags the scroll bar, however slowly', () => {
    move('pointerdown');
    const later = new Event('scroll');
    Object.defineProperty(later, 'timeStamp', { value: later.timeStamp + 60_000 });
    height += 100;
    setTop(top - 120);
    scroller.dispatchEvent(later);
    assert.equal(sticker.stuck, false);
  });

  it('lets go when something else scrolls up, as a search does', () => {
    scrollBy(-300);
    assert.equal(sticker.stuck, false);
  });

  it('does not take it for the reader when what is out of sight turns out to be smaller, and more follows', () => {
    height -= 400;
    scrollBy(-440);
    assert.equal(sticker.stuck, true);
    resizeTo(height + 50);
    assert.equal(top, height - clientHeight);
    assert.deepEqual(told, []);
  });

  it('goes to the end when it is told to, whatever the reader has just done', () => {
    move('keydown');
    scrollBy(-600);
    assert.equal(sticker.stuck, false);
    sticker.stick();
    // A smooth scroll goes on for some frames, whatever the script says.
    scrollBy(-150);
    assert.equal(top, height - clientHeight);
    scrollBy(-60);
    assert.equal(top, height - clientHeight);
    height -= 200;
    scrollBy(-250);
    assert.equal(top, height - clientHeight);
    assert.deepEqual(told, [false, true]);
    move();
    scrollBy(-60);
    assert.equal(sticker.stuck, false);
  });

  it('lets the reader go up slowly', () => {
    for (let distance = 0; distance < 40; distance += 10) {
      move();
      scrollBy(-10);
    }
    assert.equal(sticker.stuck, false);
    assert.equal(top, height - clientHeight - 40);
  });

  it('stays where it is when it is released, until the end is reached', () => {
    sticker.release();
    const left = top;
    resizeTo(2000);
    assert.equal(top, left);
    height -= 100;
    scrollBy(-50);
    assert.equal(top, left - 50, 'the browser has moved it, for something above is smaller');
    scrollBy(2000);
    assert.equal(sticker.stuck, true);
  });

  it('pays no attention while it is suspended, and puts everything back', () => {
    scrollBy(-400);
    const left = top;
    const resume = sticker.suspend();
    resizeTo(0);
    scrollBy(-400);
    height = 1000;
    resume();
    assert.equal(top, left);
    sticker.stick();
    const resumeStuck = sticker.suspend();
    resizeTo(1500);
    assert.equal(top, 700);
    resumeStuck();
    assert.equal(top, 1200);
  });

  it('takes the end for reached within a line of it, and no further away', () => {
    scrollBy(-25);
    assert.equal(sticker.stuck, false);
    scrollBy(1);
    assert.equal(sticker.stuck, true);
  });

  /** Scrolls as much later than the last move as is said, in milliseconds. */
  function scrollLater(distance: number, after: number): void {
    const moved = new Event('wheel');
    Object.defineProperty(moved, 'timeStamp', { value: 10_000 });
    scroller.dispatchEvent(moved);
    const scrolled = new Event('scroll');
    Object.defineProperty(scrolled, 'timeStamp', { value: 10_000 + after });
    height += 100;
    setTop(top + distance);
    scroller.dispatchEvent(scrolled);
  }

  it('takes a scroll for the reader’s for half a second after a move, while the content grows', () => {
    scrollLater(-120, 499);
    assert.equal(sticker.stuck, false);
    sticker.stick();
    scrollLater(-120, 500);
    assert.equal(sticker.stuck, true);
    assert.equal(top, height - clientHeight);
  });

  function movePointer(buttons: number): void {
    scroller.dispatchEvent(Object.assign(new Event('pointermove'), { buttons }));
  }

  it('knows that the scroll bar is let go of by the next move of the pointer without a button', () => {
    move('pointerdown');
    movePointer(1);
    scrollLater(-120, 60_000);
    assert.equal(sticker.stuck, false, 'still held');
    scrollBy(5000);
    movePointer(0);
    scrollLater(-120, 60_000);
    assert.equal(sticker.stuck, true, 'let go of');
    movePointer(1);
    scrollLater(-120, 60_000);
    assert.equal(sticker.stuck, true, 'a button that was pressed elsewhere');
  });

  it('does not take it for leaving when the reader presses while it grows', () => {
    move('pointerdown');
    height += 100;
    scrollBy(0);
    assert.equal(sticker.stuck, true);
  });

  it('lets go of the scroll bar when it is told to go to the end', () => {
    move('pointerdown');
    sticker.stick();
    scrollLater(-120, 60_000);
    assert.equal(sticker.stuck, true);
  });

  it('stays at the end only while there is a conversation', () => {
    isConversation = false;
    resizeTo(2000);
    assert.equal(top, 700);
    height -= 100;
    scrollBy(-200);
    assert.equal(top, 500);
    isConversation = true;
    resizeTo(2000);
    assert.equal(top, 1700);
  });

  it('follows what grows and what is resized, and never makes the reader wait', () => {
    assert.deepEqual(observed, [scroller.firstElementChild, scroller]);
    const waited = listened.filter(({ type, passive }) => passive !== true && !type.startsWith('pointer'));
    assert.deepEqual(waited, []);
    assert.ok(listened.some(({ type }) => type === 'scroll'));
  });

  it('tells of the next move once for each kind of it', () => {
    let moves = 0;
    onNextMove(scroller, () => {
      moves += 1;
    });
    for (let times = 0; times < 2; times += 1)
      for (const type of ['wheel', 'pointerdown', 'touchstart', 'keydown']) move(type);
    assert.equal(moves, 4);
    assert.ok(listened.slice(-4).every(({ passive }) => passive === true));
  });

  it('says nothing while it is suspended, and takes no scroll for the reader’s', () => {
    const resume = sticker.suspend();
    move();
    scrollBy(-400);
    assert.equal(sticker.stuck, true);
    resume();
    assert.equal(top, 700);
    height -= 10;
    scrollBy(-60);
    assert.equal(sticker.stuck, false, 'the move before is still the reader’s');
    assert.deepEqual(told, [false]);
  });
});
