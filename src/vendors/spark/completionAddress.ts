import { type CompletionVersion, findModel, type SparkModel } from './models.ts';

/** Where a model is reached over HTTP and what it is called there. */
export interface CompletionTarget {
  readonly url: string;
  readonly name: string;
  /** Undefined: nothing is known of it. */
  readonly model: SparkModel | undefined;
}

/**
 * The chat completions of a model: the version in the path comes from the model's own entry, unless the address has one
 * already, which must not be doubled.
 */
export function completionTarget(baseUrl: string, id: string): CompletionTarget {
  const model = findModel(id);
  const name = model?.completions.name ?? id;
  const hasPath = new URL(baseUrl).pathname !== '/';
  const base = hasPath
    ? baseUrl
    : `${new URL(baseUrl).origin}/${model?.completions.version ?? guessVersion(id)}`;
  return { url: `${base.replace(/(?<!\/)\/+$/, '')}/chat/completions`, name, model };
}

/** Reasoning models of another name than the known ones, such as `x1-preview` or `spark-x3`. */
function guessVersion(id: string): CompletionVersion {
  return /^(?:spark-)?x/i.test(id) ? 'v2' : 'v1';
}
