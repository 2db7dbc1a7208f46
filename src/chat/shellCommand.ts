import { largestCodeBlock } from '../core/limits.ts';
import { isShell } from './fenceLanguage.ts';
import { showHidden } from './hiddenCharacters.ts';
import { isWithin } from './textSize.ts';

/**
 * The commands of a block that shows a terminal: where lines begin with a prompt (`$ npm test`), only those are commands
 * and the others what was printed.
 */
export function shellCommands(code: string): string {
  const lines = code.replace(/\r\n?/g, '\n').trim().split('\n');
  const prompt = /^\s*\$ +/;
  const commands = lines.some((line) => prompt.test(line))
    ? lines.filter((line) => prompt.test(line)).map((line) => line.replace(prompt, ''))
    : lines;
  return commands.join('\n');
}

/** What a dialogue shows without being taller than a window. Longer commands nobody would read. */
const mostLines = 30;
const mostCharacters = 2_000;

/** What a code block has to be run in a terminal. */
export type TerminalCommands =
  | { readonly type: 'none' }
  | { readonly type: 'too-long' }
  /** `shown`: the same with hidden characters made visible. */
  | { readonly type: 'commands'; readonly commands: string; readonly shown: string };

/** @param language what stands after the fence */
export function terminalCommands(code: string, language: string | undefined): TerminalCommands {
  if (!isShell(language)) return { type: 'none' };
  if (!isWithin(code, largestCodeBlock)) return { type: 'too-long' };
  const commands = shellCommands(code);
  if (commands === '') return { type: 'none' };
  if (commands.length > mostCharacters) return { type: 'too-long' };
  const shown = showHidden(commands);
  const isLong = shown.length > mostCharacters || shown.split('\n').length > mostLines;
  return isLong ? { type: 'too-long' } : { type: 'commands', commands, shown };
}
