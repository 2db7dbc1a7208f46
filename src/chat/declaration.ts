import { indentation, isBlank } from './codeLines.ts';

const modifiers =
  '(?:(?:export|default|declare|public|private|protected|internal|static|async|abstract|final|override|virtual|sealed|partial|readonly|inline|unsafe|suspend|open|data|pub(?:\\([^)]*\\))?)\\s+)*';
const keywords =
  'function\\*?|def|class|interface|struct|enum|trait|func|fn|fun|type|module|namespace|record|object|protocol';
const name = '[\\p{L}_$][\\p{L}\\p{N}_$]*';

const keyworded = new RegExp(`^${modifiers}(${keywords})\\s+(?:\\([^)]*\\)\\s*)?(${name})`, 'u');
const functionValue = new RegExp(
  `^${modifiers}(?:const|let|var|val)\\s+(${name})\\s*(?::[^=]*)?=\\s*(?:async\\s*)?(?:function\\b|${name}\\s*=>|\\([^'"]*$)`,
  'u',
);
/** Of a class: what looks like a call but opens a block. Texts between the brackets tell `it('adds', () => {` apart. */
const method = new RegExp(
  `^${modifiers}(?:[\\p{L}\\p{N}_$<>[\\],.?*&: ]+\\s)?(${name})\\s*\\([^'"\`]*\\{$`,
  'u',
);
/** Nobody declares anything in longer lines, and the patterns would take their time. In UTF-16 code units. */
const longestDeclaration = 300;
const statements = new Set(
  'if for while switch catch return with else do using lock foreach match unless until when guard new await'.split(
    ' ',
  ),
);

/** What lines declare: those of one file are asked for several times. */
const known = new Map<string, string | undefined>();
const mostKnown = 20_000;

/** What a line declares, such as `function total`; undefined where it declares nothing that has a body. */
export function declaredName(line: string): string | undefined {
  if (line.length > longestDeclaration) return undefined;
  if (known.has(line)) return known.get(line);
  if (known.size === mostKnown) known.clear();
  const name = readName(line.trim());
  known.set(line, name);
  return name;
}

function readName(text: string): string | undefined {
  const declared = keyworded.exec(text);
  if (declared) return `${declared[1]} ${declared[2]}`;
  const value = functionValue.exec(text)?.[1];
  if (value) return `value ${value}`;
  if (text.includes('=>') || /\bfunction\b/.test(text)) return undefined;
  const called = method.exec(text)?.[1];
  return called && !statements.has(called) && !statements.has(text.split(/\W/, 1)[0] ?? '')
    ? `method ${called}`
    : undefined;
}

/**
 * The line after the body of what line `start` declares, by the indentation: all that is indented deeper, and the line
 * that closes it.
 */
export function endOfBody(lines: readonly string[], start: number): number {
  const outer = indentation(lines[start] ?? '');
  let end = start + 1;
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    const inner = indentation(line);
    if (inner.length <= outer.length) {
      const text = line.trim();
      const closes = inner === outer && (isClosing(text) || text.startsWith('{'));
      if (!closes) break;
      end = at + 1;
      if (/[{([:]$/.test(text)) continue;
      break;
    }
    end = at + 1;
  }
  return end;
}

/** Whether the lines are one declaration with its whole body and nothing else. */
export function isOneDeclaration(lines: readonly string[]): boolean {
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  if (lines.length < 2 || declaredName(first) === undefined || endOfBody(lines, 0) !== lines.length)
    return false;
  return isClosing(last) ? indentation(last) === indentation(first) : endsByIndentation(lines);
}

/** Whether a line closes what another one has opened. */
export function isClosing(line: string): boolean {
  return /^\s*(?:[)\]}]|end\b)/.test(line);
}

/** As in Python: a colon opens the body, and nothing closes it. */
function endsByIndentation(lines: readonly string[]): boolean {
  const outer = indentation(lines[0] ?? '');
  const header = lines.filter((line) => !isBlank(line) && indentation(line) === outer);
  return /:$/.test(header.at(-1) ?? '') && !/[{([:,\\]$/.test(lines.at(-1) ?? '');
}

/** Whether a line belongs to the declaration that follows: a comment or a decorator. */
export function isAbove(line: string): boolean {
  return isDecorator(line) || /^\s*(?:\/\/|\/?\*|#(?!\w)|--|<!--|;|%)/.test(line);
}

export function isDecorator(line: string): boolean {
  return /^\s*(?:@[\p{L}_]|#!?\[|\[[\p{L}_]\w*(?:\(.*\))?\]$)/u.test(line);
}
