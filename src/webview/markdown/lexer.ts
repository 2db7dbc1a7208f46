import { Lexer, type MarkedOptions, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';
import { blockFormula, inlineFormula } from './formula.ts';
import { inlineNodes } from './inline.ts';
import type { InlineMemo } from './inlineMemo.ts';
import { delimiterRuns, inlineRuns } from './inlineRuns.ts';
import { joinTexts, type MarkdownNode } from './nodes.ts';

/** Link reference definitions by normalised label. */
export type Links = TokensList['links'];

/** The inline content of a block; of one that is far too long in several runs, see `inlineRuns`. */
export type InlineContent = readonly (readonly MarkdownNode[])[];

/** The blocks of a document. Inline content is parsed when it is asked for, not before. */
export interface LexedDocument {
  readonly tokens: readonly Token[];
  /** All definitions in force: those handed in and those of this document. */
  readonly links: Links;
  /** What a block token's (or cell's) `tokens` array stands for. */
  inline(tokens: Token[] | undefined): InlineContent;
  /** The same for a text that is no token's. */
  inlineText(text: string): InlineContent;
}

/** Full-width punctuation and the quotation marks and dashes that Chinese uses without spaces around them. */
const chinesePunctuation =
  '\\u2014\\u2018\\u2019\\u201c\\u201d\\u2026\\u3001-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65';
const endOfChineseAddress = /[\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/;
/** The lines of a quote that have its mark. */
const markedLines = /^(?: {0,3}>[^\n]*(?:\n|$))+/;
const blankLine = /\n[ \t]*(?=\n)/;
/** In characters: a label of 999, an address and a title. */
export const longestDefinition = 4096;
/** Every one more has to be looked for in all that stands before it. */
const mostDefinitions = 1000;
const mostColumns = 32;
/** In characters, of each of a table's first two lines. */
const longestTableHead = 4096;
/** In characters, of one that is underlined and may have several lines. */
const longestHeading = 1000;
/** In characters, before the @, as the standard has it. */
const longestMailName = 64;
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
      // A plain text ends where a formula may begin, and where an address of mail may: that is not looked for far off.
      text: new RegExp(
        inline.text.source
          .replace('[\\\\<!\\[`*~_]', '[\\\\<!\\[`*~_$]')
          .replaceAll('~-]+@)', `~-]{1,${longestMailName}}@)`),
        inline.text.flags,
      ),
      url: new RegExp(
        inline.url.source.replaceAll('[A-Za-z0-9._+-]+', `[A-Za-z0-9._+-]{1,${longestMailName}}`),
        inline.url.flags,
      ),
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
    const definition = super.def(end === -1 ? start : start.slice(0, end + 1));
    const { links } = this.lexer.tokens;
    if (!definition || definition.tag in links) return definition;
    return Object.keys(links).length < mostDefinitions ? definition : undefined;
  }

  /** With so many columns it cannot be read in a panel, only be a burden: it is shown as it was written. */
  override table(source: string) {
    const first = source.slice(0, longestTableHead).indexOf('\n');
    if (first === -1) return undefined;
    const [delimiters = ''] = source.slice(first + 1, first + 1 + longestTableHead).split('\n', 1);
    const isWide = delimiters.split('|', mostColumns + 3).length > mostColumns + 2;
    return isWide || delimiters.length === longestTableHead ? undefined : super.table(source);
  }

  /** Looking for the underline of every line of a text takes a time that grows with the square of its length. */
  override lheading(source: string) {
    const start = source.slice(0, longestHeading);
    return super.lheading(start === source ? source : start.slice(0, start.lastIndexOf('\n') + 1));
  }

  override blockquote(source: string) {
    return this.#deeper(() => {
      try {
        return super.blockquote(source);
      } catch (error) {
        // marked fails where a line without a mark goes on with an item that has nothing in it yet.
        const [marked = ''] = markedLines.exec(source) ?? [];
        if (marked === '' || marked === source) throw error;
        return super.blockquote(marked);
      }
    });
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
 * @param memo what was read before with the same definitions
 */
export function lexDocument(source: string, links: Links, run: number, memo?: InlineMemo): LexedDocument {
  const lexer = new Lexer(options);
  rules ??= withOwnRules(tokenizer.rules);
  tokenizer.rules = rules;
  // Without a prototype, or `[constructor]` would be defined.
  lexer.tokens.links = Object.assign(Object.create(null), links) as Links;
  lexer.blockTokens(source, lexer.tokens);
  const texts = new Map<Token[], string>(lexer.inlineQueue.map(({ src, tokens }) => [tokens, src]));
  const remember: InlineMemo['get'] = memo ? memo.get : (_text, read) => read();
  const readPart = (part: string) => {
    // Another document may have been read meanwhile.
    tokenizer.lexer = lexer;
    return inlineNodes(lexer.inlineTokens(part, []));
  };
  const readRun = (text: string) => {
    const parts = delimiterRuns(text);
    if (parts.length === 1) return readPart(text);
    return joinTexts(parts.flatMap((part) => remember(part, () => readPart(part))));
  };
  const inlineText = (text: string) =>
    inlineRuns(text, run).map((part) => remember(part, () => readRun(part)));
  return {
    tokens: lexer.tokens,
    links: lexer.tokens.links,
    inline(tokens) {
      // What stands for itself, as a checkbox, is a token already: alone or before the text.
      const ready = inlineNodes(tokens ?? []);
      const text = tokens && texts.get(tokens);
      if (text === undefined) return [ready];
      const [first = [], ...rest] = inlineText(text);
      return [ready.length === 0 ? first : [...ready, ...first], ...rest];
    },
    inlineText,
  };
}
