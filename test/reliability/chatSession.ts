import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyConversation, type LoadedConversation } from '../../src/chat/conversationTree.ts';
import { Session, type SessionEvent } from '../../src/chat/session.ts';
import type { ModelOptions } from '../../src/core/modelOptions.ts';
import type { Provider } from '../../src/core/provider.ts';

export interface ChatParts {
  readonly provider: Provider;
  readonly model: string;
  readonly options?: ModelOptions;
  /** What is there already. */
  readonly loaded?: LoadedConversation;
  readonly loadAll?: () => Promise<LoadedConversation>;
  readonly emit: (event: SessionEvent) => void;
}

/** A conversation as in a window, with everything that is not the window’s: real time, real waits, a real provider. */
export function chatSession({ provider, model, options = {}, loaded, loadAll, emit }: ChatParts): Session {
  const selection = { vendorId: 'vendor', apiId: 'api', model };
  return new Session(
    {
      respondent: () => ({ ...selection, vendorLabel: 'Vendor', modelLabel: model }),
      connect: async () => ({
        provider,
        model,
        system: 'Be brief.',
        options,
        choices: { thinking: false, webSearch: false },
        images: false,
      }),
      loadAll: loadAll ?? (async () => emptyConversation),
      loadEnd: loadAll ?? (async () => emptyConversation),
      contextFactor: () => 1,
      now: Date.now,
      newId: randomUUID,
      random: Math.random,
      wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => {}),
    },
    emit,
    loaded,
  );
}
