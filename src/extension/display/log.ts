import * as vscode from 'vscode';
import { logText } from '../../chat/foreignText.ts';

/** The extension's log, in VS Code's list of outputs. */
export interface Log extends vscode.Disposable {
  info(text: string): void;
  /** An error with its stack, or whatever was thrown. */
  error(error: unknown): void;
  show(): void;
}

export function createLog(name: string): Log {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return {
    info: (text) => channel.info(logText(text)),
    error: (error) =>
      channel.error(logText(error instanceof Error ? (error.stack ?? error.message) : String(error))),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
