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
    const faults: unknown[] = [];
    console.error = (error) => faults.push(error);
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
    assert.deepEqual(faults.map(String), ['Error: step']);
  });

  it('asks for one frame at a time, and for none without work', () => {
    const { queue, frame, waiting } = create();
    queue.runNow();
    assert.equal(waiting(), 0);
    const job = () => false;
    queue.add(job);
    queue.add(job);
    queue.addIdle([].values());
    assert.equal(waiting(), 1);
    frame();
    assert.equal(waiting(), 0);
    queue.addIdle([].values());
    assert.equal(waiting(), 1);
  });

  it('does not run a job twice that was given twice', () => {
    const { queue, frame } = create();
    let runs = 0;
    const job = () => {
      runs += 1;
      return false;
    };
    queue.add(job);
    queue.add(job);
    frame();
    assert.equal(runs, 1);
    queue.add(job);
    frame();
    assert.equal(runs, 2);
  });

  it('lets jobs take turns, and stops in the middle of a round when the time is over', () => {
    const { queue, clock, frame } = create();
    const ran: string[] = [];
    for (const name of ['a', 'b', 'c'])
      queue.add(() => {
        ran.push(name);
        clock.time += 2;
        return true;
      });
    frame();
    assert.equal(ran.join(''), 'ab');
  });

  it('takes four milliseconds of a frame, and two dozen where all is to be shown at once', () => {
    const { queue, clock, frame } = create();
    let steps = 0;
    queue.add(() => {
      steps += 1;
      clock.time += 1;
      return true;
    });
    frame();
    assert.equal(steps, 4);
    queue.runNow();
    assert.equal(steps, 28);
  });

  it('does what can wait step by step, in the order in which it was given', () => {
    const { queue, clock, frame } = create();
    const done: string[] = [];
    function* steps(name: string) {
      for (const step of [1, 2, 3]) {
        done.push(`${name}${step}`);
        clock.time += 1;
        yield;
      }
    }
    queue.addIdle(steps('a'));
    queue.addIdle(steps('b'));
    frame();
    assert.deepEqual(done, ['a1', 'a2', 'a3', 'b1']);
    frame();
    assert.deepEqual(done.slice(4), ['b2', 'b3']);
  });

  it('begins to count anew what the browser will have to do, with each frame', () => {
    const { queue, frame } = create();
    let steps = 0;
    queue.expect(100);
    queue.add(() => {
      steps += 1;
      queue.expect(4);
      return true;
    });
    frame();
    frame();
    assert.equal(steps, 2);
  });

  it('pauses as long as a slow frame took, but not for ever', () => {
    const pause = (layout: number) => {
      const { queue, clock, frame } = create();
      const ran: number[] = [];
      queue.add(() => {
        ran.push(clock.time);
        clock.time += 4;
        return true;
      });
      clock.layout = layout - 4;
      frame();
      clock.layout = 0;
      const end = clock.time;
      while (ran.length < 2) {
        frame();
        clock.time += 1;
      }
      return (ran[1] ?? 0) - end;
    };
    assert.equal(pause(16), 0);
    assert.equal(pause(17), 17);
    assert.equal(pause(100), 100);
    assert.equal(pause(1000), 300);
  });
});
