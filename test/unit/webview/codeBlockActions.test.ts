import { createChip } from '../../../src/webview/chip.ts';
import {
  type CodeBlockDescription,
  type CodeOfBlock,
  createCodeBlockHead,
} from '../../../src/webview/codeBlockHead.ts';
import { viewTexts } from '../../../src/webview/texts.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { attachment } from './fakes.ts';
import { everyAttachment } from './galleryPanel.ts';

const texts = viewTexts({});

describe('the head of a code block', () => {
  useBrowser();

  function open(changes: Partial<CodeBlockDescription> = {}) {
    const acted: (CodeOfBlock & { readonly action: string })[] = [];
    const wrapped: boolean[] = [];
    const described: CodeBlockDescription = {
      name: 'TypeScript',
      language: 'ts',
      path: 'src/a.ts',
      complete: true,
      ...changes,
    };
    const head = createCodeBlockHead(
      { texts, copy: () => {}, actOnCode: (action, block) => acted.push({ action, ...block }) },
      { getCode: () => 'let a', setWrapped: (next) => wrapped.push(next) },
    );
    head.update(described);
    document.body.replaceChildren(head.element);
    const find = (selector: string) => head.element.querySelector(selector) as HTMLElement;
    const menu = () => {
      find('[aria-haspopup]').click();
      return [...document.querySelectorAll<HTMLElement>('.popup-item')];
    };
    return { head, acted, wrapped, described, find, menu };
  }

  afterEach(() => window.dispatchEvent(new Event('blur')));

  it('says its language and its path, and changes with them', () => {
    const { head, described, find } = open();
    assert.equal(find('.code-language').textContent, 'TypeScript');
    assert.deepEqual(
      [find('.code-path').textContent, find('.code-path').title, find('.code-path').hidden],
      ['src/a.ts', 'src/a.ts', false],
    );
    head.update({ ...described, name: 'Text', path: undefined });
    assert.equal(find('.code-language').textContent, 'Text');
    assert.deepEqual(
      [find('.code-path').textContent, find('.code-path').title, find('.code-path').hidden],
      ['', '', true],
    );
    head.update({ ...described, path: 'b.ts' });
    assert.equal(find('.code-path').textContent, 'b.ts');
  });

  it('leaves alone what stays, with what is selected in it', () => {
    const { head, described, find } = open();
    const nodes = [find('.code-language').firstChild, find('bdi').firstChild];
    head.update({ ...described, complete: false });
    assert.ok(nodes[0] === find('.code-language').firstChild);
    assert.ok(nodes[1] === find('bdi').firstChild);
  });

  it('acts on the code with what is known of it, from its buttons and its menu', () => {
    const { acted, menu } = open({ language: 'bash', name: 'Shell' });
    for (const index of [0, 1, 2]) menu()[index]?.click();
    assert.deepEqual(
      acted,
      ['replace', 'new-file', 'run'].map((action) => ({
        action,
        code: 'let a',
        language: 'bash',
        path: 'src/a.ts',
      })),
    );
  });

  it('has every name for a shell, and no other, as something to run', () => {
    const names =
      'bash bat batch cmd console fish powershell ps1 pwsh sh shell shellscript terminal zsh BASH'.split(' ');
    const rows = (language: string | undefined) => {
      const { menu } = open({ language });
      return menu().length;
    };
    for (const name of names) assert.equal(rows(name), 4, name);
    for (const name of ['', 'ts', undefined]) assert.equal(rows(name), 3, name);
  });

  it('is complete when it is told so, and says the usual then', () => {
    const { head, described, find, acted } = open({ complete: false });
    const insert = () => find('button:nth-of-type(2)');
    insert().click();
    assert.deepEqual(acted, []);
    const wait = 'Insert at cursor. Possible once the code is complete';
    assert.deepEqual([insert().title, insert().getAttribute('aria-label')], [wait, wait]);
    head.update(described);
    head.update({ ...described, complete: true });
    assert.deepEqual(
      [insert().title, insert().getAttribute('aria-label'), insert().getAttribute('aria-disabled')],
      ['Insert at cursor', 'Insert at cursor', 'false'],
    );
    insert().click();
    assert.equal(acted.length, 1);
  });

  it('wraps lines and back', () => {
    const { menu, wrapped } = open();
    menu().at(-1)?.click();
    menu().at(-1)?.click();
    assert.deepEqual(wrapped, [true, false]);
  });

  it('can wrap lines while the code is not complete', () => {
    const { menu, wrapped, acted } = open({ complete: false });
    const rows = menu();
    rows[0]?.click();
    rows.at(-1)?.click();
    assert.deepEqual(wrapped, [true]);
    assert.deepEqual(acted, []);
  });
});

describe('an attachment', () => {
  useBrowser();

  const chip = (changes: Partial<typeof attachment>) =>
    createChip({ ...attachment, ...changes }, texts, { open: () => {} });
  const about = (changes: Partial<typeof attachment>) => {
    const made = chip(changes);
    return [
      made.querySelector<HTMLElement>('.chip-open')?.title,
      made.querySelector('.chip-lines')?.textContent ?? '',
    ];
  };

  it('says where it is from, with its lines', () => {
    assert.deepEqual(about({}), ['src/searchController.ts, lines 3 to 9', ':3-9']);
    assert.deepEqual(about({ endLine: 3 }), ['src/searchController.ts, line 3', ':3']);
    assert.deepEqual(about({ endLine: undefined }), ['src/searchController.ts, line 3', ':3']);
    assert.deepEqual(about({ startLine: undefined, endLine: undefined }), ['src/searchController.ts', '']);
    assert.deepEqual(about({ path: '', startLine: undefined, endLine: undefined }), [
      'searchController.ts',
      '',
    ]);
  });

  it('has an icon of its own for each kind, and a picture for a picture', () => {
    const icons = everyAttachment
      .filter(({ picture, suggested }) => picture === undefined && suggested === undefined)
      .map((each) => createChip(each, texts, { open: () => {} }).querySelector('.codicon')?.className);
    assert.equal(new Set(icons).size, 10);
    const pictured = chip({ picture: 'data:image/png;base64,AAAA' });
    assert.equal(pictured.querySelector('img')?.getAttribute('src'), 'data:image/png;base64,AAAA');
    assert.equal(pictured.querySelector('.codicon'), null);
    assert.equal(pictured.className, 'chip with-picture');
    assert.equal(chip({}).className, 'chip');
    assert.equal(chip({ suggested: true }).className, 'chip suggested');
  });

  it('is opened and removed by what it is told to do then', () => {
    const did: string[] = [];
    const made = createChip(attachment, texts, {
      open: () => did.push('open'),
      remove: () => did.push('remove'),
    });
    made.querySelector<HTMLElement>('.chip-open')?.click();
    made.querySelector<HTMLElement>('.chip-remove')?.click();
    assert.deepEqual(did, ['open', 'remove']);
    assert.equal(chip({}).querySelector('[aria-keyshortcuts]'), null);
  });
});
