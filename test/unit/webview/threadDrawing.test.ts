import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done', meta: {} } as const;
const turns = Array.from({ length: 20 }, (_, index) => [
  { ...question, id: `q${index}` },
  answer({ id: `a${index}`, text: `Answer ${index}`, status: done }),
]).flat();

describe('drawing a conversation', () => {
  useBrowser();

  const answered = ({ root }: TestPanel) =>
    [...root.querySelectorAll('.markdown')]
      .map(({ textContent }) => textContent)
      .filter((text) => text !== '');

  /** Shows a conversation with a clock that runs: there is time for a few steps only. */
  function showBriefly(remembered?: unknown): TestPanel {
    const test = createTestPanel(remembered);
    let steps = 0;
    test.frames.queue.add(() => {
      test.frames.time += 10;
      steps += 1;
      return steps < 3;
    });
    test.panel.handle(state({ turns }));
    return test;
  }

  it('begins with the last turns', () => {
    const test = showBriefly();
    assert.deepEqual(answered(test), ['Answer 18', 'Answer 19']);
    test.frames.settle();
    assert.equal(answered(test).length, 20);
  });

  it('begins where the reader was, as far as the end', () => {
    const test = showBriefly({ conversation: 'c1', place: { id: 'q12', offset: 0 } });
    assert.deepEqual(
      answered(test),
      [12, 13, 14, 15, 16, 17, 18, 19].map((index) => `Answer ${index}`),
    );
    test.frames.settle();
    assert.equal(answered(test).length, 20);
  });

  it('has earlier turns wait until there is nothing else to do', () => {
    const test = createTestPanel();
    test.send(state({ turns: turns.slice(2), earlier: true }));
    let passes = 0;
    test.frames.queue.add(() => {
      passes += 1;
      assert.equal(answered(test).includes('Answer 0'), false);
      return passes < 5;
    });
    test.send({ type: 'earlier', turns: turns.slice(0, 2), earlier: false });
    assert.equal(passes, 5);
    assert.equal(answered(test)[0], 'Answer 0');
  });

  it('keeps a very long text that goes on in steps as well', () => {
    const test = createTestPanel();
    const text = 'A paragraph of some words.\n\n'.repeat(1500);
    test.send(state({ turns: [question, answer({ text })] }));
    test.panel.handle({ type: 'delta', sequence: 0, id: 'a1', from: text.length - 2 });
    const drawn = () => test.find('.markdown').textContent?.length ?? 0;
    const atOnce = drawn();
    assert.ok(atOnce > 1000, `${atOnce}`);
    test.frames.settle();
    assert.ok(atOnce < drawn() / 2, `${atOnce} of ${drawn()}`);
  });

  it('is remembered as the conversation that is shown', () => {
    const test = createTestPanel();
    test.send(state({ conversation: 'c7' }));
    assert.equal((test.remembered() as { conversation?: unknown }).conversation, 'c7');
  });
});
