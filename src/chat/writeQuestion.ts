import type { Translate } from './advice.ts';
import { visibleName } from './hiddenCharacters.ts';
import type { SensitivePlace } from './sensitivePlaces.ts';
import type { WriteReason } from './writeRules.ts';

/** What is to be written: code or text of a model's, or a chat that is exported. */
export type WrittenContent = 'code' | 'chat';

export interface WriteQuestion {
  readonly question: string;
  /** Below the question, a reason in each line. */
  readonly detail: string;
  /** The button. */
  readonly proceed: string;
}

/**
 * What the user is asked before a file is written.
 *
 * @param path as it can be shown: inside the workspace, or whole where the file is outside of it
 */
export function writeQuestion(
  content: WrittenContent,
  path: string,
  reasons: readonly WriteReason[],
  translate: Translate,
): WriteQuestion {
  return {
    question:
      content === 'code'
        ? translate('Write the model’s code into {path}?', { path })
        : translate('Write the chat into {path}?', { path }),
    detail: [
      ...reasons.map((reason) => reasonText(reason, translate)),
      content === 'code'
        ? translate('Look at every line before the file is saved.')
        : translate('The chat is written to the disk at once.'),
    ].join('\n'),
    proceed: translate('Write'),
  };
}

function reasonText(reason: WriteReason, translate: Translate): string {
  switch (reason.type) {
    case 'sensitive':
      return sensitiveText(reason.place, translate);
    case 'link':
      return translate('A link leads to {path}.', { path: visibleName(reason.path) });
    case 'unclear-link':
      return translate('There is a link on the way, and where it leads cannot be seen.');
    case 'outside':
      return translate('This file is outside of the workspace.');
  }
}

/** Who takes what is in a file, and when. */
export function sensitiveText(place: SensitivePlace, translate: Translate): string {
  const program = programWord(place.program, translate);
  switch (place.occasion) {
    case 'push':
      return translate('{program} runs what this file says when it is pushed.', { program });
    case 'commit':
      return translate('{program} runs what this file says, for instance at the next commit or checkout.', {
        program,
      });
    case 'open':
      return translate('{program} does what this file says as soon as the folder is opened.', { program });
    case 'obey':
      return translate('{program} follows this file as if you had said it; other assistants may, too.', {
        program,
      });
    case 'connect':
      return translate('Assistants start the programs that this file names ({program}).', { program });
    case 'install':
      return translate('{program} does what this file says whenever packages are installed.', { program });
    case 'build':
      return translate(
        '{program} runs what this file says with every build, and editors do as soon as they look at the project.',
        { program },
      );
    case 'test':
      return translate('{program} runs this file before any test, and editors do when they look for tests.', {
        program,
      });
    case 'check':
      return translate(
        '{program} does what this file says whenever it looks at code, in editors as you type.',
        {
          program,
        },
      );
    case 'start':
      return translate('{program} does what this file says each time it starts.', { program });
    case 'enter':
      return translate('{program} does what this file says as soon as a shell enters the folder.', {
        program,
      });
    case 'login':
      return translate('{program} runs what this file says by itself, by the clock or when you log in.', {
        program,
      });
    case 'task':
      return translate('{program} runs what this file says.', { program });
    case 'environment':
      return translate('Programs are started with the variables of this file, by {program} for instance.', {
        program,
      });
    case 'serve':
      return translate('{program} obeys this file as soon as it is saved.', { program });
    case 'load':
      return translate('{program} follows this file the next time it starts or reloads its settings.', {
        program,
      });
    case 'review':
      return translate('{program} asks the people in this file to review changes.', { program });
    case 'sign-in':
      return translate(
        '{program} and other tools sign in with what is in this file, and start the helper programs that it names.',
        { program },
      );
    case 'short-name':
      return translate('{program} may take this name for the short name of another file.', { program });
  }
}

/** What a program is called in a sentence: most have a name, which is the same in every language. */
function programWord(program: string, translate: Translate): string {
  switch (program) {
    case 'CI':
      return translate('The CI server');
    case 'Desktop':
      return translate('The desktop');
    case 'Python linter':
      return translate('The Python linter');
    case 'Shell':
      return translate('The shell');
    case 'Terminal':
      return translate('The terminal');
    case 'Web server':
      return translate('The web server');
    default:
      return program;
  }
}
