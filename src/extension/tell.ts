import * as vscode from 'vscode';
import { notify } from './display/messages.ts';

/** Waits for some work, and says to the user why it could not be done, unless he has thought better of it. */
export async function tell(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    void notify('warning', error instanceof Error ? error.message : String(error));
  }
}
