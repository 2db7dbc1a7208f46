import { mostSources } from '../../core/limits.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { countOf, isJsonObject, type JsonObject, textOf } from '../../net/json.ts';

/** The results of the vendor's web search, which stand beside the choices of a chunk or a completion. */
export function readSearchResults(chunk: JsonObject): readonly StreamPart[] {
  const results = chunk['web_search'];
  if (!Array.isArray(results)) return [];
  return results
    .slice(0, mostSources)
    .filter(isJsonObject)
    .flatMap((result): readonly StreamPart[] => {
      const url = textOf(result['link']);
      const title = textOf(result['title']) ?? textOf(result['media']) ?? url;
      const snippet = textOf(result['content']);
      // Such as `ref_1`; the text says `[ref_1]`.
      const refer = textOf(result['refer']);
      const number = countOf(Number(refer && /(?<!\d)\d+$/.exec(refer)?.[0]));
      if (title === undefined) return [];
      return [
        {
          type: 'source',
          title,
          ...(number !== undefined && { number }),
          ...(url !== undefined && { url }),
          ...(snippet !== undefined && { snippet }),
        },
      ];
    });
}
