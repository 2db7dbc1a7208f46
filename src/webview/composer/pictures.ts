import { mostImageBytes } from '../../core/limits.ts';
import type { ModelState } from '../../shared/protocol.ts';
import type { PanelContext } from '../panelContext.ts';
import { format } from '../texts.ts';

const mediaTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export interface Picture {
  readonly name: string;
  readonly file: File;
}

/** Whether a file is a picture of a kind that models take. */
export function isPicture(file: File): boolean {
  return mediaTypes.includes(file.type);
}

/**
 * The pictures of a paste. None where it is the formatted text of an office program, which brings a picture of itself
 * along.
 *
 * @param unnamed what to call a picture without a name of its own
 */
export function readPastedPictures(data: DataTransfer, unnamed: string): readonly Picture[] {
  const isText = data.types.includes('text/plain');
  if (isText && (data.types.includes('text/html') || data.types.includes('text/rtf'))) return [];
  return [...data.files].filter(isPicture).map((file) => ({
    // The name that browsers give to a picture that has none.
    name: /^(?:image\.\w+)?$/.test(file.name) ? unnamed : file.name,
    file,
  }));
}

/**
 * Attaches pictures in their order, as far as the model takes them.
 *
 * @returns what to tell the user, in sentences; empty where all went well
 */
export async function attachPictures(
  pictures: readonly Picture[],
  model: ModelState | null,
  { texts, post }: Pick<PanelContext, 'texts' | 'post'>,
): Promise<readonly string[]> {
  if (!model) return [texts.picturesNeedKey];
  if (!model.images) return [format(texts.picturesNotTaken, model.modelLabel)];
  const problems: string[] = [];
  for (const { name, file } of pictures) {
    if (file.size > mostImageBytes) {
      problems.push(format(texts.pictureTooLarge, name));
      continue;
    }
    try {
      const data = await readBase64(file);
      post({ type: 'attach-image', name: name.slice(0, 255), mediaType: file.type, data });
    } catch {
      problems.push(format(texts.pictureUnreadable, name));
    }
  }
  return problems;
}

function readBase64(file: File): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    const address = String(reader.result);
    resolve(address.slice(address.indexOf(',') + 1));
  });
  reader.addEventListener('error', reject);
  reader.readAsDataURL(file);
  return promise;
}
