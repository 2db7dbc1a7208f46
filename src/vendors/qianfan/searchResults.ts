import { mostSources } from '../../core/limits.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { countOf, isJsonObject } from '../../net/json.ts';

/** The sources in a list of `{index, url, title}`; the text refers to them as `^[1]^`. */
export function readSearchResults(value: unknown): readonly StreamPart[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, mostSources).flatMap((result: unknown): StreamPart[] => {
    if (!isJsonObject(result)) return [];
    const { index, url, title } = result;
    const number = countOf(index);
    const name = typeof title === 'string' && title.trim() !== '' ? title : url;
    if (typeof name !== 'string' || name === '') return [];
    return [
      {
        type: 'source',
        title: name,
        ...(number !== undefined && { number }),
        ...(typeof url === 'string' && url !== '' && { url }),
      },
    ];
  });
}
