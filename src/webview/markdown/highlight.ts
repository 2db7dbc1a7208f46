import { createLowlight } from 'lowlight';
import { aliases, grammars } from './languages.ts';

/** What a piece of code is, as far as colours tell. */
export type TokenRole =
  | 'keyword'
  | 'control'
  | 'function'
  | 'type'
  | 'variable'
  | 'string'
  | 'number'
  | 'comment';

export interface CodeToken {
  readonly text: string;
  readonly role: TokenRole | undefined;
}

/** The tokens of one line, line end not included. */
export type CodeLine = readonly CodeToken[];

type HighlightRoot = ReturnType<ReturnType<typeof createLowlight>['highlight']>;
type HighlightNode = HighlightRoot['children'][number];

const lowlight = createLowlight(grammars);
lowlight.registerAlias(Object.fromEntries(Object.entries(aliases).map(([name, list]) => [name, [...list]])));

const compiled = new Set<string>();

/** Longer code stays plain. */
const maxCharacters = 300_000;
const maxLineCharacters = 1000;
/** What is highlighted at a time: little enough for a few milliseconds. */
const sliceCharacters = 2000;
/** A string or comment that is longer than this is cut. */
const maxSliceCharacters = 12_000;

/** Whether code of this language and size gets colours. */
export function canHighlight(lines: readonly string[], language: string | undefined): language is string {
  if (language === undefined || !lowlight.registered(language.toLowerCase())) return false;
  return lines.reduce((sum, line) => sum + line.length + 1, 0) <= maxCharacters;
}

/**
 * Highlights code in slices of a few milliseconds each. Every step gives the lines that follow those of the steps
 * before. A slice ends where the highlighter stands outside of strings, comments and the like, so the colours are
 * those of the whole.
 */
export function* highlightLines(lines: readonly string[], language: string): Generator<readonly CodeLine[]> {
  const name = language.toLowerCase();
  if (!compiled.has(name)) {
    // The first use of a grammar compiles it, which takes a slice by itself.
    lowlight.highlight(name, '');
    compiled.add(name);
    yield [];
  }
  let at = 0;
  let limit = sliceCharacters;
  while (at < lines.length) {
    if ((lines[at]?.length ?? 0) > maxLineCharacters) {
      yield [[{ text: lines[at] ?? '', role: undefined }]];
      at += 1;
      continue;
    }
    const end = sliceEnd(lines, at, limit);
    const { result, outside } = readSlice(name, lines.slice(at, end));
    const whole = end === lines.length || limit >= maxSliceCharacters || isLongLine(lines[end]);
    const count = whole ? result.length : safeCount(outside, lines.slice(at, end));
    if (count === 0) {
      limit *= 2;
      continue;
    }
    limit = sliceCharacters;
    yield result.slice(0, count);
    at += count;
  }
}

/** Code that is nested so deeply that the highlighter gives up stays plain. */
function readSlice(name: string, lines: readonly string[]): SplitLines {
  try {
    return splitLines(lowlight.highlight(name, lines.join('\n')));
  } catch {
    return {
      result: lines.map((text) => [{ text, role: undefined }]),
      outside: lines.slice(1).map(() => true),
    };
  }
}

function isLongLine(line: string | undefined): boolean {
  return line !== undefined && line.length > maxLineCharacters;
}

function sliceEnd(lines: readonly string[], start: number, limit: number): number {
  let characters = 0;
  let end = start;
  while (end < lines.length && !isLongLine(lines[end]) && (end === start || characters < limit)) {
    characters += (lines[end]?.length ?? 0) + 1;
    end += 1;
  }
  return end;
}

/** How many lines of a slice may be taken: up to a line that starts at the margin, better than in the middle of a block. */
function safeCount(outside: readonly boolean[], lines: readonly string[]): number {
  let any = 0;
  for (let count = lines.length - 1; count > 0; count -= 1) {
    if (outside[count - 1] !== true) continue;
    if (/^[^\s)}\]]/.test(lines[count] ?? '')) return count;
    if (any === 0) any = count;
  }
  return any;
}

