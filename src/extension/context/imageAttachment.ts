import { randomUUID } from 'node:crypto';
import type { ImageAttachment } from '../../chat/attachment.ts';
import { translate } from '../translate.ts';
import { readPicture } from './imageKind.ts';

/**
 * A picture that was pasted or dropped.
 *
 * @param mediaType what the sender says that it is; what counts is how it begins.
 * @param data base64, without a `data:` prefix.
 * @throws {Error} with a message for the user if it is too large, or no picture that models take.
 */
export function imageAttachment(name: string, mediaType: string, data: string): ImageAttachment {
  const picture = readPicture(data);
  if (picture.type === 'too-large') throw tooLarge(name);
  if (picture.type === 'unknown') {
    throw new Error(
      translate('{name} ({type}) cannot be attached. Models take PNG, JPEG, GIF and WebP pictures.', {
        name,
        type: mediaType,
      }),
    );
  }
  return { id: randomUUID(), kind: 'image', name, path: name, mediaType: picture.mediaType, data };
}

/** The refusal of a picture by its size. */
export function tooLarge(name: string): Error {
  return new Error(translate('{name} is larger than 10 MB, the most that a picture may have.', { name }));
}
