import { ask, notify } from '../display/messages.ts';
import { createPicker } from '../display/picker.ts';

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly value: T;
}

/** How an action speaks with the user. Tests answer in the user's place. */
export interface Dialogues {
  /** Asks, and lets nothing else be done meanwhile. True if the user chose `proceed`. */
  confirm(question: string, detail: string, proceed: string): Promise<boolean>;
  /** Undefined if the user chose none. */
  choose<T>(placeholder: string, choices: readonly Choice<T>[]): Promise<T | undefined>;
  /** Says a sentence that needs no answer. */
  say(sentence: string): void;
}

/** VS Code's own. */
export const windowDialogues: Dialogues = {
  async confirm(question, detail, proceed) {
    return (await ask('warning', question, detail, proceed)) === proceed;
  },
  async choose(placeholder, choices) {
    const { quickPick, setRows, chosen } = createPicker<Choice<(typeof choices)[number]['value']>>(
      '',
      placeholder,
    );
    setRows(choices);
    try {
      return await new Promise((resolve) => {
        quickPick.onDidAccept(() => {
          const choice = chosen();
          if (choice) resolve(choice.value);
        });
        quickPick.onDidHide(() => resolve(undefined));
        quickPick.show();
      });
    } finally {
      quickPick.dispose();
    }
  },
  say(sentence) {
    void notify('info', sentence);
  },
};
