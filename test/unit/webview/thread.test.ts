import type { Answer, Question, Turn } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, state, type TestPanel, type } from './fakes.ts';

const done = { state: 'done' as const, meta: {} };

function asked(id: string, changes: Partial<Question> = {}): Question {
  return { role: 'question', id, text: `Question ${id}`, attachments: [], ...changes };
}

function answered(id: string, changes: Partial<Answer> = {}): Answer {
  return answer({ id, text: `Answer ${id}`, status: done, ...changes });
}

/** The texts of the turns that are shown, as the model and the user wrote them. */
function shown(test: TestPanel): readonly string[] {
  return [...test.root.querySelectorAll('.bubble, .markdown')].map((turn) => turn.textContent ?? '');
}

function turn(test: TestPanel, index: number): HTMLElement {
  const found = test.root.querySelectorAll<HTMLElement>('.turn')[index];
  if (!found) throw new Error(`no turn ${index}`);
  return found;
}

function buttonOf(parent: HTMLElement, label: string): HTMLButtonElement {
  const found = [...parent.querySelectorAll('button')].find(
    (button) => (button.getAttribute('aria-label') ?? button.textContent) === label,
  );
  if (!found) throw new Error(`no button ${label}`);
  return found;
}

/** An element is not given to `assert.equal`, which would print the whole document. */
function assertFocused(element: HTMLElement): void {
  assert.ok(document.activeElement === element, `the focus is on ${document.activeElement?.className}`);
}

function withTurns(...turns: readonly Turn[]): TestPanel {
  const test = createTestPanel();
  test.send(state({ turns: [...turns] }));
  return test;
}

const conversation = [asked('q1'), answered('a1'), asked('q2'), answered('a2')];

