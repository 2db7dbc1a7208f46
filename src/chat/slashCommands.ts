import type { Translate } from './advice.ts';

/** What a command asks about: the code at the cursor, the problems of its file, or the changes in the repository. */
export type SlashCommandNeeds = 'code' | 'problems' | 'changes';

/** A command that stands at the beginning of a question. */
export interface SlashCommand {
  /** Without the slash. */
  readonly name: string;
  /** In the user's language, as is `question`. */
  readonly description: string;
  readonly question: string;
  readonly needs: SlashCommandNeeds;
}

/** What can be asked about code in an editor. */
export type CodeTask = 'explain' | 'fix' | 'test' | 'doc' | 'refactor' | 'optimise' | 'review' | 'translate';

/** The question that a command stands for. */
export interface ResolvedCommand {
  readonly text: string;
  readonly needs: SlashCommandNeeds | undefined;
}

/** A command that the user, or the project, has written. */
export interface OwnCommand {
  /** `{input}` in it stands for what is typed after the command, `{selection}` for what is selected in the editor. */
  readonly text: string;
  /** Absent: its first line says enough. */
  readonly description?: string;
}

/** By their names in lower case. */
export type OwnCommands = Readonly<Record<string, OwnCommand>>;

const typedCommand = /^\/([\p{L}\p{N}_-]+)(?:\s+([\s\S]*))?$/u;
const commandName = /^[\p{L}\p{N}_-]+$/u;

/** The commands that everybody has. */
export function builtInCommands(translate: Translate): readonly SlashCommand[] {
  return [
    {
      name: 'explain',
      description: translate('Explain the code at the cursor'),
      question: translate('Explain this code: what it does, how it works, and what is easily overlooked.'),
      needs: 'code',
    },
    {
      name: 'fix',
      description: translate('Fix the problems of the file'),
      question: translate(
        'Fix the problems in this code. Put all of this code, corrected, into one code block with nothing left out, and say in a sentence what was wrong.',
      ),
      needs: 'problems',
    },
    {
      name: 'test',
      description: translate('Write unit tests for the code at the cursor'),
      question: translate(
        'Write unit tests for this code with the usual test framework of its language: the ordinary cases, the limits and the errors.',
      ),
      needs: 'code',
    },
    {
      name: 'doc',
      description: translate('Write documentation comments'),
      question: translate(
        'Write documentation comments for this code in the style that is usual in its language. Leave the code itself as it is, and put all of it, with the comments, into one code block with nothing left out.',
      ),
      needs: 'code',
    },
    {
      name: 'refactor',
      description: translate('Make the code easier to read and to change'),
      question: translate(
        'Refactor this code so that it is easier to read and to change, without changing what it does. Put all of this code, as it becomes, into one code block with nothing left out, and say in a sentence why each change helps.',
      ),
      needs: 'code',
    },
    {
      name: 'optimise',
      description: translate('Make the code faster'),
      question: translate(
        'Find what is slow or wasteful in this code. Put all of this code, made faster, into one code block with nothing left out, and say what each change gains.',
      ),
      needs: 'code',
    },
    {
      name: 'review',
      description: translate('Review the Git changes'),
      question: translate(
        'Review these changes: mistakes, risks, missing tests, what is hard to understand. Name the file and line of each finding, the most important first.',
      ),
      needs: 'changes',
    },
    {
      name: 'translate',
      description: translate('Translate comments between Chinese and English'),
      question: translate(
        'Translate the comments in this code: Chinese ones into English, English ones into Chinese. Leave the code itself as it is, and put all of it, with the translated comments, into one code block with nothing left out.',
      ),
      needs: 'code',
    },
    {
      name: 'commit',
      description: translate('Write a commit message for the Git changes'),
      question: translate(
        'Write a commit message for these changes: a summary of at most 72 characters, a blank line, then what was changed and why. Put nothing but the message into one code block.',
      ),
      needs: 'changes',
    },
  ];
}

/**
 * What an editor command asks about the code it is called on: the same as the slash command of that name, as far as
 * there is one that is about code.
 *
 * @param hasProblems whether the editor reports any there.
 */
export function codeQuestion(task: CodeTask, hasProblems: boolean, translate: Translate): string {
  if (task === 'review') {
    return translate(
      'Review this code: mistakes, risks, missing tests, what is hard to understand. Name the line of each finding, the most important first.',
    );
  }
  if (task === 'fix' && !hasProblems) {
    return translate(
      'Look for mistakes in this code and fix them. If there are any, put all of this code, corrected, into one code block with nothing left out, and say in a sentence what was wrong; if there are none, say so.',
    );
  }
  const command = builtInCommands(translate).find(({ name }) => name === task);
  if (!command) throw new RangeError(`There is no command ${task}.`);
  return command.question;
}

/** Whether something can be typed as the name of a command. */
export function isCommandName(name: string): boolean {
  return commandName.test(name);
}

/** The user's own commands in the settings that can be called. */
export function readOwnCommands(setting: unknown): OwnCommands {
  if (typeof setting !== 'object' || setting === null) return {};
  const entries = Object.entries(setting)
    .filter(([name, text]) => isCommandName(name) && typeof text === 'string' && text.trim() !== '')
    .map(([name, text]) => [name.toLowerCase(), { text }] as const);
  return Object.fromEntries(entries);
}

/**
 * The question that `typed` stands for if it begins with a command, such as `/explain the loop`; undefined where it
 * is an ordinary question. The user's own commands go before the built-in ones of the same name.
 *
 * @param selection what is selected in the editor; asked for only where it is needed, and may throw.
 */
export function resolveSlashCommand(
  typed: string,
  own: OwnCommands,
  translate: Translate,
  selection: () => string,
): ResolvedCommand | undefined {
  const [, command = '', rest = ''] = typedCommand.exec(typed.trim()) ?? [];
  const name = command.toLowerCase();
  const addition = rest.trim();
  const template = Object.hasOwn(own, name) ? own[name]?.text : undefined;
  if (template !== undefined) {
    const values = { '{input}': () => addition, '{selection}': selection };
    const text = template.replace(/\{(?:input|selection)\}/g, (place) =>
      values[place as keyof typeof values](),
    );
    const hasInput = template.includes('{input}');
    return { text: hasInput ? text : withAddition(text, addition), needs: undefined };
  }
  const builtIn = builtInCommands(translate).find((candidate) => candidate.name === name);
  return builtIn && { text: withAddition(builtIn.question, addition), needs: builtIn.needs };
}

function withAddition(text: string, addition: string): string {
  return addition === '' ? text : `${text}\n\n${addition}`;
}
