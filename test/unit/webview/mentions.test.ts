import { mostFileMentions } from '../../../src/core/limits.ts';
import { linkFiles } from '../../../src/webview/fileLinks.ts';
import { mentionedFile, mentionedFiles } from '../../../src/webview/mentionedFiles.ts';
import type { PanelContext } from '../../../src/webview/panelContext.ts';
import { createPathFinder } from '../../../src/webview/pathFinder.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('mentions of files', () => {
  useBrowser();

  const inText = (text: string) => mentionedFiles(text).map(({ path, line }) => [path, line]);
  const inCode = (text: string) => mentionedFile(text).map(({ path, line }) => [path, line]);

  it('have lines in every form, of which the first counts', () => {
    for (const [text, line] of [
      ['src/a.ts', undefined],
      ['src/a.ts:23', 23],
      ['src/a.ts:23:5', 23],
      ['src/a.ts:23-46', 23],
      ['src/a.ts#L23', 23],
      ['src/a.ts#L23-L46', 23],
      ['src/a.ts#L23-46', 23],
    ] as const) {
      assert.deepEqual(inText(text), [['src/a.ts', line]], text);
      assert.deepEqual(inCode(text), [['src/a.ts', line]], text);
    }
    for (const text of ['src/a.ts:x', 'src/a.ts#23', 'src/a.ts#L', 'a:b/c.ts', 'a#b.ts'])
      assert.deepEqual(inCode(text), [], text);
  });

  it('are bare names only with an extension that files have, or with a line', () => {
    assert.deepEqual(inText('main.ts main.TS main.xyz main.xyz:3 a/main.xyz'), [
      ['main.ts', undefined],
      ['main.TS', undefined],
      ['main.xyz', 3],
      ['a/main.xyz', undefined],
    ]);
    for (const text of ['.ts', 'a/.ts', 'a..ts', 'a.1ts', 'a.abcdefghijk', 'a.', 'ts'])
      assert.deepEqual(inText(text), [], text);
    assert.deepEqual(inText('b/a.abcdefghij'), [['b/a.abcdefghij', undefined]]);
  });

  it('know every extension of the languages that models write', () => {
    const extensions =
      'bash bat c cc cjs clj cmake cmd conf cpp cs css csv cts cxx dart ex exs fs go gradle graphql h hpp hs html ini ipynb java jl js json jsonc jsonl jsx kt kts less lock lua m md mdx mjs mm mts php pl prisma proto ps1 py r rb rs rst sass scala scss sh sol sql svelte svg swift tf toml ts tsx txt vue xml yaml yml zig zsh';
    for (const extension of extensions.split(' '))
      assert.equal(inText(`name.${extension}`).length, 1, extension);
  });

  it('may be on a drive, and are never addresses', () => {
    assert.deepEqual(inCode('C:\\a\\b.ts'), [['C:\\a\\b.ts', undefined]]);
    assert.deepEqual(inCode('c:/a/b.ts:3'), [['c:/a/b.ts', 3]]);
    assert.deepEqual(inCode('x c:/b.ts'), []);
    for (const text of ['https://a.example/b.ts', 'file:///a/b.ts', 'vscode://x/b.ts:3']) {
      assert.deepEqual(inText(text), [], text);
      assert.deepEqual(inCode(text), [], text);
    }
  });

  it('end before the marks of a sentence', () => {
    for (const mark of ['.', ',', ':', '...', '.:', '#', '-', '。'])
      assert.deepEqual(
        mentionedFiles(`See src/a.ts${mark} Then`).map(({ start, end, path }) => [start, end, path]),
        [[4, 12, 'src/a.ts']],
        mark,
      );
  });

  it('are as long as a path may be, and no longer', () => {
    const path = (length: number) => `a/${'b'.repeat(length - 5)}.ts`;
    assert.equal(path(300).length, 300);
    for (const look of [inText, inCode]) {
      assert.equal(look(path(300)).length, 1);
      assert.equal(look(path(301)).length, 0);
    }
  });

  it('are no code that only looks like a path', () => {
    for (const text of [
      'a  b.ts',
      'a\nb.ts',
      '<a.ts>',
      'a|b.ts',
      '"a.ts"',
      "'a.ts'",
      '`a.ts',
      '*.ts',
      'a?.ts',
      '{a}.ts',
    ])
      assert.deepEqual(inCode(text), [], text);
    assert.deepEqual(inCode('my file.ts'), [['my file.ts', undefined]]);
    assert.deepEqual(mentionedFile('src/a.ts:3'), [{ start: 0, end: 10, path: 'src/a.ts', line: 3 }]);
  });
});

