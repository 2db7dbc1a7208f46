import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CodeAttachment, ImageAttachment, TextAttachment } from '../../src/chat/attachment.ts';
import { ContextSearch } from '../../src/extension/context/contextSearch.ts';
import { imageAttachment } from '../../src/extension/context/imageAttachment.ts';
import { neededContext } from '../../src/extension/context/neededContext.ts';
import { revealAttachment } from '../../src/extension/context/revealAttachment.ts';
import type { ContextItem } from '../../src/shared/protocol.ts';
import { git } from '../git.ts';
import { openCode } from './support/hanlin.ts';

const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

describe('context', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const folder = join(root.fsPath, 'contextTest');
  const at = (path: string): vscode.Uri => vscode.Uri.file(join(folder, path));
  let context: ContextSearch;

  async function find(query: string): Promise<Map<string, string>> {
    const groups = await context.search(query);
    assert.ok(groups.every(({ items }) => items.length > 0));
    return new Map(groups.flatMap(({ items }) => items.map(({ id, label }) => [label, id] as const)));
  }

  async function attach<Attachment>(query: string, label: string): Promise<Attachment> {
    const found = await find(query);
    return (await context.attach(found.get(label) ?? `nothing is called ${label}`)) as Attachment;
  }

  async function autoSave(value: string | undefined): Promise<void> {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('autoSave', value, vscode.ConfigurationTarget.Global);
  }

  before(async () => {
    await mkdir(join(folder, 'deep'), { recursive: true });
    await mkdir(join(folder, 'node_modules'));
    await writeFile(join(folder, 'shopWindow.ts'), 'export const pane = 1;\n');
    await writeFile(join(folder, 'deep', 'cellar.py'), 'depth = 3\n');
    await writeFile(join(folder, 'deep', 'large.txt'), 'x'.repeat(1_000_001));
    await writeFile(join(folder, 'deep', 'binary.bin'), Buffer.from([1, 0, 2]));
    await writeFile(join(folder, 'node_modules', 'shopWindow.js'), '');
    await writeFile(join(folder, 'picture.png'), png);
    await writeFile(join(folder, 'false.png'), 'text');
  });

  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    context = new ContextSearch();
  });

  afterEach(async () => {
    context.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('finds files by letters of their names, without what searches leave out', async () => {
    const groups = await context.search('shwi');
    assert.deepEqual(groups, [
      {
        label: 'Files and folders',
        items: [
          {
            id: `file:${at('shopWindow.ts')}`,
            icon: 'file-code',
            label: 'shopWindow.ts',
            detail: 'contextTest',
          },
        ],
      },
    ]);
  });

  it('reads a file whole, in its language', async () => {
    const file = await attach<CodeAttachment>('shopwin', 'shopWindow.ts');
    const { id, ...rest } = file;
    assert.deepEqual(rest, {
      kind: 'file',
      uri: at('shopWindow.ts').toString(),
      name: 'shopWindow.ts',
      path: 'contextTest/shopWindow.ts',
      language: 'typescript',
      startLine: 1,
      endLine: 2,
      code: 'export const pane = 1;\n',
      before: '',
      after: '',
    });
  });

  it('reads what stands in the editor rather than what was saved', async () => {
    // Otherwise it may be saved by the time that it is read.
    await autoSave('off');
    const editor = await vscode.window.showTextDocument(at('shopWindow.ts'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// unsaved\n'));
    const file = await attach<CodeAttachment>('shopwin', 'shopWindow.ts');
    assert.match(file.code, /^\/\/ unsaved\n/);
    const parent = await attach<TextAttachment>('contextTest', 'contextTest');
    assert.match(parent.text, /^\/\/ unsaved$/m);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    await editor.document.save();
    await autoSave(undefined);
  });

  it('refuses what is no text and what is too large, and says why', async () => {
    await assert.rejects(attach('binary', 'binary.bin'), { message: 'binary.bin is not a text file.' });
    await assert.rejects(attach('large', 'large.txt'), {
      message: 'large.txt is larger than 1 MB. Open it and select the part that matters.',
    });
    const found = await find('cellar');
    const moved = new vscode.WorkspaceEdit();
    moved.renameFile(at('deep/cellar.py'), at('deep/attic.py'));
    await vscode.workspace.applyEdit(moved);
    await assert.rejects(context.attach(found.get('cellar.py') ?? ''), {
      message: 'cellar.py cannot be read. It may have been moved or deleted.',
    });
    const back = new vscode.WorkspaceEdit();
    back.renameFile(at('deep/attic.py'), at('deep/cellar.py'));
    await vscode.workspace.applyEdit(back);
    await assert.rejects(context.attach('file:///etc/passwd'), /out of date/);
  });

  it('lists a folder and shows its small texts', async () => {
    const { id, text, ...rest } = await attach<TextAttachment>('deep', 'deep');
    assert.deepEqual(rest, {
      kind: 'folder',
      name: 'deep',
      path: 'contextTest/deep',
      uri: at('deep').toString(),
      language: 'text',
      count: 3,
    });
    assert.equal(
      text,
      [
        'contextTest/deep/binary.bin',
        'contextTest/deep/cellar.py',
        'contextTest/deep/large.txt',
        '',
        '==> contextTest/deep/cellar.py <==',
        'depth = 3\n',
      ].join('\n'),
    );
  });

  it('offers what is open before anything is typed, and reads it all at once', async () => {
    await vscode.window.showTextDocument(at('deep/cellar.py'), { preview: false });
    await vscode.window.showTextDocument(at('shopWindow.ts'), { preview: false });
    const [first, second] = await context.search('');
    assert.equal(first?.label, 'Context');
    assert.deepEqual(
      second?.items.slice(0, 2).map(({ label }) => label),
      ['cellar.py', 'shopWindow.ts'],
    );
    const editors = await attach<TextAttachment>('编辑器', 'Open editors');
    assert.equal(editors.count, 2);
    assert.match(editors.text, /==> contextTest\/shopWindow\.ts <==\nexport const pane/);
  });

  it('takes dropped files, folders and pictures, and tells of the others', async () => {
    const dropped = ['shopWindow.ts', 'deep', 'picture.png', 'false.png', 'gone.ts'].map(
      (path) => `${at(path)}`,
    );
    const attachments = await context.attachUris([...dropped, 'no uri']);
    assert.deepEqual(
      attachments.map(({ kind, name }) => [kind, name]),
      [
        ['file', 'shopWindow.ts'],
        ['folder', 'deep'],
        ['image', 'picture.png'],
      ],
    );
    const { mediaType, data, path } = attachments[2] as ImageAttachment;
    assert.deepEqual(
      [mediaType, data, path],
      ['image/png', png.toString('base64'), 'contextTest/picture.png'],
    );
  });

  it('takes pictures by how they begin', () => {
    assert.equal(imageAttachment('a.jpg', 'image/jpeg', png.toString('base64')).mediaType, 'image/png');
    assert.throws(() => imageAttachment('a.svg', 'image/svg+xml', btoa('<svg/>')), {
      message: 'a.svg (image/svg+xml) cannot be attached. Models take PNG, JPEG, GIF and WebP pictures.',
    });
    assert.throws(
      () => imageAttachment('a.png', 'image/png', `${png.toString('base64')}"`),
      /cannot be attached/,
    );
    assert.throws(() => imageAttachment('a.png', 'image/png', 'A'.repeat(14_000_000)), /larger than 10 MB/);
  });

  it('reads notebooks as scripts, without what the cells gave back', async () => {
    const cells = [
      { cell_type: 'markdown', source: ['# Title'], metadata: {} },
      {
        cell_type: 'code',
        source: ['print(1)'],
        metadata: {},
        outputs: [{ output_type: 'stream', name: 'stdout', text: ['1'] }],
      },
    ];
    await writeFile(
      join(folder, 'study.ipynb'),
      JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    const [notebook] = await context.attachUris([`${at('study.ipynb')}`]);
    assert.equal((notebook as CodeAttachment).code, '# %% [markdown]\n# Title\n\n# %%\nprint(1)');
  });

  it('offers the selection, and shows it again', async () => {
    const editor = await vscode.window.showTextDocument(at('shopWindow.ts'));
    assert.equal((await find('selection')).has('Selected code'), false);
    editor.selection = new vscode.Selection(0, 3, 0, 9);
    const code = await attach<CodeAttachment>('选中', 'Selected code');
    assert.deepEqual([code.kind, code.startLine, code.code], ['selection', 1, 'export const pane = 1;']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await revealAttachment(code);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), at('shopWindow.ts').toString());
    assert.equal(vscode.window.activeTextEditor?.selection.isEmpty, false);
  });

  describe('with problems', () => {
    const problems = vscode.languages.createDiagnosticCollection('contextTest');
    const range = new vscode.Range(0, 13, 0, 17);

    after(() => problems.dispose());

    it('offers them by file and all together, errors first', async () => {
      const editor = await vscode.window.showTextDocument(at('shopWindow.ts'));
      assert.deepEqual([...(await find('问题'))], []);
      const warning = new vscode.Diagnostic(range, 'Unused', vscode.DiagnosticSeverity.Warning);
      const error = new vscode.Diagnostic(range, 'Wrong type', vscode.DiagnosticSeverity.Error);
      error.source = 'ts';
      error.code = 2322;
      const hint = new vscode.Diagnostic(range, 'Nicer', vscode.DiagnosticSeverity.Hint);
      problems.set(at('shopWindow.ts'), [hint, warning, error]);
      problems.set(at('deep/cellar.py'), [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'Deep')]);
      const ofFile = await attach<TextAttachment>('wenti', 'Problems in shopWindow.ts');
      assert.equal(
        ofFile.text,
        [
          'contextTest/shopWindow.ts:1:14: error ts(2322): Wrong type',
          '    export const pane = 1;',
          'contextTest/shopWindow.ts:1:14: warning: Unused',
          '    export const pane = 1;',
        ].join('\n'),
      );
      assert.equal(ofFile.count, 2);
      const all = await attach<TextAttachment>('problems', 'Problems in the workspace');
      assert.equal(all.count, 3);
      assert.match(all.text, /cellar\.py:1:1: error: Deep/);
      editor.selection = new vscode.Selection(0, 0, 0, 0);
      const needed = await neededContext('problems');
      assert.deepEqual(
        needed.map(({ kind }) => kind),
        ['block', 'problems'],
      );
    });
  });

  it('offers symbols of the document and of the workspace', async () => {
    const whole = new vscode.Range(0, 0, 2, 1);
    const name = new vscode.Range(0, 9, 0, 14);
    const subscriptions = [
      vscode.languages.registerDocumentSymbolProvider('plaintext', {
        provideDocumentSymbols: () => [
          new vscode.DocumentSymbol('glaze', '', vscode.SymbolKind.Function, whole, name),
        ],
      }),
      vscode.languages.registerWorkspaceSymbolProvider({
        provideWorkspaceSymbols: () => [
          new vscode.SymbolInformation(
            'glazierDepth',
            vscode.SymbolKind.Variable,
            '',
            new vscode.Location(at('deep/cellar.py'), new vscode.Position(0, 0)),
          ),
        ],
      }),
    ];
    try {
      await openCode('function glaze() {\n  return 1;\n}\n', 'plaintext');
      // A language that takes its time is not waited for, but is there when the next letter is typed.
      let symbols: readonly ContextItem[] = [];
      while (symbols.length < 2) {
        symbols = (await context.search('glaz')).find(({ label }) => label === 'Symbols')?.items ?? [];
      }
      assert.deepEqual(
        symbols.map(({ label, icon }) => [label, icon]),
        [
          ['glaze', 'symbol-function'],
          ['glazierDepth', 'symbol-variable'],
        ],
      );
      const glaze = (await context.attach(symbols[0]?.id ?? '')) as CodeAttachment;
      assert.deepEqual([glaze.kind, glaze.startLine, glaze.endLine], ['symbol', 1, 3]);
      const depth = (await context.attach(symbols[1]?.id ?? '')) as CodeAttachment;
      assert.deepEqual([depth.path, depth.code], ['contextTest/deep/cellar.py', 'depth = 3']);
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  });

  it('reads the selection of the terminal and leaves the clipboard as it was', async () => {
    const output = new vscode.EventEmitter<string>();
    const ready = new Promise<void>((resolve) => {
      const pty = { onDidWrite: output.event, open: () => resolve(), close: () => {} };
      vscode.window.createTerminal({ name: 'contextTest', pty }).show();
    });
    await ready;
    output.fire('first line of the terminal\r\n');
    await vscode.env.clipboard.writeText('mine');
    await assert.rejects(attach('terminal', 'Selection in the terminal'), /Nothing is selected/);
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
    const terminal = await attach<TextAttachment>('终端', 'Selection in the terminal');
    assert.match(terminal.text, /first line of the terminal/);
    assert.equal(terminal.path, 'contextTest');
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    vscode.window.activeTerminal?.dispose();
  });

  it('offers the staged changes in Git, else the others', async () => {
    // Outside the workspace, where nothing but this asks Git about the files.
    const repository = await mkdtemp(join(process.env['HANLIN_TEST_SCRATCH'] ?? tmpdir(), 'repository-'));
    const write = (path: string, content: string): Promise<void> =>
      writeFile(join(repository, path), content);
    git(repository, 'init', '-q');
    await write('pane.ts', 'export const pane = 1;\n');
    await write('cellar.py', 'depth = 3\n');
    git(repository, 'add', '.');
    git(repository, 'commit', '-q', '-m', 'first');
    await vscode.commands.executeCommand('git.openRepository', repository);
    await vscode.window.showTextDocument(vscode.Uri.file(join(repository, 'pane.ts')));
    await assert.rejects(neededContext('changes'), { message: 'There are no changes in Git.' });

    await write('pane.ts', 'export const pane = 2;\n');
    await write('cellar.py', 'depth = 4\n');
    const [all] = (await neededContext('changes')) as TextAttachment[];
    assert.deepEqual([all?.kind, all?.name, all?.count], ['changes', 'Changes', 2]);

    git(repository, 'add', 'cellar.py');
    await vscode.commands.executeCommand('git.refresh');
    const staged = await attach<TextAttachment>('改动', 'Git changes');
    assert.deepEqual([staged.name, staged.count], ['Staged changes', 1]);
    assert.match(staged.text, /^diff --git .*cellar\.py\n[\s\S]*\n-depth = 3\n\+depth = 4$/);
  });
});
