import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { CodeAttachment, TextAttachment } from '../../src/chat/attachment.ts';
import { findTargets } from '../../src/extension/codeActions/targets.ts';
import { revealAttachment } from '../../src/extension/context/revealAttachment.ts';
import { noteAttached } from '../../src/extension/openableAddress.ts';
import { answered, useScene } from './support/hanlin.ts';

/** A file system that notes whoever comes near it. */
class Trap implements vscode.FileSystemProvider {
  readonly touched: string[] = [];
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  watch(uri: vscode.Uri): vscode.Disposable {
    this.#note(uri);
    return new vscode.Disposable(() => {});
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    this.#note(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 4 };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    this.#note(uri);
    return Buffer.from('trap');
  }
  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    this.#note(uri);
    return [];
  }
  createDirectory = (uri: vscode.Uri): void => this.#note(uri);
  writeFile = (uri: vscode.Uri): void => this.#note(uri);
  delete = (uri: vscode.Uri): void => this.#note(uri);
  rename = (uri: vscode.Uri): void => this.#note(uri);

  #note(uri: vscode.Uri): void {
    this.touched.push(String(uri));
  }
}

const base = { id: 'a1', name: 'a.ts', path: 'src/a.ts', language: 'typescript' };

function codeAt(uri: string, kind: CodeAttachment['kind'] = 'file'): CodeAttachment {
  return { ...base, kind, uri, startLine: 1, endLine: 1, code: 'const sent = 1;', before: '', after: '' };
}

function folderAt(uri: string): TextAttachment {
  return { ...base, kind: 'folder', uri, text: 'the folder as it was sent' };
}

describe('addresses in a conversation that was imported', () => {
  const current = useScene();
  const trap = new Trap();
  let registration: vscode.Disposable;
  let outside: vscode.Uri;

  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider('trap', trap);
    outside = vscode.Uri.file(join(tmpdir(), `${randomUUID()}.ts`));
    await writeFile(outside.fsPath, 'const outside = 1;');
  });

  beforeEach(() => void trap.touched.splice(0));

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    registration.dispose();
    await vscode.workspace.fs.delete(outside);
  });

  const shownText = () => vscode.window.activeTextEditor?.document;

  it('are not touched by importing, showing and going on', async () => {
    const { chat, history } = current().hanlin;
    const id = randomUUID();
    const question = {
      role: 'question',
      id: 'q1',
      parent: null,
      alternative: 1,
      text: 'Why?',
      attachments: [codeAt('trap://server/share/a.ts'), folderAt('trap://server/share')],
      askedAt: 1,
    };
    const conversation = {
      id,
      title: 'Imported',
      createdAt: 1,
      workspace: { name: 'w', uri: 'trap://server/w' },
      turns: [question],
      head: 'q1',
      deleted: [],
    };
    await history.importJson(
      JSON.stringify({ format: 'hanlin-conversations', version: 1, conversations: [conversation] }),
    );
    await chat.open(id);
    assert.equal(chat.conversation.id, id);
    chat.ask({ text: 'And now?', attachments: [] });
    assert.equal((await answered(current())).status.state, 'done');
    assert.deepEqual(trap.touched, []);
    await history.remove(id);
    await chat.newChat();
  });

  it('are not opened by a click: what was sent is shown instead', async () => {
    for (const uri of [
      'trap://server/share/a.ts',
      String(outside),
      'command:workbench.action.terminal.new',
      'file:////server/share/a.ts',
    ]) {
      for (const kind of ['file', 'selection'] as const) {
        await revealAttachment(codeAt(uri, kind));
        assert.equal(shownText()?.isUntitled, true, uri);
        assert.equal(shownText()?.getText(), 'const sent = 1;', uri);
      }
    }
    await revealAttachment(folderAt('trap://server/share'));
    assert.equal(shownText()?.getText(), 'the folder as it was sent');
    assert.deepEqual(trap.touched, []);
  });

  it('are no files that code is applied to', async () => {
    const attachments = [
      codeAt('trap://server/share/a.ts'),
      codeAt(String(outside)),
      codeAt('file:////server/x'),
    ];
    const targets = await findTargets({ path: undefined, attachments }, {
      find: async () => undefined,
    } as never);
    assert.deepEqual(targets, []);
    assert.deepEqual(trap.touched, []);
  });

  it('are opened where they are in the workspace, or were attached in this window', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const inside = vscode.Uri.joinPath(folder, 'inside.ts');
    await vscode.workspace.fs.writeFile(inside, Buffer.from('const inside = 1;'));
    try {
      await revealAttachment(codeAt(String(inside)));
      assert.equal(shownText()?.getText(), 'const inside = 1;');
      noteAttached([codeAt(String(outside))]);
      await revealAttachment(codeAt(String(outside)));
      assert.equal(shownText()?.getText(), 'const outside = 1;');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(inside);
    }
  });
});
