import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { TextDocument, TextEditor, TextEditorEdit, Uri } from 'vscode';
import type { WriteOutcome } from '../../../../src/extension/writing/writeChanges.ts';
import type { WritePermission, WriteRequest } from '../../../../src/extension/writing/writePermission.ts';
import { FakeUri, fake } from './fakeVSCode.ts';

/** Files that are there for all systems, with who takes what is in them. */
const sensitive: Readonly<Record<string, RegExp>> = {
  '.gitlab-ci.yml': /GitLab runs .* pushed/,
  '.cargo/config.toml': /Cargo runs .* build/,
  'eslint.config.js': /ESLint does .* looks at code/,
  '.github/copilot-instructions.md': /GitHub Copilot follows/,
  'conftest.py': /pytest runs .* test/,
  '.git/hooks/pre-commit': /Git runs .* commit/,
  '.vscode/tasks.json': /VS Code does .* opened/,
  'AGENTS.md': /Hanlin follows/,
};

const asked: { readonly question: string; readonly detail: string }[] = [];
const said: string[] = [];
let agrees: boolean | (() => Promise<boolean>) = true;
const dialogues = {
  async confirm(question: string, detail: string): Promise<boolean> {
    asked.push({ question, detail });
    return typeof agrees === 'boolean' ? agrees : agrees();
  },
  say: (sentence: string) => void said.push(sentence),
};

