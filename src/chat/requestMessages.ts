import { ProviderError } from '../core/error.ts';
import type { Message } from '../core/message.ts';
import type { AnswerTurn, LeftOut, QuestionTurn, Turn } from './conversation.ts';
import { continuation, type PromptRoom, type QuestionPrompt, questionPrompt } from './prompts.ts';
import { estimateTokens } from './tokenEstimate.ts';

export interface FitOptions {
  /** Our instructions to the model. */
  readonly system: string;
  /** Tokens of question and reply together; absent: unknown. */
  readonly window?: number | undefined;
  /** The part of the room beside the question's own words that may be filled, up to 1. */
  readonly share: number;
  /** How many tokens the model counts where we estimate one. */
  readonly factor: number;
  /** Whether the model takes images. */
  readonly images: boolean;
  /** The beginning of the answer, where the model is to go on with it. */
  readonly continueText?: string | undefined;
}

export interface FittedRequest {
  readonly messages: readonly Message[];
  /** Of `messages`, as the model is likely to count them. */
  readonly tokens: number;
  readonly leftOut: LeftOut;
}

/** Tokens that a vendor adds around each message. */
const perMessage = 6;
/** About what the vendors count for a picture of the size of a screen. */
const perImage = 1_200;
/** Surrounding code helps to understand a question, but more than this only makes it slower and dearer. */
const mostSurroundings = 4_000;
/** The part of the window that is kept free for the reply. */
const shareOfReply = 0.25;
/** Assumed for models we know nothing of. */
const unknownWindow = 32_000;

/**
 * The messages for the question that ends `turns`: our instructions, as much of the earlier conversation as fits in
 * whole pairs, and the question with its attachments. What the user attached now goes before what was said earlier;
 * of the earliest pair that has a place, attachments are cut before the pair is dropped.
 *
 * @param turns one branch, up to and including the question.
 * @throws {ProviderError} of kind `context-length` when the question's own words do not fit.
 */
export function fitRequest(turns: readonly Turn[], options: FitOptions): FittedRequest {
  const question = turns.at(-1);
  if (question?.role !== 'question') throw new RangeError('The last turn is not a question.');
  const { system, images } = options;
  const continued = continuedMessages(question, options.continueText);
  const bare = questionMessage(questionPrompt(question, { attachments: 0, surroundings: 0, images }));
  const fixed = [{ role: 'system', text: system } as const, bare, ...continued].reduce(addCost, 0);
  const room = Math.floor(((options.window ?? unknownWindow) * (1 - shareOfReply)) / options.factor);
  if (fixed > room) {
    const [needed, most] = [fixed, room].map((tokens) => Math.ceil(tokens * options.factor));
    throw new ProviderError('context-length', `About ${needed} tokens, but only ${most} fit.`);
  }

  let left = Math.floor((room - fixed) * options.share);
  const cut: string[] = [];
  const prompt = questionPrompt(question, { attachments: left, surroundings: mostSurroundings, images });
  const asked = questionMessage(prompt);
  cut.push(...prompt.cut);
  left -= cost(asked) - cost(bare);

  const pairs = usablePairs(turns);
  const kept: Message[] = [];
  let dropped = pairs.length;
  for (const [earlier, answer] of pairs.reverse()) {
    const answered: Message = { role: 'assistant', text: answer.text };
    const fitted = earlierPrompt(earlier, left - cost(answered), images);
    if (!fitted) break;
    const user = questionMessage(fitted);
    kept.unshift(user, answered);
    cut.push(...fitted.cut);
    left -= cost(user) + cost(answered);
    dropped--;
  }
  const messages: Message[] = [{ role: 'system', text: system }, ...kept, asked, ...continued];
  return {
    messages,
    tokens: Math.ceil(requestTokens(messages) * options.factor),
    leftOut: { pairs: dropped, cut: [...new Set(cut)] },
  };
}

/** The estimated tokens of messages, before any correction for the model. */
export function requestTokens(messages: readonly Message[]): number {
  return messages.reduce(addCost, 0);
}

/** What a request would need that sends a branch whole, in estimated tokens, before anything is typed. */
export function conversationTokens(turns: readonly Turn[], system: string): number {
  let tokens = cost({ role: 'system', text: system });
  for (const [asked, answered] of usablePairs(turns)) tokens += turnTokens(asked) + turnTokens(answered);
  return tokens;
}

/** A turn is never changed, but replaced. */
const knownTokens = new WeakMap<Turn, number>();

function turnTokens(turn: Turn): number {
  let tokens = knownTokens.get(turn);
  if (tokens === undefined) {
    tokens =
      turn.role === 'question'
        ? cost(questionMessage(questionPrompt(turn, wholePrompt)))
        : cost({ role: 'assistant', text: turn.text });
    knownTokens.set(turn, tokens);
  }
  return tokens;
}

const wholePrompt: PromptRoom = { attachments: Infinity, surroundings: 0, images: true };

/** An earlier question in at most so many tokens, without what surrounds its code; undefined where it does not fit. */
function earlierPrompt(question: QuestionTurn, tokens: number, images: boolean): QuestionPrompt | undefined {
  const whole = questionPrompt(question, { attachments: Infinity, surroundings: 0, images });
  if (cost(questionMessage(whole)) <= tokens) return whole;
  const bare = questionPrompt(question, { attachments: 0, surroundings: 0, images });
  const left = tokens - cost(questionMessage(bare));
  return left < 0 ? undefined : questionPrompt(question, { attachments: left, surroundings: 0, images });
}

function continuedMessages(question: QuestionTurn, answerSoFar: string | undefined): Message[] {
  if (answerSoFar === undefined) return [];
  return [
    { role: 'assistant', text: answerSoFar },
    { role: 'user', text: continuation(question.text) },
  ];
}

function questionMessage({ text, images }: QuestionPrompt): Message {
  return { role: 'user', text, ...(images.length > 0 && { images }) };
}

function cost(message: Message): number {
  const images = message.role === 'user' ? (message.images ?? []).length : 0;
  return estimateTokens(message.text) + images * perImage + perMessage;
}

function addCost(sum: number, message: Message): number {
  return sum + cost(message);
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
