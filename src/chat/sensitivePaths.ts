import { longestPath } from '../core/limits.ts';

/** Folders whose files are run, or tell programs what to run. */
const folders =
  /^(\.git|git~\d+|\.vscode|\.idea|\.devcontainer|\.husky|\.hanlin|\.cursor|\.claude|\.ssh|\.gnupg|\.aws|\.kube)$/;
const workflows = /(^|\/)\.github\/(workflows|actions)\//;
const names =
  /^(.+\.code-workspace|\.envrc|\.gitattributes|\.gitmodules|\.gitconfig|\.npmrc|\.yarnrc(\.yml)?|\.pre-commit-config\.yaml|\.mcp\.json|\.devcontainer\.json|agents\.md|claude\.md|\.cursorrules|\.(bash|zsh)(rc|_profile|env|_login)|\.profile|\.zprofile|\.hanlinignore)$/;

/**
 * Whether a file does something by being there, beside what a file of a program does: programs run it without being
 * told to, or it tells an assistant what to do.
 *
 * @param path with `/`, relative or not, as somebody has written it: in any case, or with what Windows leaves out
 */
export function isSensitivePath(path: string): boolean {
  // There is no such file: whoever names it means to deceive.
  if (path.length > longestPath) return true;
  const parts = path
    .normalize('NFKC')
    .toLowerCase()
    .split(/[/\\]/)
    // HFS and Windows take these for the same names.
    .map((part) =>
      part
        .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
        .replace(/:[\s\S]*$/, '')
        .replace(/(?<![. ])[. ]+$/, ''),
    );
  const name = parts.at(-1) ?? '';
  return (
    parts.slice(0, -1).some((part) => folders.test(part)) ||
    workflows.test(parts.join('/')) ||
    names.test(name)
  );
}
