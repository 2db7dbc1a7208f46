import * as vscode from 'vscode';

/** Waits for some work, and says to the user why it could not be done. */
export async function tell(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}
