import type { Answer, Extras, Source } from '../../../src/shared/protocol.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done', meta: {} } as const;
const nothing: Extras = { sources: [], suggestions: [], notices: [] };

function open(changes: Partial<Answer> = {}): TestPanel {
  const test = createTestPanel();
  test.send(state({ turns: [question, answer(changes)] }));
  return test;
}

describe('an answer that changes', () => {
  useBrowser();

  const body = (test: TestPanel) => test.find('.markdown').textContent;

  it('stays the same element where another branch has the same answer, and only there', () => {
    const first = answer({ text: 'x', reasoning: 'hm', status: done, branch: { index: 1, count: 2 } });
    const isKept = (changes: Partial<Answer>) => {
      const test = open(first);
      const element = test.find('.answer');
      test.send({ type: 'branch', after: 'q1', turns: [{ ...first, ...changes }] });
      assert.equal(test.root.querySelectorAll('.answer').length, 1);
      return test.find('.answer') === element;
    };
    assert.equal(isKept({}), true);
    for (const changes of [
      { text: 'y' },
      { reasoning: 'ah' },
      { branch: { index: 2, count: 2 } },
      { branch: undefined },
      { status: { state: 'stopped', meta: {} } as const },
      { status: { state: 'done', meta: { totalMs: 1 } } as const },
    ])
      assert.equal(isKept(changes), false, JSON.stringify(changes));
  });

  it('knows what has come since when it is compared', () => {
    const test = open({ text: 'a' });
    test.send(
      { type: 'delta', sequence: 0, id: 'a1', text: 'b', reasoning: 'hm' },
      { type: 'status', id: 'a1', status: done },
    );
    const element = test.find('.answer');
    const same = answer({ text: 'ab', reasoning: 'hm', status: done });
    test.send({ type: 'branch', after: 'q1', turns: [same] });
    assert.ok(test.find('.answer') === element);
  });

  it('shows what is kept at once when the rest of its text is taken back', () => {
    const test = open({ text: 'Kept *text*, and more' });
    test.panel.handle({ type: 'delta', sequence: 0, id: 'a1', from: 11 });
    assert.equal(body(test), 'Kept text');
    assert.equal(test.root.querySelectorAll('.markdown').length, 1);
    test.panel.handle({ type: 'delta', sequence: 1, id: 'a1', text: '!' });
    test.frames.settle();
    assert.equal(body(test), 'Kept text!');
  });

  it('forgets what had come and was not drawn yet when its text is taken back', () => {
    const test = open({ text: 'One' });
    test.panel.handle({ type: 'delta', sequence: 0, id: 'a1', text: ' two' });
    test.panel.handle({ type: 'delta', sequence: 1, id: 'a1', from: 3, text: ' three' });
    test.frames.settle();
    assert.equal(body(test), 'One three');
  });

  it('copies its text as it is then', () => {
    const test = open({ text: 'One two' });
    test.send(
      { type: 'delta', sequence: 0, id: 'a1', from: 4, text: 'three' },
      { type: 'status', id: 'a1', status: done },
    );
    press(test.find('.answer'), 'c');
    assert.deepEqual(test.posted.at(-1), { type: 'copy', text: 'One three' });
  });

  it('is empty again when all of its text is taken back', () => {
    const test = open({ text: 'One' });
    test.send({ type: 'delta', sequence: 0, id: 'a1', from: 0 }, { type: 'status', id: 'a1', status: done });
    assert.equal(body(test), '');
    assert.notEqual(test.root.querySelector('.no-answer'), null);
  });

  it('goes on with its text as one when it is asked for more', () => {
    const test = open({ text: 'See [1] in `src/a.ts', status: done });
    test.send(
      { type: 'status', id: 'a1', status: { state: 'waiting' } },
      { type: 'delta', sequence: 0, id: 'a1', text: '`.', state: 'answering' },
    );
    assert.equal(test.find('.markdown code').textContent, 'src/a.ts');
    assert.equal(test.root.querySelectorAll('.markdown').length, 1);
    assert.equal(test.root.querySelector('.answer-end *'), null);
  });

  it('leaves what is drawn alone, with what is selected in it, as long as more only comes behind it', () => {
    const test = open({ text: 'One ' });
    const [text, paragraph] = [test.find('.markdown'), test.find('.markdown p')];
    test.send(
      { type: 'status', id: 'a1', status: { state: 'reasoning' } },
      { type: 'status', id: 'a1', status: { state: 'answering' } },
      { type: 'delta', sequence: 0, id: 'a1', text: 'two' },
      { type: 'status', id: 'a1', status: done },
      { type: 'status', id: 'a1', status: { state: 'stopped', meta: {} } },
    );
    assert.ok(test.find('.markdown') === text);
    assert.ok(test.find('.markdown p') === paragraph);
  });

  it('has a caret while it is written, and none once it is not', () => {
    const test = open({ text: 'One' });
    const isGrowing = () => test.root.querySelector('.growing') !== null;
    assert.equal(isGrowing(), true);
    test.send({ type: 'delta', sequence: 0, id: 'a1', from: 2 });
    assert.equal(isGrowing(), true);
    test.send({ type: 'status', id: 'a1', status: { state: 'reasoning' } });
    assert.equal(isGrowing(), false);
  });
});

