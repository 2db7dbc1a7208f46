import { isCommandName, type OwnCommand } from './slashCommands.ts';

/** Between the marks at the beginning of a file. */
const frontMatter = /^\uFEFF?---[ \t]*\r?\n((?:.*\r?\n)*?)---[ \t]*(?:\r?\n|$)/;

/**
 * A Markdown file as a command: its name is the command’s, and `description:` in its front matter says what it does.
 *
 * @param fileName without its folder
 * @returns undefined where there is nothing in it, or its name cannot be typed as a command
 */
export function readPromptFile(
  fileName: string,
  content: string,
): { readonly name: string; readonly command: OwnCommand } | undefined {
  const name = fileName.replace(/(\.prompt)?\.md$/i, '').toLowerCase();
  const [whole = '', fields = ''] = frontMatter.exec(content) ?? [];
  const text = content.slice(whole.length).trim();
  if (!isCommandName(name) || text === '') return undefined;
  const [, value = ''] = /^description:[ \t]*(.*)$/m.exec(fields) ?? [];
  const description = value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  return { name, command: { text, ...(description !== '' && { description }) } };
}
