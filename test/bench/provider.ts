import type { Provider } from '../../src/core/provider.ts';
import type { Transport } from '../../src/core/transport.ts';
import type { Connection } from '../../src/core/vendor.ts';
import { findApi } from '../../src/vendors/registry.ts';

/** Hanlin's own client for an API. */
export async function providerOf(
  vendorId: string,
  apiId: string,
  connection: Omit<Connection, 'language'>,
  transport: Transport,
): Promise<Provider> {
  const found = findApi(vendorId, apiId);
  if (!found) throw new Error(`There is no ${vendorId}/${apiId}`);
  return found.api.create({ ...connection, language: 'en' }, transport);
}

/** The whole text of one reply. */
export async function readReply(provider: Provider, model: string): Promise<string> {
  let text = '';
  const messages = [{ role: 'user', text: 'Hello' }] as const;
  for await (const part of provider.stream({ model, messages }, new AbortController().signal)) {
    if (part.type === 'text-delta') text += part.text;
    else if (part.type === 'text-replace') text = part.text;
  }
  return text;
}
