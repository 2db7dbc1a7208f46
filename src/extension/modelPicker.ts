import * as vscode from 'vscode';
import type { ModelSelection } from '../chat/conversation.ts';
import { commandIds } from './commandIds.ts';
import { createPicker, type PickerRow } from './display/picker.ts';
import { isModelId, isSameModel, type ModelRow, modelRows } from './modelRows.ts';
import type { ModelService } from './modelService.ts';
import { translate } from './translate.ts';

type Choice =
  | { readonly type: 'model'; readonly selection: ModelSelection }
  | { readonly type: 'typed'; readonly selection: ModelSelection }
  | { readonly type: 'keys'; readonly vendorId?: string; readonly apiId?: string };

interface Row extends PickerRow {
  readonly choice?: Choice;
  /** What was typed when it was listed. */
  readonly query?: string;
}

/**
 * Lets the user choose the model that answers from now on. Resolves to true when one was chosen that can be asked.
 */
export async function chooseModel(models: ModelService): Promise<boolean> {
  const selection = await pickModel(models);
  if (selection) await models.choose(selection);
  return selection !== undefined && models.chosen?.key !== 'missing';
}

/**
 * Lets the user pick a model from the suggestions of all vendors or by typing any id, and leads on to the keys:
 * picking a model without a key leads to entering one. Undefined when none was picked.
 */
export async function pickModel(models: ModelService): Promise<ModelSelection | undefined> {
  const choice = await pick(models);
  if (!choice) return undefined;
  if (choice.type === 'keys') {
    await vscode.commands.executeCommand(commandIds.manageKeys, choice.vendorId, choice.apiId);
    return undefined;
  }
  const { vendorId, apiId } = choice.selection;
  if (models.keyOf(choice.selection) === 'missing') {
    await vscode.commands.executeCommand(commandIds.manageKeys, vendorId, apiId);
  }
  return choice.selection;
}

function pick(models: ModelService): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const { quickPick, setRows, chosen, onDidPressButton } = createPicker<Row>(
      translate('Choose a model'),
      translate('Choose a model, or type any model id'),
    );
    let listed: readonly ModelSelection[] = [];
    const showRows = (isActive?: (row: Row) => boolean): void => {
      const { states, recent } = models;
      const query = quickPick.value.trim();
      const rows = modelRows({ states, recent, listed, chosen: chosenModel(models), query }, translate);
      setRows(
        rows.map((row) => pickerRow(row, query)),
        isActive,
      );
    };
    quickPick.matchOnDescription = true;
    quickPick.keepScrollPosition = true;
    showRows(({ choice }) => choice?.type === 'model' && isSameModel(choice.selection, chosenModel(models)));
    quickPick.onDidChangeValue(() => showRows());
    void models.listedModels().then((selections) => {
      listed = selections;
      if (listed.length > 0) showRows();
    });
    onDidPressButton((row) => {
      const selection = row.choice?.type === 'model' ? row.choice.selection : undefined;
      resolve({ type: 'keys', ...(selection && { vendorId: selection.vendorId, apiId: selection.apiId }) });
      quickPick.dispose();
    });
    quickPick.onDidAccept(() => {
      const row = chosen();
      const choice = row && meantBy(row, quickPick.value.trim());
      if (!choice) return;
      resolve(choice);
      quickPick.dispose();
    });
    quickPick.onDidHide(() => resolve(undefined));
    quickPick.show();
  });
}

function pickerRow({ type, icon, label, description, alwaysShow, selection }: ModelRow, query: string): Row {
  if (type === 'separator') return { label, isSeparator: true };
  return {
    ...(icon && { icon }),
    label,
    ...(description !== undefined && { description }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    ...(type === 'model' && {
      buttons: [{ iconPath: new vscode.ThemeIcon('key'), tooltip: translate('Manage keys') }],
    }),
    choice: selection && type !== 'keys' ? { type, selection } : { type: 'keys' },
    query,
  };
}

/** What is chosen with a row, which who types and presses Enter at once may have listed for less than was typed. */
function meantBy({ choice, query }: Row, typed: string): Choice | undefined {
  if (choice?.type === 'model' || query === typed) return choice;
  if (choice?.type !== 'typed' || !isModelId(typed)) return undefined;
  return { type: 'typed', selection: { ...choice.selection, model: typed } };
}

function chosenModel({ chosen }: ModelService): ModelSelection | undefined {
  return chosen && { vendorId: chosen.vendor.id, apiId: chosen.api.id, model: chosen.model };
}
