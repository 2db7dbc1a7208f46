import type * as vscode from 'vscode';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { lacksKey } from '../../chat/missingKeys.ts';
import { type WriteQuestion, type WrittenContent, writeQuestion } from '../../chat/writeQuestion.ts';
import { fileKey, ruleForWriting } from '../../chat/writeRules.ts';
import type { Dialogues } from '../codeActions/dialogues.ts';
import { fileName, filePath } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { sayKeyIsMissing } from './sayKeyIsMissing.ts';
import { writtenFile } from './writtenFile.ts';

/** How the user is asked, and told that nothing was written. */
export type WriteDialogues = Pick<Dialogues, 'confirm' | 'say'>;

export interface WriteRequest {
  /** Code of a model’s, unless it is said otherwise. */
  readonly content?: WrittenContent;
  /** The user has just chosen the place in a dialog. */
  readonly isPlaceChosen?: boolean;
}

/** What the user has agreed to until the window is closed, of that which is asked only once. */
const agreed = new Set<string>();

/**
 * The proof that a document may be written: nothing in `src/extension/writing` writes without one, and nothing elsewhere
 * writes at all. There is no other way to one than to ask.
 */
export class WritePermission {
  readonly #uri: vscode.Uri;
  readonly #key: string | undefined;
  readonly #dialogues: WriteDialogues;
  #isUsed = false;
  #hasSaidKey = false;

  private constructor(uri: vscode.Uri, key: string | undefined, dialogues: WriteDialogues) {
    this.#uri = uri;
    this.#key = key;
    this.#dialogues = dialogues;
  }

  /**
   * Asks the user where a file does something by being there, is outside of the workspace, or is a link to such a place;
   * gives the permission at once elsewhere.
   *
   * @param uri of the document, which need not be saved yet
   * @returns undefined if the user does not agree
   */
  static async ask(
    uri: vscode.Uri,
    dialogues: WriteDialogues,
    { content = 'code', isPlaceChosen = false }: WriteRequest = {},
  ): Promise<WritePermission | undefined> {
    const file = await writtenFile(uri);
    const key = file && fileKey(file);
    const permission = new WritePermission(uri, key, dialogues);
    if (!file || key === undefined) return permission;
    const { ask, reasons } = ruleForWriting(file, isPlaceChosen);
    if (ask === 'never' || (ask === 'once' && agreed.has(key))) return permission;
    const isOutside = file.steps.at(-1)?.folder === undefined;
    const path = isOutside ? visibleName(uri.fsPath) : filePath(uri);
    const asked: WriteQuestion = writeQuestion(content, path, reasons, translate);
    if (!(await dialogues.confirm(asked.question, asked.detail, asked.proceed))) return undefined;
    if (ask === 'once') agreed.add(key);
    return permission;
  }

  /**
   * To be called once code has been written. Says, once for all that is written with the permission, that a key is missing
   * in it.
   *
   * @param file what the document was before
   */
  sayIfKeyIsMissing(code: string, file: string): void {
    if (this.#hasSaidKey || !lacksKey(code, file)) return;
    this.#hasSaidKey = true;
    sayKeyIsMissing();
  }

  isFor(uri: vscode.Uri): boolean {
    return String(uri) === String(this.#uri);
  }

  /** Whether the document still leads to the file that the user was asked about. */
  async holds(): Promise<boolean> {
    const file = await writtenFile(this.#uri);
    return (file && fileKey(file)) === this.#key;
  }

  /**
   * To be called by what writes, before it looks at the document. The file is looked up once more before anything of it is
   * written for the first time; if it is another one now, that is said.
   *
   * @returns whether it may write
   * @throws {Error} where the permission is for another document: a fault of ours
   */
  async use(uri: vscode.Uri): Promise<boolean> {
    if (!this.isFor(uri))
      throw new Error('This document may not be written with the permission for another one.');
    if (this.#isUsed) return true;
    if (!(await this.holds())) {
      this.#dialogues.say(
        translate(
          '{name} leads to another file now than when you were asked, so nothing was written. Try again.',
          {
            name: fileName(this.#uri),
          },
        ),
      );
      return false;
    }
    this.#isUsed = true;
    return true;
  }
}
