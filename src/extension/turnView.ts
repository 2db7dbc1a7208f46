import { actionLabel, adviseOn, remarkOn, type Translate } from '../chat/advice.ts';
import {
  type AddedExtras,
  type AnswerExtras,
  type AnswerTurn,
  type Failure,
  noExtras,
  type QuestionTurn,
  type Respondent,
  type Turn,
} from '../chat/conversation.ts';
import { longestWebAddress } from '../core/limits.ts';
import type { FinishReason } from '../core/streamPart.ts';
import type {
  Answer,
  AnswerMeta,
  AnswerStatus,
  Branch,
  Extras,
  Notice,
  Question,
  Turn as TurnView,
} from '../shared/protocol.ts';
import { attachmentView } from './attachmentView.ts';

/** Which alternative a turn is, and of how many. */
type Alternative = Branch;
/** What an answer has cost, in words, where that is known. */
type PriceOf = (answer: AnswerTurn) => string | undefined;

/** Turns as the view shows them: all texts in the user's language, no code of attachments, no vendor internals. */
export class TurnViews {
  readonly #translate: Translate;
  readonly #now: () => number;
  readonly #priceOf: PriceOf;

  constructor(translate: Translate, now: () => number, priceOf: PriceOf) {
    this.#translate = translate;
    this.#now = now;
    this.#priceOf = priceOf;
  }

  turn(turn: Turn, alternative: Alternative): TurnView {
    return turn.role === 'question' ? this.question(turn, alternative) : this.answer(turn, alternative);
  }

  question({ role, id, text, attachments }: QuestionTurn, alternative: Alternative): Question {
    return { role, id, text, attachments: attachments.map(attachmentView), ...branchOf(alternative) };
  }

  answer(turn: AnswerTurn, alternative: Alternative): Answer {
    const { role, id, text, reasoning } = turn;
    const leftOut = this.leftOut(turn);
    return {
      role,
      id,
      model: turn.respondent.modelLabel,
      ...branchOf(alternative),
      ...(leftOut !== undefined && { leftOut }),
      text,
      reasoning,
      reasoningMs: this.reasoningMs(turn),
      extras: this.extras(turn.extras, turn.respondent),
      status: this.status(turn),
    };
  }

