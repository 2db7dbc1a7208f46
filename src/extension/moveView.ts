import * as vscode from 'vscode';
import { chatViewId } from './viewTypes.ts';

/** The containers of package.json. VS Code shows none that has no view in it. */
const containers = { sideBar: 'hanlin', secondarySideBar: 'hanlin-secondary' } as const;

/** Moves the chat into a side bar of its own, as dragging it there does, and opens it. VS Code remembers where it is. */
export async function moveView(target: keyof typeof containers): Promise<void> {
  await vscode.commands.executeCommand('vscode.moveViews', {
    viewIds: [chatViewId],
    destinationId: `workbench.view.extension.${containers[target]}`,
  });
}
