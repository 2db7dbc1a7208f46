import * as vscode from 'vscode';
import { labelText } from '../../chat/foreignText.ts';
import type { Icon } from './icons.ts';
import { labelOf } from './label.ts';

/** A row of a list that is chosen from. */
export interface PickerRow {
  readonly icon?: Icon;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A heading between rows. */
  readonly isSeparator?: boolean;
  readonly iconPath?: vscode.ThemeIcon;
  /** Shown whatever is typed. */
  readonly alwaysShow?: boolean;
  readonly buttons?: readonly vscode.QuickInputButton[];
}

interface ShownRow<Row> extends vscode.QuickPickItem {
  readonly row: Row;
}

/** VS Code's list, without the members that take texts. */
type Listing<Row> = Omit<
  vscode.QuickPick<ShownRow<Row>>,
  'items' | 'title' | 'placeholder' | 'prompt' | 'activeItems'
>;

export interface Picker<Row extends PickerRow> {
  readonly quickPick: Listing<Row>;
  /** @param isActive the row that is chosen by Enter; without it the first one */
  setRows(rows: readonly Row[], isActive?: (row: Row) => boolean): void;
  /** The row that was chosen last. */
  chosen(): Row | undefined;
}

/** A list to choose from, with a box to type in. It is not shown yet. */
export function createPicker<Row extends PickerRow>(title: string, placeholder: string): Picker<Row> {
  const quickPick = vscode.window.createQuickPick<ShownRow<Row>>();
  quickPick.title = labelText(title);
  quickPick.placeholder = labelText(placeholder);
  return {
    quickPick,
    setRows(rows, isActive) {
      quickPick.items = rows.map(shownRow);
      if (isActive) quickPick.activeItems = quickPick.items.filter(({ row }) => isActive(row)).slice(0, 1);
    },
    chosen: () => quickPick.selectedItems[0]?.row,
  };
}

function shownRow<Row extends PickerRow>(row: Row): ShownRow<Row> {
  const { icon, label, description, detail, isSeparator, iconPath, alwaysShow, buttons } = row;
  return {
    row,
    label: labelOf({ text: label, ...(icon && { icon }) }),
    ...(description !== undefined && { description: labelText(description) }),
    ...(detail !== undefined && { detail: labelText(detail) }),
    ...(isSeparator && { kind: vscode.QuickPickItemKind.Separator }),
    ...(iconPath && { iconPath }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    ...(buttons && { buttons }),
  };
}
