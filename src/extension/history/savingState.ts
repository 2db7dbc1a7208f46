/** Why a conversation is not saved. */
export type SavingTrouble =
  /** It could not be written; all of it is in memory, and is tried again. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** Its file was removed. It is not to come back, so nothing is written any more. */
  | { readonly type: 'deleted' };

/** Whether a conversation is saved, for those who want to know when that changes. */
export class SavingState {
  readonly #listeners = new Set<() => void>();
  #trouble: SavingTrouble | undefined;

  /** Undefined while all of it is saved, or about to be. */
  get trouble(): SavingTrouble | undefined {
    return this.#trouble;
  }

  set(trouble: SavingTrouble | undefined): void {
    this.#trouble = trouble;
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Calls a listener whenever `trouble` was set.
   *
   * @returns what ends that.
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
