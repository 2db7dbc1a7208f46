import type { ModelOptions } from '../core/modelOptions.ts';
import type { ChatRequest } from '../core/provider.ts';
import type { AnswerTurn, LeftOut, ModelSelection, QuestionTurn, Turn } from './conversation.ts';
import type { ConversationTree } from './conversationTree.ts';
import { fitRequest } from './requestMessages.ts';

/** What is to be known of a model to make a request for it. */
export interface RequestedModel {
  /** The vendor's id of it. */
  readonly model: string;
  /** Tokens of question and reply together; absent: unknown. */
  readonly window?: number;
  /** Our instructions to the model. */
  readonly system: string;
  /** What the user has set for this model. */
  readonly options: ModelOptions;
  /** Whether a question may choose thinking, and web search; what it chose for another model is left out. */
  readonly choices: { readonly thinking: boolean; readonly webSearch: boolean };
  /** Whether it takes images. */
  readonly images: boolean;
}

export interface AnswerRequest {
  readonly request: ChatRequest;
  readonly leftOut: LeftOut;
  /** Whether there is anything in it beside the question's own words. */
  readonly canSendLess: boolean;
}

export interface RequestOptions {
  /** The part of the window's room that may be filled, up to 1. */
  readonly share: number;
  /** How many tokens the model counts where we estimate one. */
  readonly factor: number;
  /** The beginning of the answer, where the model is to go on with it. */
  readonly continueText: string | undefined;
}

/**
 * The request for an answer that is part of a conversation already.
 *
 * @throws {ProviderError} of kind `context-length` when the question alone does not fit.
 */
export function answerRequest(
  tree: ConversationTree,
  answerId: string,
  model: RequestedModel,
  { share, factor, continueText }: RequestOptions,
): AnswerRequest {
  const turns = tree.branchTo(answerId);
  const answer = turns.at(-1) as AnswerTurn;
  const asked = turns.slice(0, -1);
  const { thinking, webSearch, attachments } = asked.at(-1) as QuestionTurn;
  const { system, window, images } = model;
  const { messages, leftOut } = fitRequest(asked, { system, window, share, factor, images, continueText });
  const history = continueText === undefined ? asked : turns;
  const vendorSession = vendorSessionFor(history, tree.loaded.turns, answer.respondent);
  const request: ChatRequest = {
    model: model.model,
    messages,
    options: {
      ...model.options,
      ...(model.choices.thinking && thinking !== undefined && { thinking }),
      ...(model.choices.webSearch && webSearch !== undefined && { webSearch }),
    },
    ...(vendorSession !== undefined && { vendorSession }),
  };
  return { request, leftOut, canSendLess: messages.length > 2 || attachments.length > 0 };
}

/**
 * The conversation at the vendor that a branch goes on with, if it does; `all` are the turns of all branches. Where the vendor keeps the history, all that
 * was ever asked in it is part of it: once it has gone on after another branch, this one has to start afresh.
 */
function vendorSessionFor(
  branch: readonly Turn[],
  all: readonly Turn[],
  { vendorId, apiId }: ModelSelection,
): string | undefined {
  const last = branch.findLast(hasVendorSession);
  if (last?.respondent.vendorId !== vendorId || last.respondent.apiId !== apiId) return undefined;
  const session = last.extras.vendorSession;
  const newest = all.findLast((turn) => hasVendorSession(turn) && turn.extras.vendorSession === session);
  return newest?.id === last.id ? session : undefined;
}

function hasVendorSession(turn: Turn): turn is AnswerTurn {
  return turn.role === 'answer' && turn.extras.vendorSession !== undefined;
}
