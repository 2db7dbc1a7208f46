import { longestModelName, mostModels } from '../core/limits.ts';

/** The names in a list of models, in its order, each once, as far as they are names: not empty, and not too long. */
export function modelNames(names: readonly (string | undefined)[]): string[] {
  const usable = names.filter((name) => name !== undefined && name !== '' && name.length <= longestModelName);
  return [...new Set(usable.slice(0, mostModels))] as string[];
}
