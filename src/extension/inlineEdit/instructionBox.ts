import * as vscode from 'vscode';
import { fittingInstructions } from '../../chat/fittingInstructions.ts';
import { withLatest } from '../../chat/recentItems.ts';
import { createPicker, type PickerRow } from '../display/picker.ts';
import { translate } from '../translate.ts';

const recentKey = 'hanlin.recentInstructions';
const mostRecent = 20;

interface Row extends PickerRow {
  readonly instruction: string;
}

/**
 * Asks what is to be changed. Earlier instructions are listed below, those that contain what is typed.
 *
 * @param place the code that it is about, in words
 * @returns undefined if the user has thought better of it
 */
export async function askForInstruction(
  memento: vscode.Memento,
  title: string,
  place: string,
): Promise<string | undefined> {
  const recent = memento.get<readonly string[]>(recentKey, []);
  const { quickPick: box, setRows, chosen } = createPicker<Row>(title, place);
  const list = (): void => {
    const typed = box.value.trim();
    const fitting = fittingInstructions(recent, typed);
    setRows([
      // First, so that Enter takes what was typed and not what resembles it.
      ...(typed === ''
        ? []
        : [{ label: typed, instruction: typed, iconPath: new vscode.ThemeIcon('edit'), alwaysShow: true }]),
      ...(fitting.length === 0 ? [] : [separator()]),
      ...fitting.map((instruction) => ({ label: instruction, instruction, alwaysShow: true })),
    ]);
  };
  list();
  try {
    return await new Promise<string | undefined>((resolve) => {
      box.onDidChangeValue(list);
      box.onDidAccept(() => {
        const instruction = (chosen()?.instruction ?? box.value).trim();
        if (instruction !== '') resolve(instruction);
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** Puts an instruction before the others that are offered next time. */
export async function rememberInstruction(memento: vscode.Memento, instruction: string): Promise<void> {
  const recent = memento.get<readonly string[]>(recentKey, []);
  const isSame = (one: string, other: string): boolean => one === other;
  await memento.update(recentKey, withLatest(recent, instruction, isSame, mostRecent));
}

function separator(): Row {
  return {
    label: translate('Earlier instructions'),
    isSeparator: true,
    instruction: '',
  };
}
