import { createFrameQueue } from '../../../src/webview/frameQueue.ts';
import { assert } from './assert.ts';

describe('frame queue', () => {
  function create() {
    const frames: (() => void)[] = [];
    const clock = { time: 0, layout: 0 };
    const afterFrame: (() => void)[] = [];
    const queue = createFrameQueue({
      requestFrame: (callback) => frames.push(callback),
      afterFrame: (callback) => afterFrame.push(callback),
      now: () => clock.time,
    });
    const frame = () => {
      frames.shift()?.();
      clock.time += clock.layout;
      afterFrame.shift()?.();
    };
    return { queue, clock, frame, waiting: () => frames.length };
  }

  it('spreads what does not fit over frames, jobs before what can wait', () => {
    const { queue, clock, frame, waiting } = create();
    const done: string[] = [];
    let left = 10;
    queue.addIdle(
      (function* () {
        done.push('idle');
        yield;
      })(),
    );
    queue.add(() => {
      clock.time += 2;
      done.push('job');
      left -= 1;
      return left > 0;
    });
    frame();
    assert.deepEqual(done, ['job', 'job']);
    for (let count = 0; count < 4; count += 1) frame();
    assert.deepEqual(done, Array(10).fill('job'));
    frame();
    assert.deepEqual(done, [...Array(10).fill('job'), 'idle']);
    frame();
    assert.equal(waiting(), 0);
  });

  it('counts what the browser will have to do for a step', () => {
    const { queue, frame } = create();
    let steps = 0;
    queue.add(() => {
      queue.expect(3);
      steps += 1;
      return true;
    });
    frame();
    assert.equal(steps, 2);
    frame();
    assert.equal(steps, 4);
  });

  it('pauses after frames that are slow to lay out', () => {
    const { queue, clock, frame } = create();
    let runs = 0;
    queue.add(() => {
      clock.time += 10;
      clock.layout = 20;
      runs += 1;
      return true;
    });
    for (let count = 0; count < 200; count += 1) {
      frame();
      clock.layout = 0;
      clock.time += 4;
    }
    const busy = (runs * 30) / clock.time;
    assert.ok(busy > 0.35 && busy < 0.55, `busy ${busy}`);
  });

  it('goes on after a step that fails', () => {
    const { queue, frame } = create();
    const silenced = console.error;
    console.error = () => {};
    let ran = false;
    queue.add(() => {
      throw new Error('step');
    });
    queue.add(() => {
      ran = true;
      return false;
    });
    frame();
    console.error = silenced;
    assert.equal(ran, true);
  });
});
