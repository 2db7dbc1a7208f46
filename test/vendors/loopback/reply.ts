import type { AcceptedRequest } from './chatRequest.ts';
import type { Interruption, Wire } from './scenario.ts';
import { estimateTokens, firstTokens } from './tokens.ts';

/** An answer: streamed or whole, as the request asked. Vendors add what is theirs. */
export interface Reply {
  readonly type: 'reply';
  /** One chunk per piece. */
  readonly text?: string | readonly string[];
  /** Pieces of reasoning; they come before the text. */
  readonly reasoning?: string | readonly string[];
  /** The vendor's usual word when absent; any word, also one the vendor does not document. */
  readonly finishReason?: string;
  /** Counted from the texts when absent; `none` leaves the block out. */
  readonly usage?: ReplyUsage | 'none';
  /** The model named in the answer, when it shall differ from the one asked for. */
  readonly model?: string;
  /** Pause before every chunk but the first. 0 when absent. */
  readonly delayMs?: number;
  readonly interruption?: Interruption;
  readonly wire?: Wire;
}

export interface ReplyUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
}

/** A text in pieces, or none. */
export function pieces(text: string | readonly string[] | undefined): readonly string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? [text] : text;
}

/** The usage of a reply: what it says, or counted; undefined for none. */
export function countUsage(reply: Reply, request: AcceptedRequest): ReplyUsage | undefined {
  if (reply.usage === 'none') return undefined;
  if (reply.usage !== undefined) return reply.usage;
  const reasoningTokens = estimateTokens(pieces(reply.reasoning).join(''));
  return {
    promptTokens: request.promptTokens,
    completionTokens: reasoningTokens + estimateTokens(pieces(reply.text).join('')),
    reasoningTokens,
  };
}

/** What a server answers when no scenario is set: a short text, thought about first where the model thinks. */
export function defaultReply(request: AcceptedRequest): Reply {
  return fitToLimit(
    {
      type: 'reply',
      reasoning: request.thinking ? ['A short ', 'thought.'] : [],
      text: ['Hello from ', 'the loopback ', 'server.'],
    },
    request.maxTokens,
  );
}

/**
 * Cuts a reply to a number of tokens the way the vendors do: thinking counts first, so that a small limit
 * leaves an empty text with finish reason `length`.
 */
export function fitToLimit<Kind extends Reply>(reply: Kind, maxTokens: number | undefined): Kind {
  const reasoning = pieces(reply.reasoning);
  const text = pieces(reply.text);
  const needed = estimateTokens(reasoning.join('')) + estimateTokens(text.join(''));
  if (maxTokens === undefined || needed <= maxTokens) return reply;
  const thought = firstTokens(reasoning.join(''), maxTokens);
  const said = firstTokens(text.join(''), maxTokens - estimateTokens(thought));
  return {
    ...reply,
    reasoning: cutPieces(reasoning, thought.length),
    text: thought.length < reasoning.join('').length ? [] : cutPieces(text, said.length),
    finishReason: 'length',
  };
}

function cutPieces(parts: readonly string[], length: number): readonly string[] {
  const kept: string[] = [];
  let rest = length;
  for (const part of parts) {
    if (rest <= 0) break;
    kept.push(part.slice(0, rest));
    rest -= part.length;
  }
  return kept;
}