describe('links to files', () => {
  useBrowser();

  /** Links in one step at a time what is mentioned in a text. */
  function prepare(build: (root: HTMLElement) => void) {
    const root = document.createElement('div');
    document.body.replaceChildren(root);
    build(root);
    const jobs: Iterator<unknown>[] = [];
    const asked: string[][] = [];
    let answer: (found: ReadonlySet<string>) => void = () => {};
    const context = {
      texts: viewTexts({}),
      inSlices: (steps: Iterator<unknown>) => jobs.push(steps),
      paths: {
        find(paths: ReadonlySet<string>, onFound: typeof answer) {
          asked.push([...paths]);
          answer = onFound;
        },
      },
    };
    linkFiles(root, context as unknown as PanelContext);
    /** Runs what waits; returns how often it rested. */
    const run = () => {
      let rests = 0;
      for (const job of jobs.splice(0)) while (!job.next().done) rests += 1;
      return rests;
    };
    return {
      root,
      asked,
      jobs,
      run,
      answer: (...found: string[]) => answer(new Set(found)),
      links: () => [...root.querySelectorAll<HTMLElement>('.file-link')],
    };
  }

  const paragraphs = (count: number, text: string) => (root: HTMLElement) => {
    for (let index = 0; index < count; index += 1) root.appendChild(document.createElement('p')).append(text);
  };

  it('say where they lead, with the line, and look like the file that they are', () => {
    const test = prepare((root) => {
      root.append('See src/a.ts:3 there and b/c.ts');
      root.appendChild(document.createElement('code')).append('src/a.ts');
      root.appendChild(document.createElement('em')).append('src/a.ts');
    });
    test.run();
    assert.deepEqual(test.asked, [['src/a.ts', 'b/c.ts']]);
    test.answer('src/a.ts');
    assert.equal(test.run(), 3);
    assert.equal(test.root.textContent, 'See src/a.ts:3 there and b/c.tssrc/a.tssrc/a.ts');
    assert.deepEqual(
      test.links().map((link) => [link.title, link.dataset['path'], link.firstElementChild?.className]),
      ['src/a.ts:3', 'src/a.ts', 'src/a.ts'].map((path) => [
        `Open ${path}`,
        path,
        'codicon codicon-file-code',
      ]),
    );
    assert.deepEqual(
      [...test.root.children].map(({ className }) => className),
      ['file-link', 'file-name', ''],
    );
  });

  it('are not asked for where nothing is mentioned, nor made where nothing is found', () => {
    const test = prepare((root) => root.append('Nothing here'));
    test.run();
    assert.deepEqual(test.asked, []);
    const other = prepare((root) => root.append('src/a.ts'));
    other.run();
    other.answer();
    assert.equal(other.jobs.length, 0);
  });

  it('are looked for a few pieces at a time, and fewer of long ones', () => {
    assert.equal(prepare(paragraphs(49, 'x')).run(), 0);
    assert.equal(prepare(paragraphs(101, 'x')).run(), 2);
    assert.equal(prepare(paragraphs(101, 'x'.repeat(200))).run(), 4);
  });

  it('are asked for no more than so many', () => {
    const test = prepare(paragraphs(mostFileMentions, 'src/a.ts and src/b.ts'));
    test.run();
    test.answer('src/a.ts', 'src/b.ts');
    test.run();
    assert.equal(test.links().length, mostFileMentions);
  });

  it('wait while something in the text is selected, and go on where they were', () => {
    const test = prepare(paragraphs(3, 'src/a.ts'));
    test.run();
    test.answer('src/a.ts');
    test.jobs[0]?.next();
    assert.equal(test.links().length, 1);
    const paragraph = test.root.firstChild as Node;
    document.getSelection()?.setBaseAndExtent(paragraph, 0, paragraph, 1);
    test.run();
    assert.equal(test.links().length, 1);
    document.dispatchEvent(new Event('selectionchange'));
    assert.equal(test.jobs.length, 1);
    test.run();
    document.getSelection()?.removeAllRanges();
    document.dispatchEvent(new Event('selectionchange'));
    document.dispatchEvent(new Event('selectionchange'));
    assert.equal(test.jobs.length, 1, 'one change is enough');
    test.run();
    assert.equal(test.links().length, 3);
  });

  it('leave alone what has changed or is gone since', () => {
    const test = prepare(paragraphs(3, 'See src/a.ts'));
    test.run();
    const [first, second] = test.root.children;
    first?.remove();
    (second?.firstChild as Text).data = 'See src';
    test.answer('src/a.ts');
    test.run();
    assert.equal(first?.childElementCount, 0);
    assert.equal(second?.childElementCount, 0);
    assert.equal(test.links().length, 1);
  });
});

describe('asking for paths', () => {
  it('holds an answer for a minute', () => {
    const posted: unknown[] = [];
    let now = 0;
    const finder = createPathFinder(
      (intention) => posted.push(intention),
      () => now,
    );
    const heard: string[][] = [];
    const find = () => finder.find(new Set(['a']), (found) => heard.push([...found]));
    find();
    finder.answer(['a']);
    now = 59_999;
    find();
    assert.equal(posted.length, 1);
    assert.deepEqual(heard, [['a'], ['a']]);
    now = 60_000;
    find();
    assert.equal(posted.length, 2);
    assert.equal(heard.length, 2, 'what was known is not true any more');
    finder.answer([]);
    assert.deepEqual(heard.at(-1), []);
  });
});
