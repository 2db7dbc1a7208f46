import { mostSources } from '../../core/limits.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { countOf, isJsonObject, parseJson } from '../../net/json.ts';

/**
 * The sources in a list of search results, such as `[{"index":1,"url":"…","title":"…"}]`; none in anything else. An
 * answer refers to them as `[1]`.
 */
export function readSources(results: unknown): readonly StreamPart[] {
  if (!Array.isArray(results)) return [];
  return results
    .slice(0, mostSources)
    .filter(isJsonObject)
    .flatMap(({ index, url, title }): StreamPart[] => {
      const link = typeof url === 'string' && /^https?:\/\//i.test(url) ? url : undefined;
      const number = countOf(index);
      const name = typeof title === 'string' && title.trim() !== '' ? title : link;
      if (name === undefined) return [];
      return [
        {
          type: 'source',
          title: name,
          ...(number !== undefined && { number }),
          ...(link !== undefined && { url: link }),
        },
      ];
    });
}

/** The same from JSON text. */
export function parseSources(text: unknown): readonly StreamPart[] {
  return typeof text === 'string' ? readSources(parseJson(text)) : [];
}
