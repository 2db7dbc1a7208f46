import * as vscode from 'vscode';
import { fittingInstructions } from '../../chat/fittingInstructions.ts';
import { createPicker, type PickerRow } from '../display/picker.ts';
import { translate } from '../translate.ts';

interface Row extends PickerRow {
  readonly instruction: string;
  /** What was typed when it was listed. */
  readonly typed?: string;
}

/**
 * Asks what is to be changed. Earlier instructions are listed below, those that contain what is typed.
 *
 * @param recent what was asked before, the latest first
 * @param place the code that it is about, in words
 * @returns undefined if the user has thought better of it
 */
export async function askForInstruction(
  recent: readonly string[],
  title: string,
  place: string,
): Promise<string | undefined> {
  const { quickPick: box, setRows, chosen } = createPicker<Row>(title, place);
  const list = (): void => {
    const typed = box.value.trim();
    const fitting = fittingInstructions(recent, typed);
    setRows([
      // First, so that Enter takes what was typed and not what resembles it.
      ...(typed === ''
        ? []
        : [
            {
              label: typed,
              instruction: typed,
              typed,
              iconPath: new vscode.ThemeIcon('edit'),
              alwaysShow: true,
            },
          ]),
      ...(fitting.length === 0 ? [] : [separator()]),
      ...fitting.map((instruction) => ({ label: instruction, instruction, typed, alwaysShow: true })),
    ]);
  };
  list();
  try {
    return await new Promise<string | undefined>((resolve) => {
      box.onDidChangeValue(list);
      box.onDidAccept(() => {
        const row = chosen();
        const typed = box.value.trim();
        // Who types and presses Enter at once means what was typed, whatever is listed still.
        const instruction = row?.typed === typed ? row.instruction : typed;
        if (instruction !== '') resolve(instruction);
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

function separator(): Row {
  return {
    label: translate('Earlier instructions'),
    isSeparator: true,
    instruction: '',
  };
}
