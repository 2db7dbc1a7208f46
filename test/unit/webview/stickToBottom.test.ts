import { type BottomSticker, stickToBottom } from '../../../src/webview/stickToBottom.ts';
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

  before(() => {
    original = globalThis.ResizeObserver;
    globalThis.ResizeObserver = class {
      constructor(callback: ResizeObserverCallback) {
        resized = () => callback([], this);
      }
      observe() {}
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
    Object.defineProperties(scroller, {
      clientHeight: { value: clientHeight },
      scrollHeight: { get: () => height },
      scrollTop: { get: () => top, set: setTop },
    });
    sticker = stickToBottom(
      scroller,
      content,
      () => true,
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
});
