import * as vscode from 'vscode';

const kinds = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const;

export interface Notifications {
  /** In order. */
  readonly texts: readonly string[];
  /** Lets VS Code show them again. */
  end(): void;
}

/** Hears what the user is told instead of showing it. Nobody presses a button. */
export function hearNotifications(): Notifications {
  const texts: string[] = [];
  const own = Object.fromEntries(kinds.map((kind) => [kind, vscode.window[kind]]));
  for (const kind of kinds) {
    Object.assign(vscode.window, {
      [kind]: async (text: string) => {
        texts.push(text);
      },
    });
  }
  return { texts, end: () => void Object.assign(vscode.window, own) };
}
