import * as vscode from 'vscode';
import type { Attachment, CodeAttachment } from '../../chat/attachment.ts';
import { codeName, questionAboutCode, questionAboutProblem } from '../../chat/codeTaskTexts.ts';
import type { CodeTask, OwnCommands } from '../../chat/slashCommands.ts';
import type { ChatPanel } from '../chatPanel.ts';
import { questionFrom } from '../codeQuestions.ts';
import { type CodePlace, codeInQuestion, placeInSight, problemInQuestion } from '../context/codeContext.ts';
import { terminalAttachment } from '../context/terminalAttachment.ts';
import { fileName } from '../fileNames.ts';
import { tell } from '../tell.ts';
import { translate } from '../translate.ts';
import { askQuestion } from './questionBox.ts';

/** Where a code action was offered. */
export interface ProblemPlace {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

/** Brings the panel into sight, with the cursor in its composer. */
export type ShowChat = () => Promise<ChatPanel>;

/** Opens the panel and asks about the selected code, or what is around the cursor. */
export function askAboutCode(task: CodeTask, showChat: ShowChat): Promise<void> {
  return tell(
    codeToAskAbout().then((code) => ask(showChat, questionAboutCode(task, code, translate), [code])),
  );
}

/**
 * Opens the panel and asks about the problems at a place.
 *
 * @param task to explain them, or to fix them.
 * @param place absent: where the cursor is.
 */
export function askAboutProblem(
  task: 'explain' | 'fix',
  showChat: ShowChat,
  place?: ProblemPlace,
): Promise<void> {
  return tell(
    problemToAskAbout(place).then((code) => {
      return ask(showChat, questionAboutProblem(task, code, translate), [code]);
    }),
  );
}

/** Asks what the user types in a box, a command too, and opens the panel with it. */
export function askAboutSelection(showChat: ShowChat, own: OwnCommands): Promise<void> {
  return tell(
    codeToAskAbout().then(async (code) => {
      const text = await askQuestion(codeName(code));
      if (text === undefined) return;
      const { text: question, attachments } = await questionFrom({ text }, [code], own);
      return ask(showChat, question, [code, ...attachments]);
    }),
  );
}

/** Opens the panel with the selected code, or what is around the cursor, as a chip in the composer. */
export function attachSelection(showChat: ShowChat): Promise<void> {
  return tell(codeToAskAbout().then((code) => attach(showChat, code)));
}

/** Opens the panel and asks about what is selected in the terminal. */
export function explainTerminal(showChat: ShowChat): Promise<void> {
  return tell(
    terminalAttachment().then((output) =>
      ask(
        showChat,
        translate('Explain this output: what it says, what caused it, and what to do about it.'),
        [output],
      ),
    ),
  );
}

/** Opens the panel with what is selected in the terminal as a chip in the composer. */
export function attachTerminal(showChat: ShowChat): Promise<void> {
  return tell(terminalAttachment().then((output) => attach(showChat, output)));
}

async function ask(showChat: ShowChat, text: string, attachments: readonly Attachment[]): Promise<void> {
  const chat = await showChat();
  chat.ask({ text, attachments });
}

async function attach(showChat: ShowChat, attachment: Attachment): Promise<void> {
  const chat = await showChat();
  chat.conversation.attach(attachment);
}

/** @throws {Error} with a message for the user where there is no code. */
async function codeToAskAbout(): Promise<CodeAttachment> {
  const place = placeInSight();
  if (!place) throw new Error(translate('Open a file and select the code you want to ask about.'));
  const code = await codeInQuestion(place);
  if (code && code.code.trim() !== '') return code;
  const { document } = place;
  if (document.getText().trim() !== '') {
    throw new Error(translate('There is no code at the cursor. Select the code you want to ask about.'));
  }
  throw new Error(translate('{name} is empty.', { name: fileName(document.uri) }));
}

/** @throws {Error} with a message for the user where there is no problem. */
async function problemToAskAbout(offered: ProblemPlace | undefined): Promise<CodeAttachment> {
  const place = offered ? await documentPlace(offered) : placeInSight();
  const code = place && (await problemInQuestion(place));
  if (!code) throw new Error(translate('There is no problem at the cursor.'));
  return code;
}

async function documentPlace({ uri, range }: ProblemPlace): Promise<CodePlace> {
  const document = await vscode.workspace.openTextDocument(uri);
  return { document, selection: document.validateRange(range) };
}
