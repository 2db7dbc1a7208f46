import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CodeAttachment, TextAttachment } from '../../src/chat/attachment.ts';
import type { QuestionTurn } from '../../src/chat/conversation.ts';
import { questionPrompt } from '../../src/chat/prompts.ts';
import { longestIgnoreFile } from '../../src/core/limits.ts';
import { type CodeActions, createCodeActions } from '../../src/extension/codeActions/codeActions.ts';
import { changesToCommit } from '../../src/extension/commitMessage/changesToCommit.ts';
import { ContextSearch } from '../../src/extension/context/contextSearch.ts';
import { uriAttachment } from '../../src/extension/context/fileAttachment.ts';
import { openEditorsAttachment } from '../../src/extension/context/folderAttachment.ts';
import { workspaceProblemsAttachment } from '../../src/extension/context/problemsAttachment.ts';
import { referenceAttachments } from '../../src/extension/participant/referenceAttachments.ts';
import { ignoredFiles } from '../../src/extension/workspaceFiles/ignoredFiles.ts';
import { permitSending } from '../../src/extension/workspaceFiles/permitSending.ts';
import { readBelow } from '../../src/extension/workspaceFiles/readBelow.ts';
import { findPaths } from '../../src/extension/workspacePaths.ts';
import { reportFigure } from '../figures.ts';
import {
  canary,
  hostileNames,
  makePipe,
  type SpecialFiles,
  writeHostileNames,
  writeOutside,
  writeSpecialFiles,
  writeText,
} from '../hostile/hostileFiles.ts';
import { ownTime } from '../ownTime.ts';
import { eventually } from './support/eventually.ts';
import { openRepository } from './support/repository.ts';

const hidden = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u3164\u{e0000}-\u{e007f}]/u;
const hiddenInText = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u3164\u{e0000}-\u{e007f}]/u;