describe('thread', () => {
  useBrowser();

  it('puts a question and its answer in the place of what came after its parent', () => {
    const test = withTurns(...conversation);
    test.send({ type: 'begin', after: 'a1', question: asked('q3'), answer: answer({ id: 'a3' }) });
    test.send({ type: 'delta', sequence: 0, id: 'a3', text: 'new' });
    assert.deepEqual(shown(test), ['Question q1', 'Answer a1', 'Question q3', 'new']);
    test.send({ type: 'begin', after: null, question: asked('q4'), answer: answer({ id: 'a4' }) });
    assert.deepEqual(shown(test), ['Question q4', '']);
    // The parent of the first turn that is loaded is not loaded.
    test.send({ type: 'begin', after: 'elsewhere', question: asked('q5'), answer: answer({ id: 'a5' }) });
    assert.deepEqual(shown(test), ['Question q5', '']);
  });

  it('shows another branch, and leaves the elements of the turns that stay alone', () => {
    const test = withTurns(...conversation, asked('q3'), answered('a3'));
    const kept = [turn(test, 0), turn(test, 1), turn(test, 5)];
    test.send({ type: 'branch', after: 'a1', turns: [asked('q3'), answered('a3')] });
    assert.deepEqual(shown(test), ['Question q1', 'Answer a1', 'Question q3', 'Answer a3']);
    assert.ok([turn(test, 0), turn(test, 1), turn(test, 3)].every((each, index) => each === kept[index]));
    test.send({ type: 'branch', after: 'q3', turns: [answered('a3', { text: 'Otherwise' })] });
    assert.equal(shown(test).at(-1), 'Otherwise');
  });

  it('keeps the focus on the arrow through the branches', () => {
    const branch = (index: number) => ({ branch: { index, count: 3 } });
    const test = withTurns(asked('q1'), answered('a1', branch(1)));
    const next = buttonOf(turn(test, 1), 'Next alternative');
    assert.equal(buttonOf(turn(test, 1), 'Previous alternative').getAttribute('aria-disabled'), 'true');
    buttonOf(turn(test, 1), 'Previous alternative').click();
    next.focus();
    next.click();
    assert.deepEqual(test.posted, [{ type: 'show-alternative', id: 'a1', step: 1 }]);
    test.send({ type: 'branch', after: 'q1', turns: [answered('a2', branch(2))] });
    assertFocused(buttonOf(turn(test, 1), 'Next alternative'));
    assert.equal(turn(test, 1).querySelector('.branch')?.getAttribute('aria-label'), 'Alternative 2 of 3');
  });

  it('puts earlier turns before, once for each time they are asked for', () => {
    const test = createTestPanel();
    test.send(state({ turns: [asked('q2'), answered('a2')], earlier: true }));
    const earlier = test.find('.earlier');
    earlier.click();
    earlier.click();
    assert.deepEqual(test.posted, [{ type: 'load-earlier' }]);
    earlier.focus();
    test.send({ type: 'earlier', turns: [asked('q1'), answered('a1')], earlier: true });
    assert.deepEqual(shown(test), ['Question q1', 'Answer a1', 'Question q2', 'Answer a2']);
    assertFocused(turn(test, 1));
    earlier.click();
    assert.equal(test.posted.length, 2);
    test.send({ type: 'earlier', turns: [asked('q0'), answered('a0')], earlier: false });
    assert.equal(earlier.hidden, true);
    assert.equal(shown(test).length, 6);
  });

  it('edits a question in its place and asks with what the composer’s toggles say', () => {
    const test = withTurns(...conversation);
    const question = turn(test, 0);
    buttonOf(question, 'Edit').focus();
    buttonOf(question, 'Edit').click();
    const input = question.querySelector('textarea') as HTMLTextAreaElement;
    assertFocused(input);
    assert.equal(input.value, 'Question q1');
    type(input, 'Better');
    press(input, 'Enter', { keyCode: 229 });
    press(input, 'Enter', { shiftKey: true });
    assert.deepEqual(test.posted, []);
    press(input, 'Enter');
    press(input, 'Enter');
    assert.deepEqual(test.posted, [{ type: 'edit', id: 'q1', text: 'Better', thinking: true }]);
    test.send({ type: 'begin', after: null, question: asked('q9'), answer: answer({ id: 'a9' }) });
    assertFocused(test.input);
  });

  it('gives up editing with Escape, which then stops nothing, and sends no empty question', () => {
    const test = withTurns(asked('q1'), answer());
    turn(test, 0).focus();
    press(turn(test, 0), 'e');
    const input = turn(test, 0).querySelector('textarea') as HTMLTextAreaElement;
    type(input, '  ');
    press(input, 'Enter');
    assert.equal(buttonOf(turn(test, 0), 'Send').disabled, true);
    press(input, 'Escape');
    assert.deepEqual(test.posted, []);
    assert.equal(shown(test)[0], 'Question q1');
    assertFocused(turn(test, 0));
  });

  it('sends an edited question with Ctrl+Enter where that is the setting', () => {
    const test = createTestPanel();
    test.send(state({ turns: conversation, sendWith: 'ctrlEnter' }));
    buttonOf(turn(test, 0), 'Edit').click();
    const input = turn(test, 0).querySelector('textarea') as HTMLTextAreaElement;
    press(input, 'Enter');
    press(input, 'Enter', { ctrlKey: true });
    assert.deepEqual(
      test.posted.map((intention) => intention.type),
      ['edit'],
    );
  });

  it('acts on single keys only while the turn itself has the focus', () => {
    const branch = { index: 2, count: 3 };
    const test = withTurns(
      asked('q1', { branch }),
      answered('a1', { branch }),
      asked('q2'),
      answer({ id: 'a2' }),
    );
    for (const key of ['c', 'C', 'ArrowLeft', 'Delete', 'r']) press(turn(test, 0), key);
    for (const key of ['c', 'r', 'ArrowRight', 'Delete']) press(turn(test, 1), key);
    press(turn(test, 1), 'r', { ctrlKey: true });
    press(turn(test, 2), 'ArrowLeft');
    // An answer that is being written is not asked for anew.
    press(turn(test, 3), 'r');
    press(buttonOf(turn(test, 0), 'Edit'), 'Delete');
    press(test.input, 'r');
    assert.deepEqual(
      test.posted,
      [
        { type: 'copy', text: 'Question q1' },
        { type: 'show-alternative', id: 'q1', step: -1 },
        { type: 'delete-turn', id: 'q1' },
        { type: 'copy', text: 'Answer a1' },
        { type: 'regenerate', id: 'a1', choose: false },
        { type: 'show-alternative', id: 'a1', step: 1 },
      ].toSpliced(1, 0, { type: 'copy', text: 'Question q1' }),
    );
  });

  it('asks for another answer, by another model where that is wanted', () => {
    const test = withTurns(...conversation);
    buttonOf(turn(test, 1), 'Regenerate').click();
    buttonOf(turn(test, 1), 'Regenerate').dispatchEvent(new MouseEvent('click', { shiftKey: true }));
    buttonOf(turn(test, 1), 'Ask another model').click();
    assert.deepEqual(
      test.posted,
      [false, true, true].map((choose) => ({ type: 'regenerate', id: 'a1', choose })),
    );
  });

  it('says in the footer what the answer took, and all of it in its tooltip', () => {
    const meta = {
      inputTokens: 1204,
      outputTokens: 486,
      cachedTokens: 1024,
      firstTokenMs: 812,
      totalMs: 12_300,
      cost: '¥0.0043',
    };
    const test = withTurns(asked('q1'), answered('a1', { status: { state: 'done', meta } }));
    assert.equal(
      test.find('.meta').title,
      'GLM · 1,204 in, 486 out · 1,024 of the input cached · 0.8 s to first token · 12 s in all · ¥0.0043',
    );
    assert.equal(test.find('.meta .visually-hidden').textContent, test.find('.meta').title);
    assert.equal(test.find('.meta-figures.narrow').textContent, ' · ↑1.2k ↓486 · 0.8 s');
    assert.doesNotMatch(test.find('.meta-figures.wide').textContent ?? '', /cached/);
  });

  it('says what was left out, also when that is known only later', () => {
    const test = withTurns(asked('q1'), answered('a1', { leftOut: 'Two turns were left out.' }));
    assert.equal(test.find('.left-out').textContent, 'Two turns were left out.');
    test.send({ type: 'begin', after: 'a1', question: asked('q2'), answer: answer({ id: 'a2' }) });
    const later = turn(test, 3).querySelector<HTMLElement>('.left-out');
    assert.equal(later?.hidden, true);
    test.send({ type: 'status', id: 'a2', status: { state: 'answering' }, leftOut: 'Three were.' });
    test.send({ type: 'status', id: 'a2', status: done });
    assert.equal(later?.hidden, false);
    assert.equal(later?.textContent, 'Three were.');
  });

  it('goes on in an answer that was stopped, keeping its text', () => {
    const test = withTurns(asked('q1'), answered('a1', { status: { state: 'stopped', meta: {} } }));
    test.send({ type: 'status', id: 'a1', status: { state: 'answering' } });
    assert.equal(turn(test, 1).querySelector('.footer'), null);
    test.send({ type: 'delta', sequence: 0, id: 'a1', text: ' and **more**' });
    test.send({ type: 'status', id: 'a1', status: done });
    assert.equal(shown(test)[1], 'Answer a1 and more');
    assert.equal(turn(test, 1).querySelectorAll('strong').length, 1);
    assert.equal(turn(test, 1).querySelectorAll('.footer').length, 1);
  });

  it('puts a notice away and leaves the way to ask again', () => {
    const notice = { severity: 'error' as const, title: 'Failed', text: 'Sorry.', actions: [] };
    const test = withTurns(asked('q1'), answer({ status: { state: 'failed', meta: {}, notice } }));
    buttonOf(test.find('.notice'), 'Dismiss').click();
    assert.equal(test.root.querySelector('.notice'), null);
    assertFocused(turn(test, 1));
    buttonOf(turn(test, 1), 'Regenerate').click();
    assert.deepEqual(test.posted, [{ type: 'regenerate', id: 'a1', choose: false }]);
  });

  it('keeps the conversation and the draft while the list of conversations is shown', () => {
    const test = withTurns(...conversation);
    type(test.input, 'half');
    test.send({ type: 'page', page: 'history' });
    assert.equal(test.find('.chat').hidden, true);
    assert.equal(test.find('.history').hidden, false);
    assert.deepEqual(test.posted, [{ type: 'search-history', query: '' }]);
    test.send({ type: 'begin', after: 'a2', question: asked('q3'), answer: answer({ id: 'a3' }) });
    test.send({ type: 'page', page: 'chat' });
    assert.equal(test.find('.chat').hidden, false);
    assert.equal(test.input.value, 'half');
    assertFocused(test.input);
    assert.equal(shown(test).length, 6);
  });

  it('keeps the list while another conversation is put behind it, and leads from the list into the composer', () => {
    const test = withTurns(...conversation);
    test.send({ type: 'page', page: 'history' });
    test.find('[role=searchbox]').focus();
    test.send(state({ conversation: 'other', turns: [] }));
    assert.equal(test.find('.chat').hidden, true);
    assert.equal(test.find('.history').hidden, false);
    assertFocused(test.find('[role=searchbox]'));
    assert.equal(
      test.posted.some(({ type }) => type === 'leave-history'),
      false,
    );
    test.send({ type: 'page', page: 'chat' });
    assert.equal(test.find('.history').hidden, true);
    assert.deepEqual(shown(test), []);
    assertFocused(test.input);
  });

  it('renders the end of a long conversation first', () => {
    const test = createTestPanel();
    const turns = Array.from({ length: 20 }, (_, index) => [
      asked(`q${index}`),
      answered(`a${index}`),
    ]).flat();
    const rendered: (readonly string[])[] = [];
    const look = () => rendered.push(shown(test).filter((text) => text.startsWith('Answer')));
    // A clock that runs: a frame has time for a few steps only.
    test.frames.queue.add(() => {
      look();
      test.frames.time += 10;
      return rendered.length < 3;
    });
    test.panel.handle(state({ turns }));
    look();
    assert.deepEqual(rendered.at(-1), ['Answer a18', 'Answer a19']);
    test.frames.settle();
    assert.equal(shown(test).filter((text) => text.startsWith('Answer')).length, 20);
  });
});
