import { mostImageBytes } from '../../core/limits.ts';

/**
 * The media type of a picture by its first bytes, if it is one of those that models take.
 *
 * @param head the first 12 bytes, or more.
 */
export function imageMediaType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'image/gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'image/webp';
  return undefined;
}

/** What came as a picture. */
export type ReadPicture =
  | { readonly type: 'picture'; readonly mediaType: string }
  | { readonly type: 'too-large' }
  /** None that models take, or not base64. */
  | { readonly type: 'unknown' };

/** @param data base64, without a `data:` prefix */
export function readPicture(data: string): ReadPicture {
  if (Buffer.byteLength(data, 'base64') > mostImageBytes) return { type: 'too-large' };
  const mediaType = imageMediaType(Buffer.from(data.slice(0, 16), 'base64'));
  if (!mediaType || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) return { type: 'unknown' };
  return { type: 'picture', mediaType };
}
