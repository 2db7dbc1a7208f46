import * as vscode from 'vscode';
import { labelText, messageText } from '../../chat/foreignText.ts';
import { createPicker, type PickerRow } from './picker.ts';

/** What a step of a dialogue ended with. */
export type Step<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'back' }
  | { readonly type: 'cancelled' };

export interface StepPosition {
  readonly title: string;
  /** From 1; the back button is shown from the second step on. */
  readonly step: number;
  readonly totalSteps: number;
}

/** The position of a dialogue that is not one of several. */
export function single(title: string): StepPosition {
  return { title, step: 1, totalSteps: 1 };
}

export interface ChoiceItem<T> extends PickerRow {
  readonly value: T;
}

/** Lets the user choose one of `items`. */
export function choose<T>(
  position: StepPosition,
  placeholder: string,
  items: readonly ChoiceItem<T>[],
): Promise<Step<T>> {
  const { quickPick, setRows, chosen } = createPicker<ChoiceItem<T>>(position.title, placeholder);
  setRows(items);
  quickPick.matchOnDescription = true;
  quickPick.matchOnDetail = true;
  return run(quickPick, position, (finish) => {
    const item = chosen();
    if (item) finish({ type: 'value', value: item.value });
  });
}

export interface Entry {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Masked while typing. */
  readonly secret: boolean;
  /** The fault of what was typed, in the user's language, or undefined. Empty input is asked about only on Enter. */
  check(value: string): string | undefined;
  /** A page that helps, behind a button. */
  readonly help?: { readonly label: string; readonly url: string };
}

/** Lets the user type one value. */
export function enter(position: StepPosition, entry: Entry): Promise<Step<string>> {
  const input = vscode.window.createInputBox();
  input.title = labelText(position.title);
  input.prompt = messageText(entry.prompt);
  input.placeholder = labelText(entry.placeholder);
  input.value = entry.value;
  input.password = entry.secret;
  const help = entry.help && {
    iconPath: new vscode.ThemeIcon('question'),
    tooltip: labelText(entry.help.label),
  };
  const buttons = help ? [help] : [];
  const showFault = (fault: string | undefined): void => {
    input.validationMessage = fault === undefined ? undefined : messageText(fault);
  };
  input.onDidChangeValue((value) => showFault(value === '' ? undefined : entry.check(value)));
  input.onDidTriggerButton((button) => {
    if (button === help && entry.help) void vscode.env.openExternal(vscode.Uri.parse(entry.help.url));
  });
  return run(
    input,
    position,
    (finish) => {
      const fault = entry.check(input.value);
      showFault(fault);
      if (fault === undefined) finish({ type: 'value', value: input.value });
    },
    buttons,
  );
}

/** What lists and input boxes have in common. */
type Dialogue = Pick<
  vscode.InputBox,
  | 'step'
  | 'totalSteps'
  | 'ignoreFocusOut'
  | 'buttons'
  | 'value'
  | 'hide'
  | 'dispose'
  | 'onDidAccept'
  | 'onDidTriggerButton'
  | 'onDidHide'
  | 'show'
>;

function run<T>(
  dialogue: Dialogue,
  { step, totalSteps }: StepPosition,
  accept: (finish: (result: Step<T>) => void) => void,
  buttons: readonly vscode.QuickInputButton[] = [],
): Promise<Step<T>> {
  return new Promise((resolve) => {
    if (totalSteps > 1) {
      dialogue.step = step;
      dialogue.totalSteps = totalSteps;
    }
    // A key is often fetched from a browser: leaving the window must not throw away what was entered.
    dialogue.ignoreFocusOut = true;
    dialogue.buttons = step > 1 ? [vscode.QuickInputButtons.Back, ...buttons] : buttons;
    const finish = (result: Step<T>): void => {
      resolve(result);
      // VS Code keeps its box, hidden, with what was in it, which may be a key. Only hiding takes the change along.
      dialogue.value = '';
      dialogue.hide();
      dialogue.dispose();
    };
    dialogue.onDidAccept(() => accept(finish));
    dialogue.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish({ type: 'back' });
    });
    dialogue.onDidHide(() => finish({ type: 'cancelled' }));
    dialogue.show();
  });
}
