import fc from 'fast-check';
import { mostFileMentions } from '../../../src/core/limits.ts';
import type { ViewIntention } from '../../../src/shared/protocol.ts';
import { mentionedFile, mentionedFiles } from '../../../src/webview/mentionedFiles.ts';
import { createPathFinder } from '../../../src/webview/pathFinder.ts';
import { processorTime } from '../../processorTime.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done' as const, meta: {} };

/** What a mention leads to, as it is told to the host. */
function targets(found: ReturnType<typeof mentionedFiles>): readonly string[] {
  return found.map(({ path, line }) => (line === undefined ? path : `${path}:${line}`));
}

describe('files mentioned in a text', () => {
  it('are found in running text, Chinese without spaces included', () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
      'See src/a.ts, then ./b/c.py:12.': ['src/a.ts', './b/c.py:12'],
      '请看src/工具.ts和package.json文件。': ['package.json'],
      '在searchController.ts:23里（见a/b.vue）': ['searchController.ts:23', 'a/b.vue'],
      'main.go:7:3 and main.go:7-9 and a/b.rs#L4-L8': ['main.go:7', 'main.go:7', 'a/b.rs:4'],
      'C:\\work\\app.cs and /etc/nginx/nginx.conf': ['C:\\work\\app.cs', '/etc/nginx/nginx.conf'],
      '.github/workflows/ci.yml, .eslintrc.json': ['.github/workflows/ci.yml', '.eslintrc.json'],
      'e.g. 1.2.3, and/or, v1.0, 3.14, Dr. Who... http://a.example/b.ts': [],
      'README.md': ['README.md'],
      'zhipu.ai, app.use(), console.log, .ts': [],
    };
    for (const [text, expected] of Object.entries(cases)) {
      assert.deepEqual(targets(mentionedFiles(text)), expected, text);
    }
  });

  it('are the whole of a piece of inline code or nothing of it', () => {
    assert.deepEqual(targets(mentionedFile('app/(group)/[id]/page.tsx:3')), ['app/(group)/[id]/page.tsx:3']);
    assert.deepEqual(targets(mentionedFile('src/工具.ts')), ['src/工具.ts']);
    assert.deepEqual(targets(mentionedFile('node src/a.ts "x"')), []);
    assert.deepEqual(targets(mentionedFile('latest()')), []);
    assert.deepEqual(targets(mentionedFile('a: b.ts')), []);
  });

  it('stand where they are said to stand', () => {
    const word = fc.constantFrom('src/a.ts', 'b.py:3', '看', ' ', '.', ':', '/', 'x', '\\', '#L2', '(', '-');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const text = words.join('');
        let end = 0;
        for (const file of mentionedFiles(text)) {
          assert.ok(file.start >= end && file.end <= text.length);
          assert.ok(text.slice(file.start, file.end).startsWith(file.path));
          end = file.end;
        }
      }),
    );
  });

  it('are looked for in time proportional to the text', () => {
    const milliseconds = processorTime(() => {
      for (const piece of ['a/', '.', 'a.', 'a:1', '\\', '-#']) mentionedFiles(piece.repeat(100_000));
    });
    assert.ok(milliseconds < 500, `${milliseconds} ms`);
  });
});

describe('path finder', () => {
  function createFinder() {
    const posted: ViewIntention[] = [];
    const clock = { now: 0 };
    const finder = createPathFinder(
      (intention) => posted.push(intention),
      () => clock.now,
    );
    const found: string[][] = [];
    return {
      finder,
      posted,
      clock,
      found,
      find: (...paths: string[]) => finder.find(new Set(paths), (some) => found.push([...some])),
    };
  }

  it('asks for each path once and one request at a time', () => {
    const { finder, posted, found, find } = createFinder();
    find('a', 'b');
    find('b', 'c');
    find('a');
    assert.deepEqual(posted, [{ type: 'find-paths', paths: ['a', 'b'] }]);
    finder.answer(['b']);
    assert.deepEqual(found, [['b'], []]);
    assert.deepEqual(posted.at(-1), { type: 'find-paths', paths: ['c'] });
    finder.answer(['c']);
    assert.deepEqual(found, [['b'], [], ['b', 'c']]);
    find('a', 'b', 'c');
    assert.deepEqual(found.at(-1), ['b', 'c']);
    assert.equal(posted.length, 2);
  });

  it('asks again after a while, because files come and go', () => {
    const { finder, posted, clock, found, find } = createFinder();
    find('a');
    finder.answer([]);
    clock.now = 61_000;
    find('a');
    finder.answer(['a']);
    assert.equal(posted.length, 2);
    assert.deepEqual(found, [[], ['a']]);
  });

  it('never asks for more than the host takes, and ignores an answer to nothing', () => {
    const { finder, posted, found, find } = createFinder();
    finder.answer(['x']);
    find(...Array.from({ length: 501 }, (_, index) => `f${index}`));
    finder.answer(['f1']);
    finder.answer(['f500']);
    assert.deepEqual(
      posted.map((intention) => intention.type === 'find-paths' && intention.paths.length),
      [500, 1],
    );
    assert.deepEqual(found, [['f1', 'f500']]);
  });
});

