import { encodedForms } from './encodedForms.ts';
import { headerValues } from './headerValues.ts';
import { tellingLength, tellingPieces } from './tellingPieces.ts';
import { TextSearch } from './textSearch.ts';

/** The search for the keys of a connection, made when it is first needed. */
export class KeySearch {
  readonly #secrets: readonly string[];
  /** What may be the id of a model instead of a key. */
  readonly #values: ReadonlySet<string>;
  readonly #models = new Set<string>();
  #search: TextSearch | undefined;

  /** @param secrets as `tellingPieces` takes them */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
    const headers = secrets.flatMap((secret) => headerValues(secret) ?? []);
    this.#values = new Set(headers.map(({ value }) => value));
  }

  /** @param models ids of models that are known now */
  for(models: readonly string[]): TextSearch {
    for (const id of models) {
      if (!this.#values.has(id) || this.#models.has(id)) continue;
      this.#models.add(id);
      this.#search = undefined;
    }
    this.#search ??= new TextSearch(
      tellingPieces(this.#secrets, this.#models).flatMap(encodedForms),
      tellingLength,
    );
    return this.#search;
  }
}