describe('what an answer has beside its text', () => {
  useBrowser();

  const withSources = (...sources: Source[]) => {
    const test = open({ text: 'x', extras: { ...nothing, sources } });
    return [...test.root.querySelectorAll<HTMLElement>('.source')].map((source) => [
      source.localName,
      source.querySelector('.source-number')?.textContent,
      source.querySelector('.label')?.textContent,
      source.title,
    ]);
  };

  it('are sources by their titles, or else their addresses, with all that is known in the tooltip', () => {
    assert.deepEqual(
      withSources(
        { title: 'Docs', url: 'https://a.example/', number: 7, snippet: 'It says so.' },
        { title: '', url: 'https://b.example/' },
        { title: '', url: 'javascript:x' },
        { title: '' },
        { title: 'Book', snippet: '' },
      ),
      [
        ['a', '7', 'Docs', 'Docs\nhttps://a.example/\nIt says so.'],
        ['a', '2', 'https://b.example/', 'https://b.example/'],
        ['span', '3', 'javascript:x', 'javascript:x'],
        ['span', '4', '', ''],
        ['span', '5', 'Book', 'Book'],
      ],
    );
  });

  it('stand in their order, however they come', () => {
    const test = open({ text: 'x' });
    const suggestions = [{ purpose: 'related' as const, items: ['Next?'] }];
    test.send(
      { type: 'delta', sequence: 0, id: 'a1', suggestions },
      { type: 'delta', sequence: 1, id: 'a1', notices: [{ text: 'First' }] },
      { type: 'delta', sequence: 2, id: 'a1', suggestions, notices: [{ text: 'Second' }], sources: [] },
      { type: 'delta', sequence: 3, id: 'a1', sources: [{ title: 'A' }] },
      { type: 'delta', sequence: 4, id: 'a1', sources: [{ title: 'B' }, { title: 'C' }] },
    );
    assert.deepEqual(
      [...test.find('.answer-extras').children].map(({ className }) => className),
      ['sources', 'remark', 'remark', 'choices', 'choices'],
    );
    assert.equal(test.find('.sources').textContent, 'Sources1A2B3C');
  });

  it('are choices that digits pick while one of them has the focus', () => {
    const test = open({
      text: 'x',
      extras: { ...nothing, suggestions: [{ purpose: 'clarify', items: ['One', 'Two'] }] },
    });
    const choice = test.find('.choice');
    for (const key of ['0', '3', 'x', 'Enter']) press(choice, key);
    press(choice, '1', { isComposing: true });
    assert.deepEqual(test.posted, []);
    press(choice, '2');
    press(choice, '1');
    assert.deepEqual(test.posted, [
      { type: 'send', text: 'Two', proposed: true },
      { type: 'send', text: 'One', proposed: true },
    ]);
  });

  it('are none for an answer without any', () => {
    assert.equal(open({ text: 'x', status: done }).find('.answer-extras').childElementCount, 0);
    assert.equal(open({ text: 'x' }).root.querySelector('.citation'), null);
  });
});

describe('the line below an answer', () => {
  useBrowser();

  const figures = (meta: Extract<Answer['status'], { state: 'done' }>['meta']) => {
    const test = open({ text: 'x', status: { state: 'done', meta } });
    return ['.meta-figures.wide', '.meta-figures.narrow', '.meta .visually-hidden'].map(
      (selector) => test.find(selector).textContent,
    );
  };

  it('says nothing that is not known', () => {
    assert.deepEqual(figures({}), ['', '', 'GLM']);
    assert.deepEqual(figures({ inputTokens: 1 }), ['', '', 'GLM']);
    assert.deepEqual(figures({ outputTokens: 1, cachedTokens: 0 }), ['', '', 'GLM']);
    assert.deepEqual(figures({ inputTokens: 1, outputTokens: 2 }), [
      ' · 1 in, 2 out',
      ' · ↑1 ↓2',
      'GLM · 1 in, 2 out',
    ]);
    assert.deepEqual(figures({ cachedTokens: 1 }), ['', '', 'GLM · 1 of the input cached']);
    assert.deepEqual(figures({ firstTokenMs: 500 }), [
      ' · 0.5 s to first token',
      ' · 0.5 s',
      'GLM · 0.5 s to first token',
    ]);
    assert.deepEqual(figures({ totalMs: 500 }), [' · 0.5 s in all', '', 'GLM · 0.5 s in all']);
    assert.deepEqual(figures({ cost: '¥1' }), [' · ¥1', '', 'GLM · ¥1']);
  });
});
