import {
  containsPosition,
  containsRange,
  selectedLines,
  type TextPosition,
  type TextRange,
} from './textRange.ts';

/** What a language server knows of a piece of code. */
export interface CodeSymbol {
  readonly name: string;
  /** VS Code’s name of it: `Function`, `EnumMember`. */
  readonly kind: string;
  readonly range: TextRange;
  readonly children: readonly CodeSymbol[];
}

/** Lines of a document by their numbers from 0, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

const wholes = new Set(['Function', 'Method', 'Constructor', 'Class', 'Interface', 'Enum', 'Struct']);
const containers = new Set(['File', 'Module', 'Namespace', 'Package']);

/** The lines of the symbol around a position that makes sense by itself. */
export function enclosingLines(
  symbols: readonly CodeSymbol[],
  position: TextPosition,
): LineRange | undefined {
  return innermost(symbols, position) ?? outermost(symbols, position);
}

/** The smallest function, class or the like around a position; a variable inside it would be too little to explain. */
function innermost(symbols: readonly CodeSymbol[], position: TextPosition): LineRange | undefined {
  let found: LineRange | undefined;
  for (const { kind, range, children } of symbols) {
    if (!containsPosition(range, position)) continue;
    const candidate = innermost(children, position) ?? (wholes.has(kind) ? selectedLines(range) : undefined);
    if (candidate && (!found || containsLines(found, candidate))) found = candidate;
  }
  return found;
}

/** What is declared over several lines around a position: a function that is a constant, a table. */
function outermost(symbols: readonly CodeSymbol[], position: TextPosition): LineRange | undefined {
  for (const { kind, range, children } of symbols) {
    if (!containsPosition(range, position)) continue;
    if (!containers.has(kind)) return range.start.line === range.end.line ? undefined : selectedLines(range);
    const inner = outermost(children, position);
    if (inner) return inner;
  }
  return undefined;
}

/** Whether all lines of `inner` are among those of `outer`. */
export function containsLines(outer: LineRange, inner: LineRange): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** The names of the symbols around some lines, the outermost first. */
export function namesAround(symbols: readonly CodeSymbol[], lines: LineRange): string[] {
  const around = symbols.find(({ range }) =>
    containsLines({ first: range.start.line, last: range.end.line }, lines),
  );
  return around ? [around.name, ...namesAround(around.children, lines)] : [];
}

/** All symbols, each before those inside it. */
export function allSymbols(symbols: readonly CodeSymbol[]): CodeSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...allSymbols(symbol.children)]);
}

/** The whole of a symbol of which only the place of its name may be known. */
export function wholeSymbol(
  symbols: readonly CodeSymbol[],
  { name, range }: Pick<CodeSymbol, 'name' | 'range'>,
): CodeSymbol | undefined {
  return allSymbols(symbols).find((symbol) => symbol.name === name && containsRange(symbol.range, range));
}

/** The codicon of a kind: `symbol-enum-member`. */
export function symbolIcon(kind: string): string {
  return `symbol${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