  extras({ sources, suggestions, notices }: AnswerExtras, respondent: Respondent): Extras {
    return {
      sources: sources.map(({ url, ...source }) => ({ ...source, ...(isAddress(url) && { url }) })),
      suggestions: suggestions.map(({ purpose, items }) => ({ purpose, items: [...items] })),
      notices: notices.map((notice) => {
        const { text, action } = remarkOn(notice, respondent, this.#translate);
        return { text, action: action && { label: actionLabel(action, this.#translate), action } };
      }),
    };
  }

  /** The same of what was added to one of the lists. */
  addedExtras({ list, items }: AddedExtras, respondent: Respondent): Partial<Extras> {
    const { [list]: added } = this.extras({ ...noExtras, [list]: items }, respondent);
    return { [list]: added };
  }

  /** What was not sent along with the question, in a sentence; undefined where everything was. */
  leftOut({ leftOut }: AnswerTurn): string | undefined {
    const translate = this.#translate;
    const sentences: string[] = [];
    if (leftOut && leftOut.pairs > 0) {
      const count = String(leftOut.pairs);
      sentences.push(
        leftOut.pairs === 1
          ? translate('The oldest question and its answer were left out, for the model’s window is full.')
          : translate(
              'The {count} oldest questions and their answers were left out, for the model’s window is full.',
              {
                count,
              },
            ),
      );
    }
    if (leftOut && leftOut.cut.length > 0) {
      sentences.push(translate('Sent in part only: {names}.', { names: leftOut.cut.join(', ') }));
    }
    return sentences.length > 0 ? sentences.join(' ') : undefined;
  }

  reasoningMs(turn: AnswerTurn): number | undefined {
    if (turn.status.state !== 'reasoning') return turn.reasoningMs;
    return Math.max(0, this.#now() - turn.askedAt - (turn.firstTokenMs ?? 0));
  }

  status(turn: AnswerTurn): AnswerStatus {
    const { status, respondent } = turn;
    const meta = this.#meta(turn);
    switch (status.state) {
      case 'waiting':
      case 'reasoning':
      case 'answering':
        return status;
      case 'retrying': {
        const leftMs = Math.min(status.waitMs, Math.max(0, status.untilMs - this.#now()));
        return {
          state: 'retrying',
          notice: this.#retryNotice(status.failure, respondent, status.waitMs, leftMs),
        };
      }
      case 'failed':
        return { state: 'failed', meta, notice: this.#notice(status.failure, respondent) };
      case 'stopped':
        return { state: 'stopped', meta };
      case 'interrupted':
        return { state: 'done', meta, cut: this.#interrupted(turn) };
      case 'done':
        return { state: 'done', meta, cut: this.#cut(status.reason, respondent) };
    }
  }

  #meta(turn: AnswerTurn): AnswerMeta {
    const { status, firstTokenMs, totalMs } = turn;
    const usage = status.state === 'done' ? status.usage : undefined;
    const { inputTokens, outputTokens, cachedTokens } = usage ?? {};
    return { inputTokens, outputTokens, cachedTokens, firstTokenMs, totalMs, cost: this.#priceOf(turn) };
  }

  #notice(failure: Failure, respondent: Respondent): Notice {
    const { actions, ...notice } = adviseOn(failure, respondent, this.#translate);
    return { ...notice, actions: [...actions] };
  }

  #retryNotice(failure: Failure, respondent: Respondent, waitMs: number, leftMs: number): Notice {
    const notice = this.#notice(failure, respondent);
    const retry = { label: this.#translate('Retry now'), action: 'retry' as const };
    const other = { label: actionLabel('choose-model', this.#translate), action: 'choose-model' as const };
    return { ...notice, severity: 'warning', actions: [other, retry], retry: { waitMs, leftMs } };
  }

  #interrupted({ text }: AnswerTurn): NonNullable<Extract<AnswerStatus, { state: 'done' }>['cut']> {
    const action = text === '' ? 'retry' : 'continue';
    const label = actionLabel(action, this.#translate);
    return {
      text: this.#translate('The window was closed before the answer was complete'),
      action: { label, action },
    };
  }

  #cut(
    reason: FinishReason,
    { vendorLabel, maxOutputTokens }: Respondent,
  ): Extract<AnswerStatus, { state: 'done' }>['cut'] {
    const translate = this.#translate;
    const continued = { label: actionLabel('continue', translate), action: 'continue' as const };
    const newChat = { label: actionLabel('new-chat', translate), action: 'new-chat' as const };
    switch (reason) {
      case 'stop':
        return undefined;
      case 'length': {
        const limit = maxOutputTokens?.toLocaleString('en');
        const text = limit
          ? translate('Stopped at the {limit}-token limit', { limit })
          : translate('Stopped at the model’s limit for one answer');
        return { text, action: continued };
      }
      case 'context-length':
        return { text: translate('The model’s window is full'), action: newChat };
      case 'content-filter':
        return {
          text: translate('{vendor} ended the answer because of its content rules', { vendor: vendorLabel }),
          action: newChat,
        };
      case 'tool-calls':
      case 'other':
        return {
          text: translate('{vendor} ended the answer for a reason of its own', { vendor: vendorLabel }),
          action: continued,
        };
    }
  }
}

/** The view takes none that is longer. */
function isAddress(url: string | undefined): boolean {
  return url !== undefined && url.length <= longestWebAddress;
}

/** Nothing is said of a turn that has no alternative. */
function branchOf({ index, count }: Alternative): { branch?: Branch } {
  return count > 1 ? { branch: { index, count } } : {};
}
