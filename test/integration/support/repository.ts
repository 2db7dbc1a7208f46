import assert from 'node:assert/strict';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import type { GitApi, Repository } from '../../../src/extension/git.ts';
import { git } from '../../git.ts';

/** A repository on the disk that VS Code's Git extension has open. */
export interface TestRepository {
  readonly path: string;
  readonly repository: Repository;
  git(...words: string[]): void;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Reads the state anew, as VS Code does by itself somewhat later. */
  refresh(): Promise<void>;
}

/** An empty repository outside the workspace. */
export async function openRepository(): Promise<TestRepository> {
  const path = await mkdtemp(join(process.env['HANLIN_TEST_SCRATCH'] ?? tmpdir(), 'repository-'));
  git(path, 'init', '-q');
  await vscode.commands.executeCommand('git.openRepository', path);
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  const api = (await extension?.activate())?.getAPI(1);
  const repository = api?.getRepository(vscode.Uri.file(path));
  assert.ok(repository, 'Git has not opened the repository');
  return {
    path,
    repository,
    git: (...words) => void git(path, ...words),
    async write(name, content) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    },
    refresh: () => repository.status(),
  };
}
