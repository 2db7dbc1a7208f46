import { Lexer, type MarkedOptions, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';
import { blockFormula, inlineFormula } from './formula.ts';
import { delimiterRuns, inlineRuns } from './inlineRuns.ts';

/** Link reference definitions by normalised label. */
export type Links = TokensList['links'];

/** The blocks of a document. Inline content is parsed when `inline` is asked for it, not before. */
export interface LexedDocument {
  readonly tokens: readonly Token[];
  /** All definitions in force: those handed in and those of this document. */
  readonly links: Links;
  /** The inline tokens of a block token's (or cell's) `tokens` array. */
  inline(tokens: Token[] | undefined): readonly Token[];
  /** The inline tokens of a text that stands alone. */
  inlineText(text: string): readonly Token[];
}

/** Full-width punctuation and the quotation marks and dashes that Chinese uses without spaces around them. */
const chinesePunctuation =
  '\\u2014\\u2018\\u2019\\u201c\\u201d\\u2026\\u3001-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65';
const endOfChineseAddress = /[\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const blankLine = /\n[ \t]*(?=\n)/;
/** In characters: a label of 999, an address and a title. */
const longestDefinition = 12_000;
/** How deep quotes and lists may stand in each other; what is deeper is text. */
const deepest = 16;

type Rules = Tokenizer['rules'];

/**
 * CommonMark lets `**` close after punctuation only before a space, so `**注意：**内容` would keep its asterisks.
 * Chinese has no spaces there: for emphasis its punctuation counts as a letter.
 */
function withChineseEmphasis(rule: RegExp): RegExp {
  const source = rule.source
    .replaceAll('[^\\s\\p{P}\\p{S}]', `(?:[^\\s\\p{P}\\p{S}]|[${chinesePunctuation}])`)
    .replaceAll('[\\s\\p{P}\\p{S}]', `(?![${chinesePunctuation}])[\\s\\p{P}\\p{S}]`)
    .replaceAll('[\\p{P}\\p{S}]', `(?![${chinesePunctuation}])[\\p{P}\\p{S}]`);
  return new RegExp(source, rule.flags);
}

function withOwnRules(rules: Rules): Rules {
  const inline = rules.inline;
  return {
    ...rules,
    inline: {
      ...inline,
      // A plain text ends where a formula may begin.
      text: new RegExp(inline.text.source.replace('[\\\\<!\\[`*~_]', '[\\\\<!\\[`*~_$]'), inline.text.flags),
      // What emphasis does not look into: code is the first group, formulas and escapes are the second.
      anyPunctuationOutsideCode: new RegExp(
        `(\`+)(?:[^\`]|[^\`][\\s\\S]*?[^\`])\\1(?!\`)|\`+|(${inlineFormula.source}|\\\\[\\p{P}\\p{S}])`,
        'gu',
      ),
      punctuation: withChineseEmphasis(inline.punctuation),
      emStrongLDelim: withChineseEmphasis(inline.emStrongLDelim),
      emStrongRDelimAst: withChineseEmphasis(inline.emStrongRDelimAst),
      delLDelim: withChineseEmphasis(inline.delLDelim),
      delRDelim: withChineseEmphasis(inline.delRDelim),
    },
  };
}

class ChatTokenizer extends Tokenizer {
  #depth = 0;

  /** A formula that stands alone: what is in it is neither a list nor a heading. */
  override fences(source: string) {
    const formula = blockFormula.exec(source);
    if (!formula) return super.fences(source);
    return { type: 'formula', raw: formula[0], text: formula[0].trim() } as unknown as Tokens.Code;
  }

  /** A formula in a text stays as it was typed. */
  override escape(source: string): Tokens.Escape | undefined {
    if (!source.startsWith('$') && !source.startsWith('\\')) return undefined;
    inlineFormula.lastIndex = 0;
    const formula = inlineFormula.exec(source);
    return formula ? { type: 'escape', raw: formula[0], text: formula[0] } : super.escape(source);
  }

  /**
   * A definition ends at the first blank line at the latest (marked lets a title run over it), so what stands before
   * a blank line cannot change its meaning later. `[^1]: word` is a footnote, not a definition.
   */
  override def(source: string) {
    if (!/^ {0,3}\[(?!\^)/.test(source)) return undefined;
    const start = source.slice(0, longestDefinition);
    const end = start.search(blankLine);
    return super.def(end === -1 ? start : start.slice(0, end + 1));
  }

  override blockquote(source: string) {
    return this.#deeper(() => super.blockquote(source));
  }

  override list(source: string) {
    return this.#deeper(() => super.list(source));
  }

  #deeper<Result>(read: () => Result): Result | undefined {
    if (this.#depth >= deepest) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  /** A bare address ends where Chinese text goes on without a space. */
  override url(source: string) {
    const end = source.search(endOfChineseAddress);
    return super.url(end === -1 ? source : source.slice(0, end));
  }

  /** HTML is shown as text, so an open `<code>` or `<a>` must not change how what follows is read. */
  override tag(source: string) {
    const token = super.tag(source);
    this.lexer.state.inLink = false;
    this.lexer.state.inRawBlock = false;
    return token;
  }
}

const tokenizer = new ChatTokenizer();
const options: MarkedOptions = { gfm: true, tokenizer };
let rules: Rules | undefined;

/**
 * Splits markdown (line ends already `\n`) into block tokens.
 * @param links definitions that stand before this source
 * @param run how much of a text without end is read at a time, see `inlineRuns`
 */
export function lexDocument(source: string, links: Links, run: number): LexedDocument {
  const lexer = new Lexer(options);
  rules ??= withOwnRules(tokenizer.rules);
  tokenizer.rules = rules;
  Object.assign(lexer.tokens.links, links);
  lexer.blockTokens(source, lexer.tokens);
  const waiting = new Map<Token[], string>(lexer.inlineQueue.map(({ src, tokens }) => [tokens, src]));
  const inlineText = (text: string, tokens: Token[] = []) => {
    for (const part of delimiterRuns(text)) lexer.inlineTokens(part, tokens);
    return tokens;
  };
  return {
    tokens: lexer.tokens,
    links: lexer.tokens.links,
    inline(tokens = []) {
      const text = waiting.get(tokens);
      if (text !== undefined) {
        waiting.delete(tokens);
        for (const part of inlineRuns(text, run)) inlineText(part, tokens);
      }
      return tokens;
    },
    inlineText,
  };
}
