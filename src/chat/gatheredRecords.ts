import type { LogRecord } from './logRecord.ts';

/**
 * Records of answers that are being written, gathered for a moment: what continues a record that waits becomes a part
 * of it, so that a reply in tiny pieces makes few records, whatever it consists of.
 */
export class GatheredRecords {
  #records: LogRecord[] = [];
  /** Where the last record of a part of an answer is that may be continued. */
  readonly #places = new Map<string, number>();

  add(record: LogRecord): void {
    const part = partOf(record);
    const place = part === undefined ? undefined : this.#places.get(part);
    const known = place === undefined ? undefined : this.#records[place];
    const joined = known && join(known, record);
    if (joined && place !== undefined) {
      this.#records[place] = joined;
      return;
    }
    this.#records.push(record);
    if (part !== undefined) this.#places.set(part, this.#records.length - 1);
  }

  /** Hands out what was gathered, in an order in which nothing comes before what it follows. */
  take(): readonly LogRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#places.clear();
    return records;
  }
}

function partOf(record: LogRecord): string | undefined {
  switch (record.type) {
    case 'delta':
      return `${record.channel} ${record.id}`;
    case 'replace':
      return `text ${record.id}`;
    case 'extras':
      return `${record.list} ${record.id}`;
    case 'status':
      return `status ${record.id}`;
    default:
      return undefined;
  }
}

/** Two records of one part as one; undefined where that cannot be. */
function join(first: LogRecord, second: LogRecord): LogRecord | undefined {
  if (first.type === 'delta' && second.type === 'delta') {
    const continues = first.rewrites === second.rewrites && second.at === first.at + first.text.length;
    return continues ? { ...first, text: first.text + second.text } : undefined;
  }
  if (first.type === 'extras' && second.type === 'extras') {
    if (second.rewrites !== first.rewrites || second.at !== first.at + first.items.length) return undefined;
    // A part is of one list.
    return { ...first, items: [...first.items, ...second.items] } as LogRecord;
  }
  return first.type === 'status' && second.type === 'status' ? second : undefined;
}
