import * as vscode from 'vscode';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { type FileFacts, isOrdinaryFile, ruleForNamed } from '../../chat/sendingRules.ts';
import { ask } from '../display/messages.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from './ignoredFiles.ts';
import { realPlace, seenFrom, workspaceRoots } from './realPlace.ts';

/** What the user has agreed to, until the window is closed: a file and where it really is. */
const permitted = new Set<string>();

/**
 * To be called before anything of a file is sent that the user has named. What `.hanlinignore` keeps out is refused. The
 * user is asked, once for each file, where it is of a kind that holds secrets, or a link that leads out of the workspace.
 *
 * @throws {Error} with a message for the user, or a `CancellationError` if he has thought better of it.
 */
export async function permitSending(uri: vscode.Uri): Promise<void> {
  const { place, seen } = await whereabouts(uri);
  const { isForbidden } = await ignoredFiles();
  const key = `${uri} ${place}`;
  const rule = ruleForNamed(
    factsOf(uri, place, seen),
    isForbidden(uri) || isForbidden(seen ?? uri),
    permitted.has(key),
  );
  const name = fileName(uri);
  switch (rule) {
    case 'refuse':
      throw new Error(refusal(uri));
    case 'ask-about-link':
      await confirm(
        translate('{name} is a link that leads out of the workspace. Send what is there?', { name }),
        visibleName(place?.fsPath ?? ''),
      );
      break;
    case 'ask-about-secrets':
      await confirm(
        translate('{name} may hold secrets. Send it all the same?', { name }),
        translate('Passwords and keys are kept in files of this kind. What is sent leaves this computer.'),
      );
      break;
    case 'send':
  }
  permitted.add(key);
}

/** Whether a file may go along without the user having named it. */
export async function goesByItself(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.isTrusted && (await isOrdinary(uri));
}

/** Whether a file may go along with others: it is not ignored, holds no secrets by its name, and is where it seems to be. */
export async function isOrdinary(uri: vscode.Uri): Promise<boolean> {
  const { place, seen } = await whereabouts(uri);
  const { isIgnored } = await ignoredFiles();
  return isOrdinaryFile(factsOf(uri, place, seen), isIgnored(uri) || isIgnored(seen ?? uri));
}

/** Where a file really is, and the same place as seen from the workspace: undefined where a link leads out of it. */
async function whereabouts(
  uri: vscode.Uri,
): Promise<{ readonly place: vscode.Uri | undefined; readonly seen: vscode.Uri | undefined }> {
  const place = await realPlace(uri);
  // What is outside anyway, the user has opened himself.
  const isOutside = !vscode.workspace.getWorkspaceFolder(uri);
  return { place, seen: isOutside ? place : place && (await seenFrom(workspaceRoots(), place)) };
}

function factsOf(uri: vscode.Uri, place: vscode.Uri | undefined, seen: vscode.Uri | undefined): FileFacts {
  return { paths: [uri.path, ...(seen ? [seen.path] : [])], leadsOut: place !== undefined && !seen };
}

async function confirm(question: string, detail: string): Promise<void> {
  const send = translate('Send');
  const answer = await ask('warning', question, detail, send);
  if (answer !== send) throw new vscode.CancellationError();
}

/** What the user is told of a file that is never sent. */
export function refusal(uri: vscode.Uri): string {
  return translate('{name} is not sent: .hanlinignore keeps it out.', { name: fileName(uri) });
}
