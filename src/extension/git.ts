import * as vscode from 'vscode';
import { type DiffFile, splitDiff } from '../chat/diffFiles.ts';
import { translate } from './translate.ts';

/** The part that we use of what VS Code's own Git extension offers. */
export interface GitApi {
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly ui: { readonly selected: boolean };
  readonly state: {
    readonly indexChanges: readonly Change[];
    /** Those that Git does not know yet included, as far as the user's settings show them among the others. */
    readonly workingTreeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
  };
  /** The staged changes, or those that are not; without files that Git does not know yet. */
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly Commit[]>;
  /** Reads the state anew. */
  status(): Promise<void>;
}

export interface Change {
  readonly uri: vscode.Uri;
  readonly status: number;
}

interface Commit {
  readonly message: string;
  readonly parents: readonly string[];
}

/**
 * The files of what {@link Repository.diff} gave.
 *
 * @param known the paths of the files that have changes
 * @throws {Error} with a message for the user if it is no diff: Git may be set to let another program show changes.
 */
export function filesOfDiff(diff: string, known: ReadonlySet<string>): readonly DiffFile[] {
  const files = splitDiff(diff, known);
  if (files.length === 0 && diff.trim() !== '') {
    throw new Error(
      translate(
        'Git does not show its changes as a diff. Please look at diff.external and diff.submodule in its settings.',
      ),
    );
  }
  return files;
}

/** Of `Change.status`. */
export const untracked = 7;

/** Undefined where Git is switched off in the settings, or not installed. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  try {
    return (await extension?.activate())?.getAPI(1);
  } catch {
    return undefined;
  }
}

/** Why there is no Git in a workspace that is not trusted: its settings can name programs to be run. */
export function noGit(): string | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return translate('VS Code’s Git is off while the workspace is in restricted mode.');
}

/** Where a path of the repository is. */
export function uriInRepository({ rootUri }: Repository, path: string): vscode.Uri {
  return vscode.Uri.joinPath(rootUri, path);
}
