import * as vscode from 'vscode';
import type { WriteOutcome } from './writeChanges.ts';
import type { WritePermission } from './writePermission.ts';

/**
 * Writes a whole file, over what may be there.
 *
 * @throws where the file system does not take it
 */
export async function writeFile(
  permission: WritePermission,
  uri: vscode.Uri,
  text: string,
): Promise<WriteOutcome> {
  if (!(await permission.use(uri))) return 'moved';
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return 'written';
}
