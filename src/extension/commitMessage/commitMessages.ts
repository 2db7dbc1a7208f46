import * as vscode from 'vscode';
import { cleanCommitMessage, commitMessageMessages } from '../../chat/commitMessage.ts';
import { toFailure } from '../../chat/failure.ts';
import { fitDiff } from '../../chat/fitDiff.ts';
import { ProviderError } from '../../core/error.ts';
import { askModel } from '../askModel.ts';
import { editorInSight } from '../context/codeContext.ts';
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
/** However large the window: by then a commit should be two, and the answer is waited for; in tokens. */
const mostTokensOfChanges = 24_000;
const shareOfChanges = 0.5;
const unknownWindow = 32_000;
/** Beside the changes, where an API counts characters. */
const charactersOfRest = 4_000;
const mostCharactersPerToken = 3.6;

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
    const error = await this.#writeOnce(repository);
    if (error === undefined || (error instanceof ProviderError && error.kind === 'cancelled')) return;
    if (!(error instanceof ProviderError)) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    } else if (await showFailure(toFailure(error), respondent, this.#models)) {
      await this.write(place);
    }
  }

  /** Stops what is written for a repository; if that is nothing, all of it. */
  stop(place: unknown): void {
    const own = this.#running.get(rootOf(place)?.toString() ?? '');
    for (const controller of own ? [own] : this.#running.values()) controller.abort();
  }

  /** @returns what went wrong, if anything did; the box is as it was then. */
  async #writeOnce(repository: Repository): Promise<unknown> {
    const address = repository.rootUri.toString();
    const controller = new AbortController();
    this.#running.set(address, controller);
    this.#tellContext();
    const typed = repository.inputBox.value;
    const box = new MessageBox(repository.inputBox, () => controller.abort());
    const hint = typed === this.#written.get(address) ? '' : typed.trim();
    try {
      const message = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.SourceControl, title: translate('Writing the commit message…') },
        () => this.#message(repository, hint, controller.signal, box),
      );
      if (message === undefined) return undefined;
      this.#written.set(address, message);
      if (!message.includes(hint)) void offerBack(box, typed);
      return undefined;
    } catch (error) {
      box.restore();
      return error;
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
      recentSubjects(repository),
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
      { messages, options: { thinking: false, webSearch: false } },
      signal,
      (_, soFar) => box.write(cleanCommitMessage(soFar, false)),
    );
    const message = cleanCommitMessage(text, true);
    if (finish.reason === 'content-filter') throw new ProviderError('content-filter', '');
    if (message === '') throw new ProviderError('protocol', translate('The answer was empty.'));
    box.write(message);
    return message;
  }

  /** For the changes, in tokens by our estimate. */
  #room(): number {
    const respondent = this.#models.respondent();
    const { contextWindow = unknownWindow, maxInputCharacters = Infinity } = this.#models.chosen?.info ?? {};
    const counted = Math.min(mostTokensOfChanges, contextWindow * shareOfChanges);
    const characters = Math.max(0, maxInputCharacters - charactersOfRest);
    return Math.min(counted / this.#models.contextFactor(respondent), characters / mostCharactersPerToken);
  }

  #tellContext(): void {
    void vscode.commands.executeCommand('setContext', contextKey, this.#running.size > 0);
  }

  dispose(): void {
    for (const controller of this.#running.values()) controller.abort();
  }
}

async function recentSubjects(repository: Repository): Promise<string[]> {
  // Before the first commit there is no log.
  const commits = await repository.log({ maxEntries: subjectsRead }).catch(() => []);
  return commits
    .filter(({ parents }) => parents.length < 2)
    .map(({ message }) => message.split('\n', 1)[0]?.trim() ?? '')
    .filter((subject) => subject !== '');
}

/** What the user had typed is gone from the box: it can be had back. */
async function offerBack(box: MessageBox, typed: string): Promise<void> {
  const back = translate('Undo');
  const text = translate('The commit message was written anew, with your text as a hint.');
  if ((await vscode.window.showInformationMessage(text, back)) === back) box.restore(typed);
}

function repositoryOf(git: GitApi | undefined, place: unknown): Repository | undefined {
  const root = rootOf(place);
  const repositories = git?.repositories ?? [];
  if (root) return repositories.find(({ rootUri }) => rootUri.toString() === root.toString());
  const [only, another] = repositories;
  if (!another) return only;
  const editor = editorInSight();
  return (
    repositories.find(({ ui }) => ui.selected) ?? (editor && git?.getRepository(editor.document.uri)) ?? only
  );
}

/** Of the source control that a menu of the view is about. */
function rootOf(place: unknown): vscode.Uri | undefined {
  const { rootUri } = (place ?? {}) as Partial<vscode.SourceControl>;
  return rootUri instanceof vscode.Uri ? rootUri : undefined;
}

function say(text: string): void {
  void vscode.window.showInformationMessage(text);
}
