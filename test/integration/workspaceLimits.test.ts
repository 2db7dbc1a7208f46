import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  longestAttachedFile,
  longestIgnoreFile,
  longestPromptFile,
  mostFolderFiles,
} from '../../src/core/limits.ts';
import { folderAttachment } from '../../src/extension/context/folderAttachment.ts';
import { readTextFile } from '../../src/extension/context/textFile.ts';
import { ignoredFiles, stopWatchingIgnoredFiles } from '../../src/extension/workspaceFiles/ignoredFiles.ts';
import { readBelow } from '../../src/extension/workspaceFiles/readBelow.ts';

describe('a limit of what a workspace has for us', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const folder = join(root.fsPath, 'limitsTest');

  before(() => mkdir(folder, { recursive: true }));
  after(async () => {
    await rm(folder, { recursive: true });
    stopWatchingIgnoredFiles();
  });

  it('is as long as a command may be', async () => {
    const read = async (length: number) => {
      await writeFile(join(folder, 'a.md'), 'x'.repeat(length));
      return (await readBelow(root, 'limitsTest/a.md', longestPromptFile))?.length;
    };
    assert.equal(await read(longestPromptFile), longestPromptFile);
    assert.equal(await read(longestPromptFile + 1), undefined);
  });

  it('is as long as a file that is attached may be', async () => {
    const read = async (length: number) => {
      await writeFile(join(folder, 'a.txt'), 'x'.repeat(length));
      return (await readTextFile(vscode.Uri.file(join(folder, 'a.txt')))).length;
    };
    assert.equal(await read(longestAttachedFile), longestAttachedFile);
    await assert.rejects(read(longestAttachedFile + 1), /larger than/);
  });

  it('is so many files of a folder, and that there are more is said', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    const attach = async (count: number) => {
      for (let at = 0; at < count; at += 1) await writeFile(join(many, `${at}`), '');
      const { text, count: listed } = await folderAttachment(vscode.Uri.file(many));
      return { listed, hasMore: text.includes('\n…\n') };
    };
    assert.deepEqual(await attach(mostFolderFiles), { listed: mostFolderFiles, hasMore: false });
    assert.deepEqual(await attach(mostFolderFiles + 1), { listed: mostFolderFiles, hasMore: true });
  });

  it('is as long as a .gitignore may be, and a longer one leaves out everything', async () => {
    const isIgnored = async (length: number) => {
      await writeFile(join(folder, '.gitignore'), 'secret.txt\n'.padEnd(length, '#'));
      stopWatchingIgnoredFiles();
      return (await ignoredFiles()).isIgnored(vscode.Uri.file(join(folder, 'other.txt')));
    };
    assert.equal(await isIgnored(longestIgnoreFile), false);
    assert.equal(await isIgnored(longestIgnoreFile + 1), true);
  });

  it('is as long as a .hanlinignore may be, and a longer one forbids everything', async () => {
    const isForbidden = async (length: number) => {
      await writeFile(join(folder, '.hanlinignore'), 'secret.txt\n'.padEnd(length, '#'));
      stopWatchingIgnoredFiles();
      return (await ignoredFiles()).isForbidden(vscode.Uri.file(join(folder, 'other.txt')));
    };
    assert.equal(await isForbidden(longestIgnoreFile), false);
    assert.equal(await isForbidden(longestIgnoreFile + 1), true);
  });
});
