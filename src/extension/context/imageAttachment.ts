import { randomUUID } from 'node:crypto';
import type { ImageAttachment } from '../../chat/attachment.ts';
import { translate } from '../translate.ts';
import { imageMediaType } from './imageKind.ts';

/** The most bytes of a picture that may be attached. */
export const mostImageBytes = 10_000_000;

/**
 * A picture that was pasted or dropped.
 *
 * @param mediaType what the sender says that it is; what counts is how it begins.
 * @param data base64, without a `data:` prefix.
 * @throws {Error} with a message for the user if it is too large, or no picture that models take.
 */
export function imageAttachment(name: string, mediaType: string, data: string): ImageAttachment {
  if (data.length * 0.75 > mostImageBytes) throw tooLarge(name);
  const detected = imageMediaType(Buffer.from(data.slice(0, 16), 'base64'));
  if (!detected || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    throw new Error(
      translate('{name} ({type}) cannot be attached. Models take PNG, JPEG, GIF and WebP pictures.', {
        name,
        type: mediaType,
      }),
    );
  }
  return { id: randomUUID(), kind: 'image', name, path: name, mediaType: detected, data };
}

/** The refusal of a picture by its size. */
export function tooLarge(name: string): Error {
  return new Error(translate('{name} is larger than 10 MB, the most that a picture may have.', { name }));
}
