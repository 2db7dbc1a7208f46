import type { AcceptedRequest } from './requestRules.ts';
import type { ReplyScenario } from './scenario.ts';
import { estimateTokens, firstTokens } from './tokens.ts';

/** What the server answers when no scenario is set: a short text, thought about first where the model thinks. */
export function defaultReply(request: AcceptedRequest): ReplyScenario {
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
 * Cuts a reply to `max_tokens` the way the vendor does: thinking counts first, so that a small limit leaves an
 * empty text with finish_reason `length`.
 */
export function fitToLimit(reply: ReplyScenario, maxTokens: number | undefined): ReplyScenario {
  const reasoning = [reply.reasoning ?? []].flat();
  const text = [reply.text ?? []].flat();
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

function cutPieces(pieces: readonly string[], length: number): readonly string[] {
  const kept: string[] = [];
  let rest = length;
  for (const piece of pieces) {
    if (rest <= 0) break;
    kept.push(piece.slice(0, rest));
    rest -= piece.length;
  }
  return kept;
}
