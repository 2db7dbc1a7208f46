import { demonstrationReply } from '../demonstration/demonstration.ts';
import { cutIntoPieces } from '../demonstration/pieces.ts';
import type { AcceptedRequest } from './chatRequest.ts';
import { fitToLimit, type Reply } from './reply.ts';

/** A reply arrives in about this many pieces: at 20 ms each, some eight seconds. */
const pieceCount = 400;

/** The demonstration of what was received, as a scenario with a pause of `paceMs` between two pieces. */
export function demonstrationScenario(request: AcceptedRequest, paceMs: number): Reply {
  const { reasoning, text } = demonstrationReply(request);
  const share = reasoning.length / (reasoning.length + text.length);
  return fitToLimit(
    {
      type: 'reply',
      reasoning: reasoning === '' ? [] : cutIntoPieces(reasoning, Math.ceil(pieceCount * share)),
      text: cutIntoPieces(text, Math.ceil(pieceCount * (1 - share))),
      delayMs: paceMs,
    },
    request.maxTokens,
  );
}
