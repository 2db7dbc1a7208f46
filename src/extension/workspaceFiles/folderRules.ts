import { globLines, type IgnoreFile, ignoreRules } from './ignoreRules.ts';

/** A file of a workspace folder that leaves others out. */
export interface NamedIgnoreFile extends IgnoreFile {
  readonly name: string;
}

export const hanlinIgnore = '.hanlinignore';
export const gitIgnore = '.gitignore';

/** What is left out of a workspace folder. */
export interface FolderSettings {
  /** The files of Git’s rules in the repository above the folder. */
  readonly above: readonly IgnoreFile[];
  /** Where in the repository the folder is; empty: at its top. */
  readonly prefix: string;
  readonly inside: readonly NamedIgnoreFile[];
  /** Those of `files.exclude`. */
  readonly globs: readonly string[];
  /** Only a file system that folds case lets one file be named in two ways. */
  readonly ignoreCase: boolean;
}

/** What of a workspace folder is not sent, by paths that are relative to it. */
export interface FolderRules {
  /** Unless the user has named it himself. */
  readonly isIgnored: (path: string) => boolean;
  /** Whatever the user does. */
  readonly isForbidden: (path: string) => boolean;
}

export function folderRules({ above, prefix, inside, globs, ignoreCase }: FolderSettings): FolderRules {
  const of = (name: string): IgnoreFile[] => inside.filter((file) => file.name === name);
  const underRoot = (file: IgnoreFile): IgnoreFile => ({
    ...file,
    folder: [prefix, file.folder].filter((part) => part !== '').join('/'),
  });
  const git = ignoreRules([...above, ...of(gitIgnore).map(underRoot)], ignoreCase);
  const forbidden = ignoreRules(of(hanlinIgnore), ignoreCase);
  const excluded = ignoreRules([{ folder: '', text: globLines(globs) }], ignoreCase);
  const start = prefix === '' ? '' : `${prefix}/`;
  return {
    isIgnored: (path) => forbidden(path) || excluded(path) || git(start + path),
    isForbidden: forbidden,
  };
}

/**
 * @param path of the file, relative to the workspace folder
 * @param text undefined where it cannot be read
 * @param isThere whether there is anything
 */
export function ignoreFile(path: string, text: string | undefined, isThere: boolean): NamedIgnoreFile[] {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  // Rather too little is sent than what the user wanted to keep.
  const rules = text ?? (name === hanlinIgnore && isThere ? '*' : undefined);
  return rules === undefined ? [] : [{ folder: path.slice(0, Math.max(0, slash)), name, text: rules }];
}
