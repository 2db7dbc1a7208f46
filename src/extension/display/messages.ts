import * as vscode from 'vscode';
import { detailText, labelText, messageText } from '../../chat/foreignText.ts';

export type Severity = 'info' | 'warning' | 'error';

/**
 * Shows a notification.
 *
 * @param buttons in the user's language
 * @returns the button that was chosen
 */
export async function notify<Button extends string>(
  severity: Severity,
  text: string,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  const items = buttons.map((button) => ({ title: labelText(button), button }));
  return (await show(severity)<(typeof items)[number]>(messageText(text), ...items))?.button;
}

/**
 * Asks in a dialog, and lets nothing else be done meanwhile.
 *
 * @param detail stands below the question
 * @param buttons in the user's language; one to cancel comes with them
 * @returns the button that was chosen
 */
export async function ask<Button extends string>(
  severity: Severity,
  question: string,
  detail: string,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  const items = buttons.map((button) => ({ title: labelText(button), button }));
  const options = { modal: true, detail: detailText(detail) };
  return (await show(severity)<(typeof items)[number]>(messageText(question), options, ...items))?.button;
}

/** Says something in the status bar, for so many milliseconds. */
export function sayBriefly(text: string, milliseconds: number): void {
  vscode.window.setStatusBarMessage(labelText(text), milliseconds);
}

/**
 * Shows that something is under way, until it has ended.
 *
 * @param cancelled hears that the user has thought better of it; without it that cannot be said
 */
export function showProgress<T>(
  location: vscode.ProgressLocation,
  title: string,
  work: () => Promise<T>,
  cancelled?: () => void,
): Promise<T> {
  const options = { location, title: messageText(title), cancellable: cancelled !== undefined };
  return Promise.resolve(
    vscode.window.withProgress(options, (_, token) => {
      if (cancelled) token.onCancellationRequested(cancelled);
      return work();
    }),
  );
}

// Looked up for each message: tests take the place of these three.
function show(severity: Severity) {
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage;
    case 'warning':
      return vscode.window.showWarningMessage;
    case 'error':
      return vscode.window.showErrorMessage;
  }
}
