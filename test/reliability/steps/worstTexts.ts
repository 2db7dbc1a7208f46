/** A text that takes long to read where somebody did not think of it. */
export interface WorstText {
  readonly name: string;
  /** @returns exactly `length` UTF-16 code units */
  make(length: number): string;
}

/** As long as the most that a server, a file or an answer is ever read of, in UTF-16 code units. */
export const worstLength = 4_000_000;

function repeated(name: string, unit: string): WorstText {
  return {
    name,
    make: (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
  };
}

/** Begins with something that everything after it is taken for a part of. */
function after(start: string, unit: string): WorstText {
  return {
    name: `${JSON.stringify(start)} and then ${JSON.stringify(unit)}`,
    make: (length) => (start + unit.repeat(Math.ceil(length / unit.length))).slice(0, length),
  };
}

/** One thing inside another. */
function nested(name: string, open: string, close: string): WorstText {
  return {
    name: `nested ${name}`,
    make(length) {
      const depth = Math.floor(length / (open.length + close.length));
      return (open.repeat(depth) + close.repeat(depth)).padEnd(length, ' ');
    },
  };
}

/** The same in every run, and different from one another. */
function numbered(name: string, line: (number: number) => string): WorstText {
  return {
    name,
    make(length) {
      const lines: string[] = [];
      for (let at = 0, size = 0; size < length; at += 1) {
        const text = line(at);
        lines.push(text);
        size += text.length;
      }
      return lines.join('').slice(0, length);
    },
  };
}

const characters = [...' \n\t\r<[(*_`#>-|\\$!{}"&~=:/.,;@%+^\'x0…中'];

const pairs = [
  '[](',
  '**a',
  '<!--',
  'a\n',
  ' \n',
  '\r\n',
  '```\n',
  '~~~ a\n',
  '- ',
  '> ',
  '](',
  '![',
  '[^',
  '*a_ ',
  '<a ',
  '<pre>',
  '&#',
  '|a',
  '|-',
  '\\[',
  '$$\n',
  '    a\n',
  '\t-\n',
  '1. ',
  '# a\n',
  '[a]: b\n',
  '// ...\n',
  '# rest of\n',
  '@@ -1 +1 @@\n',
  '+a\n-b\n',
  '--- a\n+++ b\n@@\n',
  'diff --git a/a b/a\n',
  'function a(\n',
  'export const a = (\n',
  'class a {\n',
  'import {\n',
  '$ a\n',
  'a.',
  'a/',
  '../',
  'a ',
  'model ',
  'max tokens ',
  'https://',
  'https://a.b/ ',
  'eyJa.',
  'Bearer ',
  '?token=',
  'data: a\n',
  'data: {}\n\n',
  ': a\n\n',
  '"a":',
  '\\"',
  '\\u0061',
  '%41',
  ...['\ud800', '\udfff', 'e\u0301', '\u0301', '\u202e', '\u200d', '👩\u200d', '🇨🇳', '\ufeff', '\u0000'],
  ...['\u1100\u1161\u11a8', 'ﷺ', 'İ', '\ufdfa', '\u{e0041}', '가'],
];

/** Texts made of what readers look for. */
export const worstTexts: readonly WorstText[] = [
  ...characters.map((character) => repeated(`all ${JSON.stringify(character)}`, character)),
  ...pairs.map((pair) => repeated(`${JSON.stringify(pair)} again and again`, pair)),
  after('```\n', ' '),
  after('```\n', '\n'),
  after('a', ' '),
  after('"', '\\'),
  after('function a() {\n', ' \n'),
  after('--- a\n+++ b\n@@ -1 +1 @@\n', ' \n'),
  after('diff --git a/a b/a\n', 'a\n'),
  after('<pre>', '\n'),
  after('<!--', '-'),
  after('---\n', 'a: b\n'),
  after('---\n', '\r'),
  after('{"error":{"message":"', 'model '),
  after('{"error":{"code":"', 'a.'),
  after('data: {"choices":[{"delta":{"content":"', 'a'),
  nested('lists', '[', ']'),
  nested('objects', '{"a":', '}'),
  nested('brackets', '(', ')'),
  nested('emphasis', '**a ', ' b**'),
  nested('links', '[a', '](b)'),
  nested('quotes', '> ', '\n'),
  nested('elements', '<b>', '</b>'),
  numbered('lines that differ', (number) => `line ${number}\n`),
  numbered('lines that differ, indented', (number) => `${' '.repeat(number % 40)}a${number} {\n`),
  numbered('indented ever deeper', (number) => `${' '.repeat(number % 3000)}a\n`),
  numbered('declarations that differ', (number) => `  function name${number}(a, b) {\n`),
  numbered('definitions that differ', (number) => `[a${number}]: b\n`),
  numbered('runs of backticks', (number) => `${'`'.repeat(number % 500)} `),
  numbered('members that differ', (number) => `"a${number}":0,`),
  numbered('base64', (number) => Buffer.from(`picture ${number} ${number * 7919}`).toString('base64')),
];
