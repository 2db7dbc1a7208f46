import { mostPromptFiles } from '../core/limits.ts';

/** The files of a workspace folder that hold instructions. */
export const instructionPaths: readonly string[] = ['AGENTS.md', '.hanlin/rules.md'];
/** The folder of a workspace folder whose files are commands. */
export const promptFolder = '.hanlin/prompts';
const mostDeclined = 200;

/** A glob for all that holds instructions or commands. A folder that goes is told of by its own name only. */
export const guidanceGlob = `{${[...instructionPaths, '.hanlin', promptFolder, `${promptFolder}/*.md`].join(',')}}`;

/** Whether a file may hold instructions or a command, by its path. */
export function isGuidancePath(path: string): boolean {
  return /\/(AGENTS\.md|\.hanlin\/(rules|prompts\/[^/]+)\.md)$/.test(path);
}

/** Those of the names in the folder of commands that are read. */
export function promptFiles(names: readonly string[]): string[] {
  return names
    .filter((name) => name.toLowerCase().endsWith('.md'))
    .toSorted()
    .slice(0, mostPromptFiles);
}

/** Which files, by their URIs, do not go along as instructions, by conversation; the one changed last comes last. */
export type DeclinedFiles = Readonly<Record<string, readonly string[]>>;

/** Leaves one more file out of a conversation. Conversations in which nothing was left out for long are forgotten. */
export function withDeclined(declined: DeclinedFiles, conversation: string, uri: string): DeclinedFiles {
  const { [conversation]: before = [], ...others } = declined;
  const latest = Object.entries(others).slice(1 - mostDeclined);
  return { ...Object.fromEntries(latest), [conversation]: [...before, uri] };
}
