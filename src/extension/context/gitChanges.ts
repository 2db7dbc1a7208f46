import { randomUUID } from 'node:crypto';
import type { TextAttachment } from '../../chat/attachment.ts';
import type { DiffFile } from '../../chat/diffFiles.ts';
import { pathInRepository } from '../../chat/folderPaths.ts';
import { isSecretFile } from '../../chat/secretFiles.ts';
import { wholeLinesWithin } from '../../chat/wholeLines.ts';
import { fileName } from '../fileNames.ts';
import {
  type Change,
  filesOfDiff,
  type GitApi,
  gitApi,
  noGit,
  type Repository,
  uriInRepository,
} from '../git.ts';
import { translate } from '../translate.ts';
import { type IgnoredFiles, ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { editorInSight } from './codeContext.ts';

/** More is never sent, whatever the model's window; in characters. */
const mostCharacters = 400_000;

/** How many files the changes are about that would be attached: the staged ones, else all. 0 without a repository. */
export async function changedFiles(): Promise<number> {
  const repository = repositoryInSight(await gitApi());
  if (!repository) return 0;
  const isKept = keeps(repository, await ignoredFiles());
  return stagedOrAll(repository).filter(({ uri }) =>
    isKept(pathInRepository(repository.rootUri.path, uri.path)),
  ).length;
}

/**
 * The staged changes of the repository that the user is in, else those that are not staged, as a diff. Files that are
 * ignored, or may hold secrets, are left out.
 *
 * @throws {Error} with a message for the user if there are none.
 */
export async function changesAttachment(): Promise<TextAttachment> {
  const repository = repositoryInSight(await gitApi());
  const staged = await repository?.diff(true);
  const whole = staged || (await repository?.diff(false)) || '';
  const files = repository ? await keptFiles(repository, whole) : [];
  const diff = files.map((file) => file.text).join('');
  if (!repository || files.length === 0) {
    throw new Error(noGit() ?? translate('There are no changes in Git.'));
  }
  return {
    id: randomUUID(),
    kind: 'changes',
    name: staged ? translate('Staged changes') : translate('Changes'),
    path: fileName(repository.rootUri),
    language: 'diff',
    text: wholeLinesWithin(diff, mostCharacters).trimEnd(),
    count: files.length,
  };
}

/** That of the active editor, else the first one with changes. */
function repositoryInSight(git: GitApi | undefined): Repository | undefined {
  const editor = editorInSight();
  const own = editor && git?.getRepository(editor.document.uri);
  return own ?? git?.repositories.find((candidate) => stagedOrAll(candidate).length > 0);
}

async function keptFiles(repository: Repository, diff: string): Promise<readonly DiffFile[]> {
  const known = new Set(
    stagedOrAll(repository).map(({ uri }) => pathInRepository(repository.rootUri.path, uri.path)),
  );
  const isKept = keeps(repository, await ignoredFiles());
  return filesOfDiff(diff, known).filter(({ path, oldPath = path }) => isKept(path) && isKept(oldPath));
}

function keeps(repository: Repository, ignored: IgnoredFiles): (path: string) => boolean {
  return (path) => !isSecretFile(path) && !ignored.isIgnored(uriInRepository(repository, path));
}

function stagedOrAll({ state }: Repository): readonly Change[] {
  return state.indexChanges.length > 0 ? state.indexChanges : state.workingTreeChanges;
}