describe('the permission to write', () => {
  let permissions: typeof WritePermission;
  let changes: typeof import('../../../../src/extension/writing/writeChanges.ts');
  let files: typeof import('../../../../src/extension/writing/writeFile.ts');
  let untitled: typeof import('../../../../src/extension/writing/openUntitled.ts');
  let root = '';
  let outside = '';

  before(async () => {
    permissions = (await import('../../../../src/extension/writing/writePermission.ts')).WritePermission;
    changes = await import('../../../../src/extension/writing/writeChanges.ts');
    files = await import('../../../../src/extension/writing/writeFile.ts');
    untitled = await import('../../../../src/extension/writing/openUntitled.ts');
  });

  beforeEach(async () => {
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'hanlin-writing-')));
    root = join(scratch, 'app');
    outside = join(scratch, 'other');
    for (const folder of ['src', '.git/hooks', '.vscode'])
      await mkdir(join(root, folder), { recursive: true });
    await mkdir(outside);
    fake.folders = [{ uri: FakeUri.file(root) }];
    fake.openTabs = [];
    fake.notebooks = [];
    fake.links = [];
    fake.missing = [];
    fake.written.length = 0;
    fake.edits = 0;
    fake.textOfUntitled = undefined;
    fake.warnings.length = 0;
    asked.length = 0;
    said.length = 0;
    agrees = true;
  });

  afterEach(() => rm(join(root, '..'), { recursive: true, force: true }));

  const at = (path: string): FakeUri => FakeUri.file(join(root, path));
  const ask = (uri: FakeUri, request: WriteRequest = {}) =>
    permissions.ask(uri as unknown as Uri, dialogues, request);
  const document = (uri: FakeUri) => ({ uri, getText: () => '' }) as unknown as TextDocument;
  const here = { line: 0, character: 0 };
  const insert = (permission: WritePermission, uri: FakeUri): Promise<WriteOutcome> =>
    changes.writeChanges(permission, document(uri), () => [
      { range: { start: here, end: here }, text: 'new' },
    ]);

  /** All that writes, with the proof that it may. */
  const writers: Readonly<
    Record<string, (permission: WritePermission, uri: FakeUri) => Promise<WriteOutcome>>
  > = {
    writeChanges: insert,
    writeInEditor: (permission, uri) => {
      const edit = async (build: (builder: TextEditorEdit) => void): Promise<boolean> => {
        build({ insert: () => fake.written.push(`${uri} new`) } as unknown as TextEditorEdit);
        return true;
      };
      const editor = { document: document(uri), edit } as unknown as TextEditor;
      return changes.writeInEditor(permission, editor, 'new', (builder) =>
        builder.insert(here as never, 'new'),
      );
    },
    writeFile: (permission, uri) => files.writeFile(permission, uri as unknown as Uri, 'new'),
  };

  it('is not needed for a document without a place, which holds what it was made with', async () => {
    for (const [held, written] of [
      [undefined, []],
      ['new\r\ntext', []],
      ['old', ['untitled://Untitled-1 new\ntext']],
      ['', ['untitled://Untitled-1 new\ntext']],
    ] as const) {
      fake.textOfUntitled = held;
      await untitled.openUntitled('new\ntext', undefined, dialogues);
      assert.deepEqual(fake.written.splice(0), written);
    }
    assert.deepEqual(asked, []);
  });

  it('has it said once that a key is missing in the code, until the user has taken note of it', async () => {
    const uri = at('src/a.ts');
    const changed = (permission: WritePermission, text: string): Promise<WriteOutcome> =>
      changes.writeChanges(permission, document(uri), () => [{ range: { start: here, end: here }, text }]);
    const inEditor = (permission: WritePermission, text: string): Promise<WriteOutcome> => {
      const editor = { document: document(uri), edit: async () => true } as unknown as TextEditor;
      return changes.writeInEditor(permission, editor, text, () => {});
    };
    for (const write of [changed, inEditor]) {
      fake.warnings.length = 0;
      const permission = await ask(uri);
      assert.ok(permission);
      assert.equal(await write(permission, 'key = "new"'), 'written');
      assert.equal(fake.warnings.length, 0);
      for (let time = 0; time < 3; time += 1) {
        assert.equal(await write(permission, 'a\nkey = "[API key]"\nb'), 'written');
      }
      assert.equal(fake.warnings.length, 1);
      assert.match(fake.warnings[0]?.text ?? '', /repeated an API key.*“.API key.”.*yourself/);
      assert.equal(fake.warnings[0]?.buttons, 1);
    }
  });

  it('is given at once where a file does nothing by itself', async () => {
    for (const path of ['src/a.ts', 'README.md', 'new/folder/a.py']) assert.ok(await ask(at(path)), path);
    assert.deepEqual(asked, []);
  });

  for (const [path, reason] of Object.entries(sensitive)) {
    it(`is asked for, each time, for ${path}, whatever writes and however it is reached`, async () => {
      await mkdir(join(root, path, '..'), { recursive: true });
      await writeFile(join(root, path), '');
      await symlink(join(root, path), join(root, 'src/link.txt'));
      await symlink(root, join(root, 'src/folder'));
      const paths = [path, 'src/link.txt', `src/folder/${path}`].map(at);
      const ways = [
        ...paths,
        ...paths.map((uri) => uri.with({ scheme: 'untitled' })),
        at(path.toUpperCase()),
      ];
      for (const [name, write] of Object.entries(writers)) {
        for (const uri of ways) {
          asked.length = 0;
          agrees = false;
          assert.equal(await ask(uri), undefined, `${uri}`);
          agrees = true;
          const permission = await ask(uri);
          assert.ok(permission);
          assert.equal(asked.length, 2, `${uri}`);
          for (const { detail } of asked) assert.match(detail, reason, `${uri}`);
          assert.deepEqual(fake.written, [], 'nothing is written by asking');
          assert.equal(await write(permission, uri), 'written', name);
          assert.deepEqual(fake.written.splice(0), [`${uri} new`]);
        }
      }
    });
  }

  it('is asked for by the file’s path in the workspace', async () => {
    await ask(at('.vscode/tasks.json'));
    assert.equal(asked[0]?.question, 'Write the model’s code into .vscode/tasks.json?');
  });

  it('is asked for once for each file that is written every day, and again after a refusal', async () => {
    agrees = false;
    assert.equal(await ask(at('package.json')), undefined);
    agrees = true;
    assert.ok(await ask(at('package.json')));
    assert.ok(await ask(at('package.json')));
    assert.ok(await ask(at('src/package.json')));
    assert.equal(asked.length, 3);
  });

  it('is asked for outside of the workspace, with the whole path', async () => {
    const uri = FakeUri.file(join(outside, 'a.ts'));
    for (let time = 0; time < 2; time++) assert.ok(await ask(uri));
    assert.equal(asked.length, 2);
    assert.equal(asked[0]?.question, `Write the model’s code into ${uri.path}?`);
    assert.match(asked[0]?.detail ?? '', /^This file is outside of the workspace\./);
    fake.openTabs = [uri];
    for (let time = 0; time < 2; time++) assert.ok(await ask(uri));
    assert.equal(asked.length, 3, 'once for a file that is open');
  });

  it('is asked for where a link leads out of the workspace, with the place', async () => {
    await symlink(outside, join(root, 'src/out'));
    assert.ok(await ask(at('src/out/new.ts')));
    assert.match(asked[0]?.detail ?? '', /A link leads to .*\/other\/new\.ts\.\nThis file is outside/);
  });

  it('knows the workspace where it is itself reached by a link', async () => {
    await symlink(root, `${root}-link`);
    fake.folders = [{ uri: FakeUri.file(`${root}-link`) }];
    assert.ok(await ask(FakeUri.file(`${root}-link/src/a.ts`)));
    assert.ok(await ask(at('src/a.ts')));
    assert.equal(asked.length, 0);
    assert.ok(await ask(FakeUri.file(`${root}-link/.envrc`)));
    assert.doesNotMatch(asked[0]?.detail ?? '', /A link leads/);
  });

  it('is asked for where links lead in a circle, or on another file system nobody can see where', async () => {
    await symlink('two', join(root, 'one'));
    await symlink('one', join(root, 'two'));
    await ask(at('one'));
    fake.folders = [{ uri: new FakeUri({ scheme: 'memfs', authority: '', path: '/w' }) }];
    fake.links = ['/w/a.ts'];
    fake.missing = ['/w/new.ts'];
    const questions: number[] = [];
    for (const name of ['a', 'b', 'new']) {
      const before = asked.length;
      await ask(new FakeUri({ scheme: 'memfs', authority: '', path: `/w/${name}.ts` }));
      questions.push(asked.length - before);
    }
    assert.deepEqual(questions, [1, 0, 0]);
    assert.equal(asked.length, 2);
    for (const { detail } of asked) assert.match(detail, /where it leads cannot be seen/);
  });

  it('is given at once for what has no place yet', async () => {
    assert.ok(await ask(new FakeUri({ scheme: 'untitled', authority: '', path: 'Untitled-1' })));
    fake.notebooks = [{ uri: new FakeUri({ scheme: 'untitled', authority: '', path: 'Untitled-1.ipynb' }) }];
    const cell = { scheme: 'vscode-notebook-cell', authority: '', path: 'Untitled-1.ipynb' };
    assert.ok(await ask(new FakeUri(cell)));
    assert.equal(asked.length, 0);
  });

  it('is given at once for what is not saved yet in a workspace on another computer', async () => {
    const place = { authority: 'wsl+a', path: '/w/a.ts' };
    fake.folders = [{ uri: new FakeUri({ scheme: 'vscode-remote', authority: 'wsl+a', path: '/w' }) }];
    assert.ok(await ask(new FakeUri({ scheme: 'untitled', ...place })));
    assert.equal(asked.length, 0);
    await ask(new FakeUri({ scheme: 'untitled', ...place, path: '/w/.git/hooks/pre-commit' }));
    assert.match(asked[0]?.detail ?? '', /Git runs/);
  });

  it('leaves a document alone where nothing is to be changed', async () => {
    const permission = await ask(at('src/a.ts'));
    assert.ok(permission);
    assert.equal(await changes.writeChanges(permission, document(at('src/a.ts')), () => []), 'written');
    assert.equal(
      await changes.writeChanges(permission, document(at('src/a.ts')), () => undefined),
      'refused',
    );
    assert.equal(fake.edits, 0);
  });

  it('is asked for where what is not saved yet has a place on a drive of Windows', async () => {
    for (const path of ['C:\\w\\.git\\hooks\\pre-commit', 'c:/w/.git/hooks/pre-commit'])
      await ask(new FakeUri({ scheme: 'untitled', authority: '', path }));
    assert.equal(asked.length, 2);
    for (const { detail } of asked) assert.match(detail, /Git runs/);
  });

  it('is asked for in a place that is sensitive as a whole, opened by a link as well', async () => {
    const place = join(root, '.config/Code/User');
    await mkdir(place, { recursive: true });
    await symlink(place, join(outside, 'link'));
    for (const folder of [place, join(outside, 'link')]) {
      fake.folders = [{ uri: FakeUri.file(folder) }];
      asked.length = 0;
      await ask(FakeUri.file(join(folder, 'settings.json')));
      assert.match(asked[0]?.detail ?? '', /VS Code does/, folder);
    }
  });

  it('is asked for what a host takes from the root of a project, wherever in the workspace that is', async () => {
    for (const folder of ['web', 'data']) await mkdir(join(root, folder));
    await writeFile(join(root, 'web/package.json'), '{}');
    assert.ok(await ask(at('data/firebase.json')));
    assert.equal(asked.length, 0);
    await ask(at('web/firebase.json'));
    assert.match(asked[0]?.detail ?? '', /pushed/);
    await ask(at('firebase.json'));
    assert.equal(asked.length, 2);
  });

  it('is not waited for to know whether a file does something by being there', async () => {
    const { isSensitiveDocument } = await import('../../../../src/extension/writing/writtenFile.ts');
    const isSensitive = (uri: FakeUri) => isSensitiveDocument(uri as unknown as Uri);
    assert.equal(await isSensitive(at('.vscode/tasks.json')), true);
    assert.equal(await isSensitive(at('src/a.ts')), false);
    assert.equal(
      await isSensitive(new FakeUri({ scheme: 'untitled', authority: '', path: 'Untitled-1' })),
      false,
    );
    assert.equal(asked.length, 0);
  });

  it('is for the notebook where a cell is written', async () => {
    fake.notebooks = [{ uri: at('.vscode/a.ipynb') }, { uri: at('src/a.ipynb') }];
    assert.ok(await ask(at('src/a.ipynb').with({ scheme: 'vscode-notebook-cell' })));
    assert.equal(asked.length, 0);
    assert.ok(await ask(at('.vscode/a.ipynb').with({ scheme: 'vscode-notebook-cell' })));
    assert.match(asked[0]?.detail ?? '', /VS Code does/);
    // VS Code knows the cell, and not yet its notebook.
    fake.notebooks = [];
    await symlink('../.git/hooks/pre-commit', join(root, 'src/n.ipynb'));
    await ask(at('src/n.ipynb').with({ scheme: 'vscode-notebook-cell' }));
    assert.match(asked[1]?.detail ?? '', /Git runs/);
  });

  it('is asked for where the user’s own settings are open', async () => {
    await ask(new FakeUri({ scheme: 'vscode-userdata', authority: '', path: '/User/settings.json' }));
    assert.match(asked[0]?.detail ?? '', /VS Code does/);
  });

  it('is asked for a chat only where the file that was chosen does something', async () => {
    const request = { content: 'chat', isPlaceChosen: true } as const;
    assert.ok(await ask(FakeUri.file(join(outside, 'chat.md')), request));
    assert.equal(asked.length, 0);
    assert.ok(await ask(at('AGENTS.md'), request));
    assert.equal(asked[0]?.question, 'Write the chat into AGENTS.md?');
  });

  it('does not hold for another document', async () => {
    const permission = await ask(at('src/a.ts'));
    assert.ok(permission);
    for (const [name, write] of Object.entries(writers))
      await assert.rejects(write(permission, at('.envrc')), /permission for another one/, name);
    const saving = changes.changesForSaving(permission, document(at('.envrc')), [
      { range: { start: here, end: here }, text: 'x' },
    ]);
    assert.deepEqual(saving, []);
    assert.deepEqual(fake.written, []);
  });

  for (const name of Object.keys(writers)) {
    it(`does not hold where the file has become another one since: ${name}`, async () => {
      const write = writers[name];
      const permission = await ask(at('src/b.txt'));
      await symlink(join(root, '.git/hooks/pre-commit'), join(root, 'src/b.txt'));
      assert.ok(permission && write);
      assert.equal(await write(permission, at('src/b.txt')), 'moved');
      assert.deepEqual(fake.written, []);
      assert.match(said[0] ?? '', /^b\.txt leads to another file now than when you were asked/);
      assert.equal(await permission.holds(), false);
    });
  }

  it('does not hold where that happened while the user was asked', async () => {
    agrees = async () => {
      await symlink(join(root, '.git/hooks/pre-commit'), join(root, '.envrc'));
      return true;
    };
    const permission = await ask(at('.envrc'));
    assert.ok(permission);
    assert.equal(await insert(permission, at('.envrc')), 'moved');
    assert.deepEqual(fake.written, []);
  });

  it('lets a document go on that has been written already, so that a change can be taken back', async () => {
    const permission = await ask(at('src/c.txt'));
    assert.ok(permission);
    assert.equal(await insert(permission, at('src/c.txt')), 'written');
    await symlink(join(root, '.envrc'), join(root, 'src/c.txt'));
    assert.equal(await insert(permission, at('src/c.txt')), 'written');
    assert.equal(await permission.holds(), false);
  });
});
