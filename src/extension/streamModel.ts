import type { Respondent } from '../chat/conversation.ts';
import { retryWait } from '../chat/retryPolicy.ts';
import type { AnswerSource } from '../chat/session.ts';
import { ProviderError } from '../core/error.ts';
import type { ChatRequest } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import { type StartTimer, startLivelyTimer, wait } from '../net/timers.ts';
import type { ModelService } from './modelService.ts';
import { orAborted } from './orAborted.ts';

/**
 * Asks a model outside of any conversation, and tries again as the panel does as long as nothing of the reply has come.
 *
 * @param makeRequest makes the request once it is known how the model can be asked.
 * @throws {ProviderError} when the request fails or the reply is cut; of kind `cancelled` when the signal is aborted.
 */
export async function* streamModel(
  models: Pick<ModelService, 'connect'>,
  respondent: Respondent,
  makeRequest: (source: AnswerSource) => ChatRequest,
  signal: AbortSignal,
  timer: StartTimer = startLivelyTimer,
): AsyncGenerator<StreamPart> {
  let hasOutput = false;
  for (let attempt = 1; ; attempt++) {
    try {
      // This may wait for the user, who is asked whether a key may go to a new address.
      const source = await orAborted(models.connect(respondent), signal);
      for await (const part of source.provider.stream(makeRequest(source), signal)) {
        hasOutput ||= isOutput(part);
        yield part;
        if (part.type === 'finish') return;
      }
      throw new ProviderError('protocol', 'The stream ended without its end.');
    } catch (error) {
      if (signal.aborted) throw new ProviderError('cancelled', '', { cause: error });
      const waitMs =
        hasOutput || !(error instanceof ProviderError) ? undefined : retryWait(error, attempt, Math.random());
      if (waitMs === undefined) throw error;
      await wait(waitMs, signal, timer);
    }
  }
}

function isOutput({ type }: StreamPart): boolean {
  return (
    type === 'text-delta' || type === 'text-replace' || type === 'reasoning-delta' || type === 'tool-call'
  );
}
