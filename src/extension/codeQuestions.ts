import type * as vscode from 'vscode';
import type { Attachment } from '../chat/attachment.ts';
import type { NewQuestion } from '../chat/session.ts';
import { type OwnCommands, resolveSlashCommand, type SlashCommandNeeds } from '../chat/slashCommands.ts';
import { type CodePlace, placeInSight } from './context/codeContext.ts';
import { neededContext } from './context/neededContext.ts';
import { ownCommands } from './settings.ts';
import { translate } from './translate.ts';
import { permitSending } from './workspaceFiles/permitSending.ts';

/**
 * What was typed as a question: a command at its beginning is replaced by what it stands for, with the code, the
 * problems or the changes that it is about, unless such are attached already.
 *
 * @param attached what goes along anyway.
 * @param own the user's own commands; absent: those of the settings.
 * @throws {Error} with a message for the user where there is nothing that the command could be about.
 */
export async function questionFrom(
  typed: Omit<NewQuestion, 'attachments'>,
  attached: readonly Attachment[],
  own: OwnCommands = ownCommands(),
): Promise<NewQuestion> {
  if (!typed.text.trimStart().startsWith('/')) return { ...typed, attachments: [] };
  let used: vscode.Uri | undefined;
  const command = resolveSlashCommand(typed.text, own, translate, () => {
    const { document, selection } = selectedPlace();
    used = document.uri;
    return document.getText(selection);
  });
  if (!command) return { ...typed, attachments: [] };
  if (used) await permitSending(used);
  const { needs } = command;
  const needed =
    needs && !attached.some(({ kind }) => serves[needs].includes(kind)) ? await neededContext(needs) : [];
  return { ...typed, text: command.text, attachments: needed };
}

const code: readonly Attachment['kind'][] = ['selection', 'symbol', 'block', 'file', 'folder'];
/** What a command can be about beside what it would fetch. */
const serves: Record<SlashCommandNeeds, readonly Attachment['kind'][]> = {
  code,
  problems: code,
  changes: ['changes'],
};

/** @throws {Error} with a message for the user where nothing is selected. */
function selectedPlace(): CodePlace {
  const place = placeInSight();
  if (place && !place.selection.isEmpty) return place;
  throw new Error(translate('Open a file and select the code you want to ask about.'));
}