interface SplitLines {
  readonly result: readonly CodeLine[];
  /** For each line but the last, whether its end stands outside of everything. */
  readonly outside: readonly boolean[];
}

/** The highlighter's tree by lines. */
function splitLines(tree: HighlightRoot): SplitLines {
  const result: CodeToken[][] = [[]];
  const outside: boolean[] = [];
  const visit = (node: HighlightNode, role: Scope | undefined, depth: number): void => {
    if (node.type === 'text') {
      for (const [index, text] of node.value.split('\n').entries()) {
        if (index > 0) {
          outside.push(depth === 0);
          result.push([]);
        }
        if (text !== '') result.at(-1)?.push(...roleTokens(text, role));
      }
    } else if (node.type === 'element') {
      const own = scopeRole(node.properties['className']) ?? role;
      for (const child of node.children) visit(child, own, depth + 1);
    }
  };
  for (const node of tree.children) visit(node, undefined, 0);
  return { result, outside };
}

/** `params` is taken apart later. */
type Scope = TokenRole | 'params';

const roles: Readonly<Record<string, Scope>> = {
  addition: 'number',
  attr: 'variable',
  attribute: 'variable',
  built_in: 'function',
  bullet: 'keyword',
  code: 'string',
  comment: 'comment',
  deletion: 'string',
  doctag: 'keyword',
  keyword: 'keyword',
  link: 'string',
  literal: 'keyword',
  meta: 'control',
  name: 'keyword',
  number: 'number',
  params: 'params',
  property: 'variable',
  quote: 'comment',
  regexp: 'string',
  section: 'keyword',
  'selector-attr': 'variable',
  'selector-class': 'type',
  'selector-id': 'type',
  'selector-pseudo': 'type',
  'selector-tag': 'type',
  string: 'string',
  symbol: 'variable',
  'template-variable': 'variable',
  title: 'function',
  type: 'type',
  variable: 'variable',
};

/** Words that steer the flow, which the editor's themes colour apart from the other keywords. */
const controlWords = new Set(
  (
    'assert await break case catch continue default defer do elif else elseif end except export fallthrough finally for foreach ' +
    'from goto guard if import include loop match package pass raise rescue return select switch then throw throws try ' +
    'unless until use using when while with yield ELSE FOR IF THEN WHILE'
  ).split(' '),
);

function scopeRole(classNames: unknown): Scope | undefined {
  if (!Array.isArray(classNames)) return undefined;
  const [scope, ...details] = classNames.map(String);
  if (details.includes('class_')) return 'type';
  if (scope === 'hljs-subst') return 'variable';
  return roles[scope?.replace('hljs-', '') ?? ''];
}

/** The built-in types of the languages above that are written small. */
const typeWords = new Set(
  (
    'any bigint bool boolean byte char double error f32 f64 float float32 float64 i16 i32 i64 i8 int int16 int32 int64 int8 long never ' +
    'number object rune short size_t str string symbol u16 u32 u64 u8 uint uint16 uint32 uint64 uint8 uintptr unknown usize void'
  ).split(' '),
);

function roleTokens(text: string, role: Scope | undefined): readonly CodeToken[] {
  if (role !== 'params') return [{ text, role: wordRole(text, role) }];
  // Parameters come with the signs between them.
  const parts = text.split(/([\p{L}_$][\p{L}\p{N}_$]*)/u);
  return parts.map((part, index) => ({ text: part, role: index % 2 === 1 ? 'variable' : undefined }));
}

function wordRole(text: string, role: TokenRole | undefined): TokenRole | undefined {
  if (role === 'keyword' && controlWords.has(text.trim())) return 'control';
  if (role === 'function' && (typeWords.has(text) || /^[A-Z][a-z]/.test(text))) return 'type';
  return role;
}
