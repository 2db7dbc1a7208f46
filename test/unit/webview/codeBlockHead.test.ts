import { parseFenceInfo } from '../../../src/webview/markdown/fenceInfo.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { answer, createTestPanel, press, question, state, type TestPanel } from './fakes.ts';

const done = { state: 'done' as const, meta: {} };

function withCode(fence: string, status: Parameters<typeof answer>[0] = { status: done }): TestPanel {
  const test = createTestPanel();
  test.send(state({ turns: [question, answer({ text: fence, ...status })] }));
  return test;
}

function headButton(test: TestPanel, index: number): HTMLElement {
  const found = test.root.querySelectorAll<HTMLElement>('.code-head button')[index];
  if (!found) throw new Error(`no button ${index}`);
  return found;
}

const rows = () => [...document.querySelectorAll<HTMLElement>('.popup-item')];
const labels = () => rows().map((row) => row.querySelector('.label')?.textContent);
const isFocused = (element: HTMLElement | undefined) =>
  element !== undefined && document.activeElement === element;

describe('fence info', () => {
  it('gives the language and the path in the forms that models use', () => {
    const cases: Readonly<Record<string, readonly [string?, string?]>> = {
      '': [],
      ts: ['ts'],
      'ts src/a.ts': ['ts', 'src/a.ts'],
      'ts title="src/my file.ts"': ['ts'],
      'ts {1,3} title="src/a.ts"': ['ts', 'src/a.ts'],
      "js filename='b.js'": ['js', 'b.js'],
      'py file=pkg/c.py': ['py', 'pkg/c.py'],
      'ts:src/a.ts': ['ts', 'src/a.ts'],
      '12:15:src/a.ts': ['ts', 'src/a.ts'],
      'src/a.vue': ['vue', 'src/a.vue'],
      'c++': ['c++'],
      'js{1,2}': ['js'],
      'bash the commands': ['bash'],
      'text e.g. this': ['text'],
      'diff --git': ['diff'],
    };
    for (const [info, [language, path]] of Object.entries(cases)) {
      assert.deepEqual(parseFenceInfo(info), { language, path }, info);
    }
  });

  it('gives no path that is too long to be one', () => {
    const path = (length: number) => `${'x'.repeat(length - 3)}.ts`;
    assert.equal(parseFenceInfo(`ts ${path(300)}`).path, path(300));
    assert.equal(parseFenceInfo(`ts ${path(301)}`).path, undefined);
  });
});

describe('head of a code block', () => {
  useBrowser();

  it('says what the block is and hands it to the host with its answer', () => {
    const test = withCode('```ts src/a.ts\nlet a = 1;\n```');
    assert.equal(test.find('.code-language').textContent, 'TypeScript');
    assert.equal(test.find('.code-path').textContent, 'src/a.ts');
    headButton(test, 1).click();
    headButton(test, 2).click();
    const block = {
      type: 'code',
      answer: 'a1',
      code: 'let a = 1;',
      language: 'ts',
      path: 'src/a.ts',
    } as const;
    assert.deepEqual(test.posted, [
      { ...block, action: 'insert' },
      { ...block, action: 'apply' },
    ]);
  });

  it('only copies while the code is being written, and says why', () => {
    const test = withCode('```sh\nls', {});
    for (let index = 0; index < 3; index += 1) headButton(test, index).click();
    assert.deepEqual(test.posted, [{ type: 'copy', text: 'ls' }]);
    assert.match(headButton(test, 1).title, /Possible once the code is complete/);
    headButton(test, 3).click();
    assert.deepEqual(
      rows().map((row) => row.getAttribute('aria-disabled')),
      ['true', 'true', 'true', null],
    );
    rows()[0]?.click();
    assert.equal(test.posted.length, 1);
    press(rows()[0] as HTMLElement, 'Escape');
    test.send({ type: 'status', id: 'a1', status: { state: 'stopped', meta: {} } });
    headButton(test, 1).click();
    assert.deepEqual(test.posted.at(-1), {
      type: 'code',
      action: 'insert',
      answer: 'a1',
      code: 'ls',
      language: 'sh',
      path: undefined,
    });
    assert.equal(headButton(test, 1).title, 'Insert at cursor');
  });

  it('offers to run shell code only', () => {
    withCode('```ts\nx\n```').root.querySelectorAll<HTMLElement>('.code-head button')[3]?.click();
    assert.deepEqual(labels(), ['Replace the selection', 'New file', 'Wrap lines']);
    const shell = withCode('```Bash\nls\n```');
    headButton(shell, 3).click();
    assert.deepEqual(labels(), ['Replace the selection', 'New file', 'Run in terminal', 'Wrap lines']);
    rows()[2]?.click();
    assert.equal(shell.posted[0]?.type === 'code' && shell.posted[0].action, 'run');
    assert.deepEqual(rows(), []);
    assert.ok(isFocused(headButton(shell, 3)));
  });

  it('offers to apply shell code only where it says for which file', () => {
    const apply = (fence: string) => withCode(fence).find('.code-head .apply').hidden;
    assert.equal(apply('```bash\nls\n```'), true);
    assert.equal(apply('```bash scripts/build.sh\nls\n```'), false);
    assert.equal(apply('```ts\nlet a;\n```'), false);
  });

  it('wraps lines until told otherwise', () => {
    const test = withCode('```ts\nx\n```');
    headButton(test, 3).click();
    rows().at(-1)?.click();
    assert.ok(test.find('.code-block').classList.contains('wrapped'));
    headButton(test, 3).click();
    assert.equal(rows().at(-1)?.getAttribute('aria-checked'), 'true');
    rows().at(-1)?.click();
    assert.ok(!test.find('.code-block').classList.contains('wrapped'));
  });

  it('has a menu for the keyboard, whose Escape stops no answer', () => {
    const test = withCode('```ts\nx\n```\n\nand more', {});
    const more = headButton(test, 3);
    more.click();
    assert.equal(more.getAttribute('aria-expanded'), 'true');
    assert.ok(isFocused(rows()[0]));
    press(rows()[0] as HTMLElement, 'ArrowUp');
    assert.ok(isFocused(rows().at(-1)));
    press(rows().at(-1) as HTMLElement, 'ArrowDown');
    press(rows()[0] as HTMLElement, 'ArrowDown');
    assert.ok(isFocused(rows()[1]));
    press(rows()[1] as HTMLElement, 'Escape');
    assert.deepEqual(rows(), []);
    assert.ok(isFocused(more));
    assert.equal(more.getAttribute('aria-expanded'), 'false');
    assert.deepEqual(test.posted, []);
  });

  it('closes its menu at a click elsewhere and at a second one on its button', () => {
    const test = withCode('```ts\nx\n```');
    headButton(test, 3).click();
    document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
    assert.deepEqual(rows(), []);
    headButton(test, 3).click();
    headButton(test, 3).dispatchEvent(new Event('pointerdown', { bubbles: true }));
    headButton(test, 3).click();
    assert.deepEqual(rows(), []);
  });
});
