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

/** VS Code's list, without the members that take texts and those that tell of rows. */
type Listing<Row> = Omit<
  vscode.QuickPick<ShownRow<Row>>,
  | 'items'
  | 'title'
  | 'placeholder'
  | 'prompt'
  | 'activeItems'
  | 'selectedItems'
  | 'onDidChangeActive'
  | 'onDidChangeSelection'
  | 'onDidTriggerItemButton'
>;

export interface Picker<Row extends PickerRow> {
  readonly quickPick: Listing<Row>;
  /** @param isActive the row that is chosen by Enter; without it the first one */
  setRows(rows: readonly Row[], isActive?: (row: Row) => boolean): void;
  /** The row that was chosen last, by Enter or a click. */
  chosen(): Row | undefined;
  /** @param listener is called with the row whose button was pressed */
  onDidPressButton(listener: (row: Row) => void): void;
}

/**
 * A list to choose from, with a box to type in. It is not shown yet.
 *
 * VS Code says which row was chosen by its place in the list alone. Where other rows were set at that very moment, it
 * looks the place up among them, and takes a row that nobody chose. So each place is looked up in the rows that the
 * window is known to show, and other rows are set only when it shows those set before. (If the extension host is so busy
 * that it learns of both in one turn, the rows before count.)
 */
export function createPicker<Row extends PickerRow>(title: string, placeholder: string): Picker<Row> {
  const quickPick = vscode.window.createQuickPick<ShownRow<Row>>();
  quickPick.title = labelText(title);
  quickPick.placeholder = labelText(placeholder);
  let visible: readonly ShownRow<Row>[] | undefined;
  let isWaiting = false;
  let setNext: (() => void) | undefined;
  let chosen: Row | undefined;
  const rowAt = (item: ShownRow<Row> | undefined): Row | undefined =>
    item && visible?.[quickPick.items.indexOf(item)]?.row;
  quickPick.onDidChangeSelection(([item]) => {
    chosen = rowAt(item);
  });
  const set = (rows: readonly Row[], isActive?: (row: Row) => boolean): void => {
    const items = rows.map(shownRow);
    quickPick.items = items;
    if (isActive) quickPick.activeItems = items.filter(({ row }) => isActive(row)).slice(0, 1);
    const show = (): void => {
      visible = items;
      isWaiting = false;
      const set = setNext;
      setNext = undefined;
      set?.();
    };
    if (visible) {
      isWaiting = true;
      windowCaughtUp().then(show, show);
    } else show();
  };
  return {
    quickPick,
    setRows(rows, isActive) {
      if (isWaiting) setNext = () => set(rows, isActive);
      else set(rows, isActive);
    },
    chosen: () => chosen,
    onDidPressButton: (listener) => {
      quickPick.onDidTriggerItemButton(({ item }) => {
        const row = rowAt(item);
        if (row) listener(row);
      });
    },
  };
}

/** Resolves when the window has done what it was told until now, and all it said before that has arrived. */
async function windowCaughtUp(): Promise<void> {
  // What is set on a list is sent a turn later.
  await new Promise((resolve) => setTimeout(resolve));
  // A command of VS Code that does nothing, in the window.
  await vscode.commands.executeCommand('noop');
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