describe('a hostile workspace', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const folder = join(root.fsPath, 'hostileTest');
  const at = (path: string): vscode.Uri => vscode.Uri.file(join(folder, path));
  let outside: string;
  let special: SpecialFiles;
  let context: ContextSearch;
  let harmless = 0;
  let items = 0;
  /** What the user was asked in dialogues, and what he answers. */
  let asked: string[] = [];
  let answer: string | undefined;
  const window = vscode.window as Record<'showWarningMessage' | 'showInformationMessage', unknown>;
  const { showWarningMessage, showInformationMessage } = window;

  /** Counts one thing in the workspace that somebody made to do harm, and that did none. */
  async function item(work: () => unknown): Promise<void> {
    items++;
    await work();
    harmless++;
  }

  /** Fails where something takes longer than anybody would wait. */
  async function soon<T>(work: Promise<T>): Promise<T> {
    const begunAt = ownTime();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        if (ownTime() - begunAt > 3_000) reject(new assert.AssertionError({ message: 'it takes too long' }));
      }, 50);
    });
    return Promise.race([work, late]).finally(() => clearInterval(timer));
  }

  async function offered(query: string) {
    return (await soon(context.search(query))).flatMap(({ items: found }) => found);
  }

  const question = (attachments: QuestionTurn['attachments']): QuestionTurn => ({
    role: 'question',
    id: 'q',
    parent: null,
    alternative: 1,
    askedAt: 0,
    text: 'What is it?',
    attachments,
  });

  before(async () => {
    outside = await mkdtemp(join(process.env['HANLIN_TEST_SCRATCH'] ?? tmpdir(), 'outside-'));
    await writeOutside(outside);
    await writeHostileNames(join(folder, 'names'));
    special = await writeSpecialFiles(join(folder, 'special'), true);
    await mkdir(join(folder, 'links'));
    await writeFile(join(folder, 'links', 'quartzPlain.ts'), 'plain\n');
    await writeFile(join(folder, 'links', '.env'), `TOKEN=${canary}-env\n`);
    await symlink(join(outside, 'quartzOutside.ts'), join(folder, 'links', 'quartzLink.ts'));
    await symlink(join(outside, 'id_rsa'), join(folder, 'links', 'quartzNotes.md'));
    await symlink(outside, join(folder, 'links', 'quartzFolder'));
    await symlink(join(outside, 'new.ts'), join(folder, 'links', 'quartzDangling.ts'));
    await symlink('.env', join(folder, 'links', 'quartzInner.txt'));
    await symlink('.', join(folder, 'links', 'loop'));
  });

  after(async () => {
    await special.close();
    await rm(folder, { recursive: true, force: true });
    await rm(outside, { recursive: true, force: true });
    reportFigure(`hostile workspace items harmless: ${harmless} of ${items}`);
  });

  beforeEach(() => {
    context = new ContextSearch();
    asked = [];
    answer = undefined;
    const ask = async (text: string, options: unknown, ...buttons: readonly vscode.MessageItem[]) => {
      asked.push([text, (options as vscode.MessageOptions | undefined)?.detail ?? ''].join('\n'));
      return buttons.find(({ title }) => title === answer);
    };
    window.showWarningMessage = ask;
    window.showInformationMessage = ask;
  });

  afterEach(async () => {
    Object.assign(window, { showWarningMessage, showInformationMessage });
    context.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  describe('names', () => {
    it('are shown in the menu with everything in them that is not seen', async () => {
      const shown = await Promise.all(hostileNames.map((name) => offered(`names/${name.slice(0, 60)}`)));
      const found = new Map(shown.flat().map((one) => [one.id, one]));
      for (const name of hostileNames) {
        await item(() => {
          const one = found.get(`file:${at(`names/${name}`)}`);
          // VS Code lists files line by line, and takes such a name for two.
          if (!one && /[\r\n]/.test(name)) return;
          assert.ok(one, `${JSON.stringify(name)} is not found`);
          assert.doesNotMatch(`${one.label}${one.detail}`, hidden);
        });
      }
    });

    it('are told to a model, and stay names there', async () => {
      for (const [index, name] of hostileNames.entries()) {
        await item(async () => {
          const attached = (await soon(uriAttachment(at(`names/${name}`)))) as CodeAttachment;
          assert.doesNotMatch(`${attached.name}${attached.path}`, hidden);
          const { text } = questionPrompt(question([attached]), {
            attachments: 10_000,
            surroundings: 0,
            images: false,
          });
          assert.doesNotMatch(text, hiddenInText);
          const [heading = '', fence = '', code = ''] = text.split('\n');
          const [, ticks = '', inside = ''] = /^(`+)(.*)\1$/.exec(heading) ?? [];
          assert.ok(ticks !== '' && !new RegExp(`(?<!\`)${ticks}(?!\`)`).test(inside), heading);
          assert.equal(fence, '```typescript');
          assert.match(code, new RegExp(`${canary}-${index}'`));
        });
      }
    });

    it('are one line each in the list of a folder', async () => {
      await item(async () => {
        const { text, count } = (await soon(uriAttachment(at('names')))) as TextAttachment;
        const listed = hostileNames.filter((name) => !/[\r\n]/.test(name));
        assert.equal(count, listed.length);
        assert.doesNotMatch(text, hiddenInText);
        assert.equal(text.split('\n\n')[0]?.split('\n').length, listed.length);
      });
    });
  });

  describe('files that are no texts', () => {
    it('are refused with a word, at once', async () => {
      for (const path of special.paths) {
        await item(async () => {
          await assert.rejects(
            soon(uriAttachment(at(`special/${path}`))),
            ({ message }: Error) =>
              /is larger than|is not a text file|cannot be read|leads? out|Canceled/.test(message),
            path,
          );
        });
      }
    });

    it('stay out of a folder that is attached', async () => {
      await item(async () => {
        const { text } = (await soon(uriAttachment(at('special')))) as TextAttachment;
        assert.doesNotMatch(text, /==>/);
      });
    });

    it('are not read as instructions or rules', async () => {
      const places = ['pipe.ts', 'zero.ts', 'huge.ts', 'binary.ts', 'self.ts', 'dangling.ts'];
      for (const path of places.filter((one) => special.paths.includes(one))) {
        await item(async () => assert.equal(await soon(readBelow(at('special'), path)), undefined, path));
      }
      if (process.platform === 'win32') return;
      await mkdir(join(folder, 'rules'));
      makePipe(join(folder, 'rules', '.gitignore'));
      await writeFile(join(folder, 'rules', '.hanlinignore'), '# \n'.repeat(longestIgnoreFile));
      await writeFile(join(folder, 'rules', 'kept.ts'), canary);
      await item(async () => {
        await eventually(
          async () => (await soon(ignoredFiles())).isForbidden(at('rules/kept.ts')),
          'what was to be kept is sent where the rules cannot be read',
        );
      });
      await rm(join(folder, 'rules'), { recursive: true });
    });
  });

  describe('links out of the workspace', () => {
    const links = ['quartzLink.ts', 'quartzNotes.md', 'quartzFolder'];

    it('say so in the menu', async () => {
      const found = await offered('links/quartz');
      const plain = found.find(({ label }) => label === 'quartzPlain.ts');
      assert.equal(plain?.detail, 'hostileTest/links');
      for (const label of ['quartzLink.ts', 'quartzNotes.md', 'quartzFolder']) {
        await item(() => {
          const shown = found.find((one) => one.label === label);
          assert.equal(shown?.detail, 'hostileTest/links · leads out of the workspace', label);
        });
      }
    });

    it('are sent only after a question that names where they lead', async () => {
      for (const [index, path] of links.entries()) {
        await item(async () => {
          await assert.rejects(uriAttachment(at(`links/${path}`)), vscode.CancellationError);
          assert.equal(asked.length, index + 1);
          assert.ok(asked.at(-1)?.includes(outside), asked.at(-1));
        });
      }
      answer = 'Send';
      const sent = (await uriAttachment(at('links/quartzLink.ts'))) as CodeAttachment;
      assert.match(sent.code, new RegExp(`${canary}-outside`));
      await uriAttachment(at('links/quartzLink.ts'));
      assert.equal(asked.length, links.length + 1, 'once for each file');
    });

    it('are not followed in a folder, and the user is told', async () => {
      await item(async () => {
        const { text } = (await soon(uriAttachment(at('links')))) as TextAttachment;
        assert.doesNotMatch(text, new RegExp(`${canary}|quartzOutside|quartzDeep|id_rsa`));
        assert.match(text, /quartzPlain\.ts/);
        assert.match(asked.join('\n'), /Links in links that lead out of the workspace are left out\./);
      });
    });

    it('are not followed in open editors', async () => {
      await vscode.window.showTextDocument(at('links/quartzLink.ts'), { preview: false });
      await item(async () => {
        const { text } = await openEditorsAttachment();
        assert.doesNotMatch(text, new RegExp(canary));
      });
    });

    it('are no files of the workspace to an answer', async () => {
      const paths = [
        'hostileTest/links/quartzLink.ts',
        'hostileTest/links/quartzFolder/id_rsa',
        'hostileTest/links/loop/../quartzFolder/quartzOutside.ts',
        join(outside, 'quartzOutside.ts'),
        `..${outside}`,
        '/etc/hosts',
        '/proc/self/environ',
        '//server/share/quartz.ts',
        '\\\\server\\share\\quartz.ts',
        'file:///etc/hosts',
        'quartzOutside.ts',
      ];
      for (const path of paths) await item(async () => assert.deepEqual(await findPaths([path]), [], path));
    });

    it('are not what a commit message is written about', async () => {
      const repository = await openRepository();
      await symlink(join(outside, 'id_rsa'), join(repository.path, 'notes.txt'));
      await repository.write('two\nlines.ts', 'plain\n');
      await repository.refresh();
      const files = await changesToCommit(repository.repository);
      await item(() => {
        const link = files.find(({ path }) => path === 'notes.txt');
        assert.equal(link?.isBinary, true);
        assert.doesNotMatch(JSON.stringify(files), new RegExp(canary));
      });
      await item(() => {
        const text = files.find(({ path }) => path.startsWith('two'))?.text ?? '';
        assert.match(text, /^diff --git a\/two⟨U\+000A⟩lines\.ts b\/two⟨U\+000A⟩lines\.ts\n/);
      });
    });
  });

  describe('secrets', () => {
    const secrets = ['links/.env', 'links/quartzInner.txt'];

    it('are never attached by themselves', async () => {
      await item(async () => {
        const { text } = (await uriAttachment(at('links'))) as TextAttachment;
        assert.doesNotMatch(text, new RegExp(canary));
      });
      for (const path of secrets) {
        await vscode.window.showTextDocument(at(path), { preview: false });
        await item(async () => {
          const { text } = await openEditorsAttachment();
          assert.doesNotMatch(text, new RegExp(canary));
          const implicit = { id: 'vscode.implicit.viewport', value: at(path) };
          assert.deepEqual(await referenceAttachments([implicit as vscode.ChatPromptReference]), []);
        });
      }
      assert.deepEqual(
        asked.filter((text) => /secrets/.test(text)),
        [],
      );
    });

    it('stay out of the lines that problems are in', async () => {
      const diagnostics = vscode.languages.createDiagnosticCollection('hostile');
      try {
        await vscode.workspace.openTextDocument(at('links/.env'));
        diagnostics.set(at('links/.env'), [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 5), 'Bad')]);
        await item(async () => {
          const { text } = await workspaceProblemsAttachment();
          assert.match(text, /\.env:1:1: error: Bad/);
          assert.doesNotMatch(text, new RegExp(canary));
        });
      } finally {
        diagnostics.dispose();
      }
    });

    it('are sent by hand only after a question', async () => {
      for (const path of secrets) {
        await item(async () => {
          await assert.rejects(permitSending(at(path)), vscode.CancellationError);
          assert.match(asked.at(-1) ?? '', /may hold secrets\. Send it all the same\?/);
        });
      }
      answer = 'Send';
      const env = (await uriAttachment(at('links/.env'))) as CodeAttachment;
      assert.match(env.code, new RegExp(canary));
    });

    it('are not read as instructions', async () => {
      await symlink('links/.env', join(folder, 'AGENTS.md'));
      await item(async () => assert.equal(await readBelow(at(''), 'AGENTS.md'), undefined));
      await rm(join(folder, 'AGENTS.md'));
    });
  });

  describe('the place that a model names for new code', () => {
    const confirmed: string[] = [];
    const said: string[] = [];
    let agree = false;
    let actions: CodeActions;

    before(() => {
      actions = createCodeActions({
        async confirm(text) {
          confirmed.push(text);
          return agree;
        },
        choose: async () => undefined,
        say: (sentence) => {
          said.push(sentence);
        },
      });
    });

    after(() => actions.dispose());

    afterEach(async () => {
      while (vscode.window.activeTextEditor?.document.isUntitled) {
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    });

    const make = (path: string): Promise<void> =>
      actions.carryOutCodeAction(
        { action: 'new-file', code: 'x', language: 'ts', path },
        { attachments: [] },
      );

    it('is in the workspace, or it is no place at all', async () => {
      for (const path of [
        '../quartz.ts',
        'src/../../quartz.ts',
        '/etc/quartz.ts',
        join('/tmp', 'quartz.ts'),
        'C:\\Windows\\quartz.ts',
        'C:/Windows/quartz.ts',
        '\\\\server\\share\\quartz.ts',
        '//server/share/quartz.ts',
        'file:///etc/quartz.ts',
        '~/quartz\u0000.ts',
        'hostileTest/links/quartzFolder/new.ts',
        'hostileTest/links/quartzFolder/deeper/new.ts',
        'hostileTest/links/loop/quartzFolder/new.ts',
        'hostileTest/links/quartzDangling.ts',
        'src/new.ts:stream',
        'src/NUL',
        'src/\u202egnp.ts',
        'src/new.ts.',
      ]) {
        await item(async () => {
          await make(path);
          const opened = vscode.window.activeTextEditor?.document.uri.path ?? '';
          assert.match(opened, /^Untitled-\d+$/, path);
        });
      }
      assert.deepEqual(confirmed, []);
    });

    it('is asked about where a file does something by being there', async () => {
      for (const path of [
        '.git/hooks/pre-commit',
        '.GIT/hooks/post-checkout',
        '.vscode/tasks.json',
        '.vscode/launch.json',
        'src/../.vscode/settings.json',
        '.devcontainer/devcontainer.json',
        '.github/workflows/build.yml',
        'evil.code-workspace',
        'AGENTS.md',
        '.hanlin/prompts/evil.md',
        '.envrc',
      ]) {
        await item(async () => {
          const before = vscode.window.activeTextEditor;
          confirmed.length = 0;
          await make(path);
          assert.equal(confirmed.length, 1, path);
          assert.match(confirmed[0] ?? '', /^Write the model’s code into /);
          assert.equal(vscode.window.activeTextEditor, before, path);
        });
      }
      agree = true;
      await make('.vscode/tasks.json');
      assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/\.vscode\/tasks\.json$/);
      assert.equal(
        existsSync(join(root.fsPath, '.vscode', 'tasks.json')),
        false,
        'saving is left to the user',
      );
    });

    it('is asked about before a change of such a file is made', async () => {
      agree = false;
      confirmed.length = 0;
      const path = join(root.fsPath, '.vscode', 'extensions.json');
      const text = '{\n  "version": "2.0.0"\n}\n';
      await writeText(path, text);
      try {
        await actions.carryOutCodeAction(
          {
            action: 'apply',
            code: '{\n  "version": "2.0.1"\n}\n',
            language: 'json',
            path: '.vscode/extensions.json',
          },
          { attachments: [] },
        );
        await item(async () => {
          await actions.acceptChange();
          assert.equal(confirmed.length, 1, said.join('\n'));
          const document = await vscode.workspace.openTextDocument(path);
          assert.equal(document.getText(), text);
        });
        await actions.rejectChange();
      } finally {
        await rm(join(root.fsPath, '.vscode'), { recursive: true });
      }
    });
  });
});
