import type { StreamPart } from '../../core/streamPart.ts';
import { parseJson } from '../json.ts';
import { GuardedText, guarded } from './guardedText.ts';
import type { TextSearch } from './textSearch.ts';

type Delta = Extract<StreamPart, { type: 'text-delta' | 'reasoning-delta' }>;

/** The parts of one reply, without what a search finds in their texts. Their order stays, but for parts that nobody sees. */
export class GuardedParts {
  readonly #search: TextSearch;
  readonly #passOn: (part: StreamPart) => void;
  #text: GuardedText;
  readonly #reasoning: GuardedText;

  /** @param passOn is given each part that may go on, now or once what follows it is known. */
  constructor(search: TextSearch, passOn: (part: StreamPart) => void) {
    this.#search = search;
    this.#passOn = passOn;
    this.#text = new GuardedText(search);
    this.#reasoning = new GuardedText(search);
  }

  /** Whether the part goes on as it is; if not, what goes on instead has been given to `passOn`. */
  push(part: StreamPart): boolean {
    switch (part.type) {
      case 'text-delta':
        return this.#pushDelta(part, this.#text, 'reasoning-delta', this.#reasoning);
      case 'reasoning-delta':
        return this.#pushDelta(part, this.#reasoning, 'text-delta', this.#text);
      case 'text-replace':
        this.#pass('reasoning-delta', this.#reasoning.giveWay());
        this.#text = new GuardedText(this.#search);
        this.#passOn({ ...part, text: this.#text.push(part.text) });
        return false;
      case 'finish':
        this.end();
        break;
      // It has no place among what is shown.
      case 'vendor-session':
        break;
      default:
        this.#pass('reasoning-delta', this.#reasoning.giveWay());
        this.#pass('text-delta', this.#text.giveWay());
    }
    this.#passOn(this.#whole(part));
    return false;
  }

  /** Nothing follows: what is still held back goes on. */
  end(): void {
    this.#pass('reasoning-delta', this.#reasoning.end());
    this.#pass('text-delta', this.#text.end());
  }

  #pushDelta(part: Delta, own: GuardedText, otherType: Delta['type'], other: GuardedText): boolean {
    // Nothing follows with it.
    if (part.text === '') return true;
    const before = other.giveWay();
    const text = own.push(part.text);
    if (before === '' && text === part.text) return true;
    this.#pass(otherType, before);
    this.#pass(part.type, text);
    return false;
  }

  #pass(type: Delta['type'], text: string): void {
    if (text !== '') this.#passOn({ type, text });
  }

  /** JSON, in which a key may be written otherwise than it is read. */
  #cleanInput(input: string): string {
    const written = guarded(input, this.#search);
    const value = written.includes('\\') ? parseJson(written) : undefined;
    if (value === undefined) return written;
    const plain = JSON.stringify(value);
    const clean = guarded(plain, this.#search);
    return clean === plain ? written : clean;
  }

  #whole(part: Exclude<StreamPart, Delta | { type: 'text-replace' }>): StreamPart {
    const clean = (text: string): string => guarded(text, this.#search);
    // Short, and often made of words: half a key in it is no key.
    const cleanName = (text: string): string => guarded(text, this.#search, 'whole');
    switch (part.type) {
      case 'tool-call':
        return {
          ...part,
          id: cleanName(part.id),
          name: cleanName(part.name),
          input: this.#cleanInput(part.input),
        };
      case 'source': {
        const { url, snippet, ...others } = part;
        return {
          ...others,
          title: cleanName(part.title),
          // An address with a gap in it leads nowhere.
          ...(url !== undefined && clean(url) === url && { url }),
          ...(snippet !== undefined && { snippet: clean(snippet) }),
        };
      }
      case 'suggestions':
        return { ...part, items: part.items.map(clean) };
      case 'notice':
        return { ...part, ...(part.detail !== undefined && { detail: clean(part.detail) }) };
      case 'vendor-session':
        return { ...part, id: cleanName(part.id) };
      case 'finish': {
        const { rawReason, model } = part;
        return {
          ...part,
          ...(rawReason !== undefined && { rawReason: cleanName(rawReason) }),
          ...(model !== undefined && { model: cleanName(model) }),
        };
      }
    }
  }
}
