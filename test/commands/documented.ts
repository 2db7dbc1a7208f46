import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../scripts/vscode/paths.ts';
import { wordsOf } from './runCommand.ts';

/** A command that a document tells people to type. */
export interface Documented {
  /** The file, from the repository on. */
  readonly file: string;
  /** `run fuzz`, `start`, `ci`: what follows npm. */
  readonly command: string;
  /** `--minutes`, `--target`. */
  readonly flags: readonly string[];
  /** The value of --grep, if there is one. */
  readonly pattern?: string | undefined;
}

const commandPattern = /\bnpm (run [\w:]+|start|test|ci)(?![\w:])(?: -- ([^&\n]*))?/g;
const flagPattern = /(?<![\w-])--[a-z][\w-]*/g;

/** The Markdown files for people, from the repository on. */
export function documents(): readonly string[] {
  const inRoot = readdirSync(repository).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md');
  const inDocs = readdirSync(join(repository, 'docs')).filter((name) => name.endsWith('.md'));
  return [...inRoot, ...inDocs.map((name) => `docs/${name}`)];
}

/** @returns what a Markdown file names in its code */
export function commandsIn(file: string): readonly Documented[] {
  return codeIn(file).flatMap((code) =>
    [...code.matchAll(commandPattern)].map(([, command = '', rest = '']) => {
      const words = wordsOf(rest);
      return {
        file,
        command,
        flags: rest.match(flagPattern) ?? [],
        pattern: words[words.indexOf('--grep') + 1 || words.length],
      };
    }),
  );
}

/** @returns flags in the code of a Markdown file that no command stands before: `--for-ever`, `-- --verbose` */
export function loneFlagsIn(file: string): readonly string[] {
  return codeIn(file).flatMap((code) => /^(?:-- )?(--[a-z][\w-]*)/.exec(code)?.[1] ?? []);
}

/** @returns what the comment at the head of a script says about how it is called with npm */
export function usagesInScripts(): readonly Documented[] {
  const names = readdirSync(join(repository, 'scripts')).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) => {
    const file = `scripts/${name}`;
    const [head = ''] = /^\/\*\*[\s\S]*?\*\//.exec(readFileSync(join(repository, file), 'utf8')) ?? [];
    const [, command] = new RegExp(commandPattern).exec(head) ?? [];
    return command === undefined ? [] : [{ file, command, flags: head.match(flagPattern) ?? [] }];
  });
}

/** Code blocks, and code within lines, which may be broken and in a table. */
function codeIn(file: string): readonly string[] {
  const text = readFileSync(join(repository, file), 'utf8');
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const spans = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, span = '']) =>
    span.replaceAll(/\s*\n\s*/g, ' ').replaceAll('\\|', '|'),
  );
  return [...blocks, ...spans];
}
