import { ProviderError } from '../core/error.ts';
import { discreetly, withoutSecrets } from './discreetProvider.ts';
import type { EmitPart } from './partStream.ts';

export interface TokenSource {
  get(): Promise<string>;
  /** Called with a token that the server did not take. */
  drop(token: string): void;
}

/**
 * Makes a request with a token, and once more with another token if the server calls the first one bad before it has
 * sent any part of the reply. No error holds a token.
 *
 * @param attempt makes the request and pushes its parts; rejects with a ProviderError.
 * @throws the second failure, or a first one that has other reasons.
 */
export async function repeatOnBadToken(
  tokens: TokenSource,
  isBadToken: (error: ProviderError) => boolean,
  emit: EmitPart,
  attempt: (token: string, emit: EmitPart) => Promise<void>,
): Promise<void> {
  let started = false;
  const token = await tokens.get();
  try {
    await attempt(token, (part) => {
      started = true;
      emit(part);
    });
  } catch (error) {
    if (started || !(error instanceof ProviderError) || !isBadToken(error))
      throw withoutSecrets(error, [token]);
    tokens.drop(token);
    const other = await tokens.get();
    await discreetly([other], () => attempt(other, emit));
  }
}
