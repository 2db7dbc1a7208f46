import * as vscode from 'vscode';
import { cleanCommitMessage, commitMessageMessages } from '../../chat/commitMessage.ts';
import {
  chooseRepository,
  hintIn,
  messageInReply,
  roomForChanges,
  subjectsOf,
} from '../../chat/commitRequest.ts';
import { shownError } from '../../chat/failure.ts';
import { fitDiff } from '../../chat/fitDiff.ts';
import { largestCommitReply } from '../../core/limits.ts';
import { askModel } from '../askModel.ts';
import { editorInSight } from '../context/codeContext.ts';
import { notify, showProgress } from '../display/messages.ts';
import { type GitApi, gitApi, noGit, type Repository, uriInRepository } from '../git.ts';
import type { ModelService } from '../modelService.ts';
import { answerLanguage } from '../settings.ts';
import { showFailure } from '../showFailure.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { changesToCommit } from './changesToCommit.ts';
import { MessageBox } from './messageBox.ts';

/**
 * Whether a message is being written: the button stops it then. Of which repository cannot be said in a `when`, for in a
 * remote window VS Code names repositories otherwise there than here.
 */
const contextKey = 'hanlin.writesCommitMessage';
const subjectsRead = 20;
/** Writes messages for commits into the boxes of the source control view, one at a time for each repository. */
export class CommitMessages implements vscode.Disposable {
  readonly #models: ModelService;
  readonly #running = new Map<string, AbortController>();
  /** What was written last, which is no hint of the user’s. */
  readonly #written = new Map<string, string>();

  constructor(models: ModelService) {
    this.#models = models;
  }

  /**
   * Writes the message for what is staged, else for all changes; stops instead if that is being done. Whatever goes
   * wrong is said to the user.
   *
   * @param place what VS Code hands to a command in the title of a repository; else the one that the user is in.
   */
  async write(place: unknown): Promise<void> {
    const repository = repositoryOf(await gitApi(), place);
    if (!repository) {
      say(noGit() ?? translate('No Git repository is open.'));
      return;
    }
    const running = this.#running.get(repository.rootUri.toString());
    if (running) {
      running.abort();
      return;
    }
    const respondent = this.#models.respondent();
    const shown = await this.#writeOnce(repository);
    if (shown === undefined) return;
    if (typeof shown === 'string') void notify('error', shown);
    else if (await showFailure(shown, respondent, this.#models)) await this.write(place);
  }

  /** Stops what is written for a repository; if that is nothing, all of it. */
  stop(place: unknown): void {
    const own = this.#running.get(rootOf(place)?.toString() ?? '');
    for (const controller of own ? [own] : this.#running.values()) controller.abort();
  }

  /** @returns what is to be shown if it went wrong; the box is as it was then. */
  async #writeOnce(repository: Repository): Promise<ReturnType<typeof shownError>> {
    const address = repository.rootUri.toString();
    const controller = new AbortController();
    this.#running.set(address, controller);
    this.#tellContext();
    const typed = repository.inputBox.value;
    const box = new MessageBox(repository.inputBox, () => controller.abort());
    const hint = hintIn(typed, this.#written.get(address));
    try {
      const message = await showProgress(
        vscode.ProgressLocation.SourceControl,
        translate('Writing the commit message…'),
        () => this.#message(repository, hint, controller.signal, box),
      );
      if (message === undefined) return undefined;
      this.#written.set(address, message);
      if (!message.includes(hint)) void offerBack(box, typed);
      return undefined;
    } catch (error) {
      box.restore();
      return shownError(error);
    } finally {
      this.#running.delete(address);
      this.#tellContext();
    }
  }

  /** @returns undefined where there is nothing to write about. */
  async #message(
    repository: Repository,
    typed: string,
    signal: AbortSignal,
    box: MessageBox,
  ): Promise<string | undefined> {
    await repository.status();
    const [files, ignored, subjects] = await Promise.all([
      changesToCommit(repository),
      ignoredFiles(),
      // Before the first commit there is no log.
      repository.log({ maxEntries: subjectsRead }).then(subjectsOf, () => []),
    ]);
    if (files.length === 0) {
      say(translate('There are no changes in Git.'));
      return undefined;
    }
    const changes = fitDiff(
      files,
      (path) => ignored.isIgnored(uriInRepository(repository, path)),
      this.#room(),
    );
    const messages = commitMessageMessages({ changes, subjects, language: answerLanguage(), typed });
    const { text, finish } = await askModel(
      this.#models,
      { messages, options: { thinking: false, webSearch: false }, largest: largestCommitReply },
      signal,
      (_, soFar) => box.write(cleanCommitMessage(soFar, false)),
    );
    const message = messageInReply(text, finish.reason, translate);
    box.write(message);
    return message;
  }

  /** For the changes, in tokens by our estimate. */
  #room(): number {
    const { chosen } = this.#models;
    return roomForChanges(chosen?.info ?? {}, this.#models.contextFactor(this.#models.respondent()));
  }

  #tellContext(): void {
    void vscode.commands.executeCommand('setContext', contextKey, this.#running.size > 0);
  }

  dispose(): void {
    for (const controller of this.#running.values()) controller.abort();
  }
}

/** What the user had typed is gone from the box: it can be had back. */
async function offerBack(box: MessageBox, typed: string): Promise<void> {
  const back = translate('Undo');
  const text = translate('The commit message was written anew, with your text as a hint.');
  if ((await notify('info', text, back)) === back) box.restore(typed);
}

function repositoryOf(git: GitApi | undefined, place: unknown): Repository | undefined {
  return chooseRepository(git?.repositories ?? [], {
    root: rootOf(place)?.toString(),
    rootOf: ({ rootUri }) => rootUri.toString(),
    isSelected: ({ ui }) => ui.selected,
    inSight() {
      const editor = editorInSight();
      return editor && git?.getRepository(editor.document.uri);
    },
  });
}

/** Of the source control that a menu of the view is about. */
function rootOf(place: unknown): vscode.Uri | undefined {
  const { rootUri } = (place ?? {}) as Partial<vscode.SourceControl>;
  return rootUri instanceof vscode.Uri ? rootUri : undefined;
}

function say(text: string): void {
  void notify('info', text);
}
