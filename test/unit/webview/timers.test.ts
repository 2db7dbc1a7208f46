import { mock } from 'node:test';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { showCopied } from '../../../src/webview/copyFeedback.ts';
import { createTicker } from '../../../src/webview/ticker.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, question, state } from './fakes.ts';

describe('what the view does after a while', () => {
  useBrowser();
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('ticks every second for whoever counts, and for nobody once all have stopped', () => {
    const ticker = createTicker();
    const ticks = { one: 0, other: 0 };
    const count = (who: keyof typeof ticks) => () => {
      ticks[who] += 1;
    };
    for (let round = 1; round <= 3; round++) {
      const start = { ...ticks };
      const endOne = ticker.every(count('one'));
      mock.timers.tick(999);
      assert.deepEqual(ticks, start);
      mock.timers.tick(2001);
      assert.deepEqual(ticks, { ...start, one: start.one + 3 });
      const endOther = ticker.every(count('other'));
      mock.timers.tick(1000);
      assert.deepEqual(ticks, { one: start.one + 4, other: start.other + 1 });
      endOne();
      endOne();
      mock.timers.tick(1000);
      assert.deepEqual(ticks, { one: start.one + 4, other: start.other + 2 }, 'the other one still counts');
      endOther();
      mock.timers.tick(5000);
      assert.deepEqual(ticks, { one: start.one + 4, other: start.other + 2 });
    }
  });

  it('says for a second and a half that something was copied, each time', () => {
    const copy = document.createElement('button');
    copy.title = 'Copy';
    const symbol = document.createElement('span');
    symbol.className = 'codicon codicon-copy';
    copy.append(symbol);
    const look = () => [copy.title, copy.className, symbol.className];
    const usual = ['Copy', '', 'codicon codicon-copy'];
    const copied = ['Copied', 'copied', 'codicon codicon-check'];
    for (let round = 0; round < 3; round++) {
      showCopied(copy, 'Copied');
      assert.deepEqual(look(), copied);
      mock.timers.tick(1000);
      // Again before it is over: the label must not become the usual one.
      showCopied(copy, 'Copied');
      mock.timers.tick(499);
      assert.deepEqual(look(), copied);
      mock.timers.tick(1);
      assert.deepEqual(look(), usual);
      mock.timers.tick(5000);
      assert.deepEqual(look(), usual);
    }
  });

  it('keeps the place of the reader three times a second at most, for as long as somebody scrolls', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: 'x', status: { state: 'done', meta: {} } })] }));
    const scroller = test.find('.thread');
    let kept = 0;
    const { remember } = test;
    test.remember = (value) => {
      kept += 1;
      remember(value);
    };
    for (let period = 1; period <= 4; period++) {
      for (let times = 0; times < 10; times++) scroller.dispatchEvent(new Event('scroll'));
      mock.timers.tick(299);
      scroller.dispatchEvent(new Event('scroll'));
      assert.equal(kept, period - 1);
      mock.timers.tick(1);
      assert.equal(kept, period);
    }
    mock.timers.tick(5000);
    assert.equal(kept, 4, 'nobody scrolls');
  });
});
