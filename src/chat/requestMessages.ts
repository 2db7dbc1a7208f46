import { ProviderError } from '../core/error.ts';
import type { Message } from '../core/message.ts';
import type { AnswerTurn, QuestionTurn, Turn } from './conversation.ts';
import { questionPrompt } from './prompts.ts';
import { estimateTokens } from './tokenEstimate.ts';

export interface FittedRequest {
  readonly messages: readonly Message[];
  /** Estimated tokens of `messages`. */
  readonly tokens: number;
  /** How many earlier questions with their answers were left out, from the oldest on. */
  readonly leftOut: number;
}

/** Tokens that a vendor adds around each message. */
const perMessage = 6;
/** Surrounding code helps to understand a question, but more than this only makes it slower and dearer. */
const mostContextTokens = 4_000;
/** The part of the window that is kept free for the reply. */
const shareOfReply = 0.25;
/** Assumed for models we know nothing of. */
const unknownWindow = 32_000;

/**
 * The messages for the question at `questionIndex`: our instructions, as much of the earlier conversation as fits in
 * whole pairs, and the question with the code around its attachments as far as there is room.
 *
 * @param window tokens of question and reply together; absent: unknown.
 * @param share the part of the room for the question that earlier pairs and surrounding code may fill, up to 1.
 * @throws {ProviderError} of kind `context-length` when the question alone does not fit.
 */
export function fitRequest(
  turns: readonly Turn[],
  questionIndex: number,
  system: string,
  window: number | undefined,
  share = 1,
): FittedRequest {
  const question = turns[questionIndex];
  if (question?.role !== 'question') throw new RangeError(`Turn ${questionIndex} is not a question.`);
  const room = Math.floor((window ?? unknownWindow) * (1 - shareOfReply));

  const bare = questionPrompt(question, 0);
  const fixed = cost(system) + cost(bare);
  let left = room - fixed;
  if (left < 0) {
    throw new ProviderError('context-length', `About ${room - left} tokens, but only ${room} fit.`);
  }
  left = Math.floor(left * share);
  const budget = left;
  const prompt = questionPrompt(question, Math.min(mostContextTokens, left));
  left -= cost(prompt) - cost(bare);

  const pairs = usablePairs(turns.slice(0, questionIndex));
  const kept: Message[] = [];
  let leftOut = pairs.length;
  for (const [asked, answered] of pairs.reverse()) {
    const user = questionPrompt(asked, 0);
    const price = cost(user) + cost(answered.text);
    if (price > left) break;
    left -= price;
    leftOut--;
    kept.unshift({ role: 'user', text: user }, { role: 'assistant', text: answered.text });
  }
  return {
    messages: [{ role: 'system', text: system }, ...kept, { role: 'user', text: prompt }],
    tokens: fixed + budget - left,
    leftOut,
  };
}

/** What the next request would need before anything is typed, in estimated tokens. */
export function conversationTokens(turns: readonly Turn[], system: string): number {
  return usablePairs(turns).reduce(
    (sum, [asked, answered]) => sum + cost(questionPrompt(asked, 0)) + cost(answered.text),
    cost(system),
  );
}

function cost(text: string): number {
  return estimateTokens(text) + perMessage;
}

/**
 * Questions with the answers that may be sent again. A question without any answer would make the roles stop
 * alternating, and one that broke a content rule would make the next request fail as well: both stay on the screen only.
 */
function usablePairs(turns: readonly Turn[]): [QuestionTurn, AnswerTurn][] {
  const pairs: [QuestionTurn, AnswerTurn][] = [];
  turns.forEach((turn, index) => {
    const answer = turns[index + 1];
    if (turn.role === 'question' && answer?.role === 'answer' && answer.text !== '' && !isTainted(answer)) {
      pairs.push([turn, answer]);
    }
  });
  return pairs;
}

function isTainted({ status }: AnswerTurn): boolean {
  return (
    (status.state === 'failed' && status.failure.kind === 'content-filter') ||
    (status.state === 'done' && status.reason === 'content-filter')
  );
}