describe('file links', () => {
  useBrowser();

  const text =
    'See `src/a.ts:3` and src/b.ts and [b](https://b.example/b.ts)\n\n```ts\nsrc/a.ts\n```\n\n- src/a.ts';

  function withAnswer(): TestPanel {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text, status: done })] }));
    return test;
  }

  const links = (test: TestPanel) => [...test.root.querySelectorAll<HTMLElement>('.file-link')];

  it('are made of the files that exist, and of nothing in code blocks and links', () => {
    const test = withAnswer();
    const before = test.find('.markdown').textContent;
    assert.deepEqual(test.posted, [{ type: 'find-paths', paths: ['src/a.ts', 'src/b.ts'] }]);
    assert.equal(links(test).length, 0);
    test.send({ type: 'paths', found: ['src/a.ts'] });
    assert.deepEqual(
      links(test).map((link) => [link.textContent, link.dataset['path']]),
      [
        ['src/a.ts:3', 'src/a.ts:3'],
        ['src/a.ts', 'src/a.ts'],
      ],
    );
    assert.equal(test.find('.markdown').textContent, before);
    links(test)[0]?.click();
    press(links(test)[1] as HTMLElement, 'Enter');
    assert.deepEqual(test.posted.slice(1), [
      { type: 'open-path', path: 'src/a.ts:3' },
      { type: 'open-path', path: 'src/a.ts' },
    ]);
    for (const link of links(test)) {
      assert.deepEqual(
        [link.getAttribute('role'), link.tabIndex, link.hasAttribute('href')],
        ['link', 0, false],
      );
    }
  });

  it('are so many at most', () => {
    const test = createTestPanel();
    const names = Array.from({ length: mostFileMentions + 1 }, (_, at) => `f${at}.ts`);
    test.send(state({ turns: [question, answer({ text: names.join(' '), status: done })] }));
    for (let asked = test.posted.at(-1); asked?.type === 'find-paths'; ) {
      test.send({ type: 'paths', found: asked.paths });
      const next = test.posted.at(-1);
      if (next === asked) break;
      asked = next;
    }
    test.frames.settle();
    assert.equal(links(test).length, mostFileMentions);
    assert.equal(links(test).at(-1)?.textContent, names.at(-2));
  });

  it('wait until the answer is finished', () => {
    const test = createTestPanel();
    test.send(state({ turns: [question, answer({ text: 'See src/a.ts' })] }));
    assert.deepEqual(test.posted, []);
    test.send({ type: 'status', id: 'a1', status: done });
    assert.equal(test.posted.length, 1);
    test.send({ type: 'paths', found: ['src/a.ts'] });
    // The answer goes on: what is added to must be as it was.
    test.send({ type: 'status', id: 'a1', status: { state: 'answering' } });
    test.send({ type: 'delta', sequence: 0, id: 'a1', text: ' and src/c.ts' });
    assert.equal(links(test).length, 0);
    test.send({ type: 'status', id: 'a1', status: done });
    assert.equal(test.find('.markdown').textContent, 'See src/a.ts and src/c.ts');
    assert.deepEqual(test.posted.at(-1), { type: 'find-paths', paths: ['src/c.ts'] });
    test.send({ type: 'paths', found: ['src/c.ts'] });
    assert.equal(links(test).length, 2);
  });

  it('wait until nothing of the text is selected', () => {
    const test = withAnswer();
    const selection = document.getSelection();
    const paragraph = test.find('.markdown p').firstChild as Text;
    selection?.setBaseAndExtent(paragraph, 0, paragraph, 3);
    test.send({ type: 'paths', found: ['src/a.ts', 'src/b.ts'] });
    assert.equal(links(test).length, 0);
    assert.equal(selection?.toString(), 'See');
    selection?.removeAllRanges();
    document.dispatchEvent(new Event('selectionchange'));
    test.frames.settle();
    assert.equal(links(test).length, 3);
  });
});
