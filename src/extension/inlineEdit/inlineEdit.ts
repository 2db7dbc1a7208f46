import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { codeOfReply } from '../../chat/codeOfReply.ts';
import type { Respondent } from '../../chat/conversation.ts';
import { type EditOutcome, isReviewed, readEdit } from '../../chat/editOutcome.ts';
import { inlineEditPrompt, inlineEditSystem } from '../../chat/inlineEditPrompt.ts';
import { reviewOfEdit, soFar } from '../../chat/inlineReview.ts';
import { linesOf } from '../../chat/textRange.ts';
import { largestEditReply } from '../../core/limits.ts';
import { askModel } from '../askModel.ts';
import type { ModelService } from '../modelService.ts';
import type { WritePermission } from '../writing/writePermission.ts';
import { DocumentReview } from './documentReview.ts';
import { type EditTarget, questionAbout } from './editTarget.ts';

/** The document changes at most this often while the reply comes, in milliseconds. */
const frameMs = 60;

/** Lines of a document that a model rewrites, and the user’s review of what it has made of them. */
export class InlineEdit implements vscode.Disposable {
  readonly review: DocumentReview;
  readonly modelLabel: string;
  readonly #target: EditTarget;
  readonly #before: readonly string[];
  readonly #respondent: Respondent;
  readonly #request = new AbortController();
  readonly #subscriptions: vscode.Disposable;
  #reached: number | undefined = 0;
  /** Shows what has come, until nothing more comes. */
  #painting: Promise<void> | undefined;

  constructor(target: EditTarget, respondent: Respondent, permission: WritePermission) {
    const { document, first, last } = target;
    this.#target = target;
    this.#respondent = respondent;
    this.#before = linesOf(document, first, last);
    this.modelLabel = respondent.modelLabel;
    this.review = new DocumentReview(document, first, this.#before.length, permission);
    this.#subscriptions = vscode.Disposable.from(
      this.review.onDidEnd(() => this.#request.abort()),
      this.review.onDidChange(() => {
        if (this.review.isTouched) this.#request.abort();
      }),
    );
  }

  /** How many lines of the new code have come; undefined once no more come. */
  get reached(): number | undefined {
    return this.#reached;
  }

  /** The lines as they are to be rewritten if it is tried again. */
  get target(): EditTarget {
    const { first } = this.review;
    return { ...this.#target, first, last: first + this.#before.length - 1 };
  }

  /**
   * Asks the model, and changes the document while the reply comes.
   *
   * @throws {ProviderError} when the request fails, and when it is cancelled. The lines are as they were then.
   */
  async run(models: ModelService, instruction: string): Promise<EditOutcome> {
    try {
      const outcome = await this.#run(models, instruction);
      this.#reached = undefined;
      if (isReviewed(outcome)) await this.review.show((lines) => lines);
      else await this.review.settle('reject');
      return outcome;
    } catch (error) {
      this.#request.abort();
      await this.#painting;
      this.#reached = undefined;
      if (this.review.isTouched && !this.review.hasEnded) {
        await this.review.show((lines) => lines);
        return 'interrupted';
      }
      await this.review.settle('reject');
      throw error;
    }
  }

  /** Closes the connection; the lines become what they were. */
  cancel(): void {
    this.#request.abort();
  }

  async #run(models: ModelService, instruction: string): Promise<EditOutcome> {
    const question = await questionAbout(this.#target, instruction);
    const { signal } = this.#request;
    const window = models.chosen?.info?.contextWindow;
    let reply = '';
    const paint = async (): Promise<void> => {
      for (let painted = ''; painted !== reply && !signal.aborted; ) {
        painted = reply;
        await this.#show(codeOfReply(painted, false, this.#before));
        await delay(frameMs);
      }
      this.#painting = undefined;
    };
    const asked = {
      system: inlineEditSystem,
      messages: [{ role: 'user', text: inlineEditPrompt(question, window) }],
      // Whoever waits in the middle of a line wants it soon.
      options: { thinking: false, webSearch: false },
      respondent: this.#respondent,
      largest: largestEditReply,
    } as const;
    const { text, finish } = await askModel(models, asked, signal, (_, all) => {
      reply = all;
      this.#painting ??= paint();
    });
    await this.#painting;
    if (this.review.isTouched) return 'interrupted';
    const edit = readEdit(text, finish.reason, this.#before);
    if (edit.outcome === 'review') await this.#showAll(edit.code);
    return edit.outcome;
  }

  async #show(code: readonly string[]): Promise<void> {
    if (code.length === 0) return;
    const { lines, reached } = soFar(this.#before, code);
    await this.review.show((shown) => {
      if (this.review.isTouched) return shown;
      this.#reached = reached;
      return reviewOfEdit(this.#before, lines);
    });
  }

  async #showAll(code: readonly string[]): Promise<void> {
    await this.review.show((shown) => (this.review.isTouched ? shown : reviewOfEdit(this.#before, code)));
  }

  dispose(): void {
    this.#request.abort();
    this.#subscriptions.dispose();
    this.review.dispose();
  }
}
