import { ProviderError } from '../core/error.ts';
import type { HttpResponse } from '../core/transport.ts';

/** The body as text, or its beginning: the connection is closed when it is longer than `longest` bytes. */
export async function readBeginning(response: HttpResponse, longest: number): Promise<string> {
  return (await read(response, longest)).text;
}

/**
 * The body as text.
 *
 * @param longest in bytes
 * @throws {ProviderError} if it is longer, and closes the connection
 */
export async function readWhole(response: HttpResponse, longest: number): Promise<string> {
  const { text, isCut } = await read(response, longest);
  if (isCut) throw new ProviderError('protocol', `The reply is longer than ${longest} bytes`);
  return text;
}

async function read(
  response: HttpResponse,
  longest: number,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const enough = new Error('The rest of the body is not wanted');
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    await response.read((chunk) => {
      size += chunk.byteLength;
      text += decoder.decode(chunk, { stream: true });
      if (size > longest) throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return { text, isCut: size > longest };
}
