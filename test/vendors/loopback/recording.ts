/** What a server has received, in order of arrival. */
export interface Recording<Entry> {
  readonly entries: readonly Entry[];
  add(entry: Entry): void;
  /** The entry with this index (0 is the first), as soon as there is one. */
  received(index: number): Promise<Entry>;
  reset(): void;
}

export function createRecording<Entry>(): Recording<Entry> {
  let entries: Entry[] = [];
  const waiting = new Map<number, PromiseWithResolvers<Entry>>();
  return {
    get entries() {
      return entries;
    },
    add: (entry) => {
      entries.push(entry);
      waiting.get(entries.length - 1)?.resolve(entry);
    },
    received: (index) => {
      const known = entries[index];
      if (known !== undefined) return Promise.resolve(known);
      const waiter = waiting.get(index) ?? Promise.withResolvers<Entry>();
      waiting.set(index, waiter);
      return waiter.promise;
    },
    reset: () => {
      entries = [];
      waiting.clear();
    },
  };
}
