import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { applyCode } from '../../../src/chat/applyCode.ts';

/* Random programs: functions with nested blocks, closing brackets and blank lines that repeat, and lines that are unique. */

interface Program {
  readonly lines: readonly string[];
  readonly lineEnd: string;
  readonly endsOpen: boolean;
}

const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta');
/** A statement becomes the only one of its kind when the program is put together. */
const statement = word.map((name) => `${name}#;`);
/** Statements that may be anywhere, again and again. */
const repeatedLines = ['', 'return result;', 'count++;'];
const repeated = fc.constantFrom(...repeatedLines);
const bodyLine = fc.oneof({ weight: 4, arbitrary: statement }, { weight: 1, arbitrary: repeated });
const nested = fc
  .tuple(word, fc.array(bodyLine, { minLength: 1, maxLength: 3 }))
  .map(([name, lines]) => [`if (${name}#) {`, ...lines.map(indented), '}']);
const body = fc
  .array(
    fc.oneof(
      bodyLine.map((line) => [line]),
      nested,
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.flat());

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

const program: fc.Arbitrary<Program> = fc
  .record({
    bodies: fc.array(body, { minLength: 1, maxLength: 6 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    endsOpen: fc.boolean(),
  })
  .map(({ bodies, ...rest }) => ({
    ...rest,
    lines: [
      'use(everything);',
      '',
      ...bodies.flatMap((lines, index) => [`function step${index}() {`, ...lines.map(indented), '}', '']),
      'start();',
    ].map((line, index) => line.replace('#', `${index}(${index * 7})`)),
  }));

function join({ lines, lineEnd, endsOpen }: Program): string {
  return lines.join(lineEnd) + (endsOpen ? '' : lineEnd);
}

/** A piece of a program, with lines inside it removed or added. */
interface Edit {
  readonly from: number;
  readonly length: number;
  /** Where, and what. */
  readonly added: readonly (readonly [number, string])[];
  readonly removed: readonly number[];
  /** How much further right the block is than the file. */
  readonly shift: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  from: fc.nat(),
  length: fc.integer({ min: 3, max: 25 }),
  added: fc.array(
    fc.tuple(
      fc.nat(),
      fc.tuple(word, fc.nat({ max: 99 })).map(([name, number]) => `${name}New${number}();`),
    ),
    { maxLength: 3 },
  ),
  removed: fc.array(fc.nat(), { maxLength: 2 }),
  shift: fc.constantFrom('', '  ', '\t'),
});

interface Edited {
  readonly piece: readonly string[];
  readonly edited: readonly string[];
  /** Which line of the program each line of `edited` was. */
  readonly origins: readonly (number | undefined)[];
  readonly start: number;
  readonly result: Program;
}

function makeEdit(source: Program, { from, length, added, removed }: Edit): Edited {
  const start = from % source.lines.length;
  const piece = source.lines.slice(start, start + length);
  const lines: { readonly line: string; readonly origin?: number }[] = piece.map((line, index) => ({
    line,
    origin: start + index,
  }));
  for (const choice of removed) {
    const at = 1 + (choice % Math.max(1, lines.length - 2));
    // Brackets go only in pairs.
    if (lines.length > 3 && lines[at]?.line.endsWith(';')) lines.splice(at, 1);
  }
  for (const [choice, line] of added) {
    if (lines.length > 1) lines.splice(1 + (choice % (lines.length - 1)), 0, { line: `  ${line}` });
  }
  const edited = lines.map(({ line }) => line);
  const all = [...source.lines.slice(0, start), ...edited, ...source.lines.slice(start + piece.length)];
  const origins = lines.map(({ origin }) => origin);
  return { piece, edited, origins, start, result: { ...source, lines: all } };
}

function isRepeated(line = ''): boolean {
  return repeatedLines.includes(line.trim());
}

function isIn(lines: readonly string[], { lines: all }: Program): boolean {
  return `\n${all.join('\n')}\n`.includes(`\n${lines.join('\n')}\n`);
}

/** How often the block was applied, over all the runs of a property: a function that always refuses is right, too. */
function counted() {
  let applied = 0;
  let all = 0;
  return {
    count(result: string | undefined) {
      all++;
      if (result !== undefined) applied++;
    },
    atLeast(share: number) {
      assert.ok(applied / all >= share, `applied ${applied} of ${all}`);
    },
  };
}

describe('applying an edited piece of any file', () => {
  it('gives the file with exactly this piece edited, or nothing', () => {
    const runs = counted();
    fc.assert(
      fc.property(program, edit, (source, how) => {
        const { edited, result } = makeEdit(source, how);
        // What begins or ends with a line that is there again and again has no clear beginning or end.
        fc.pre(!isRepeated(edited[0]) && !isRepeated(edited.at(-1)) && !isIn(edited, source));
        const code = edited.map((line) => (line === '' ? '' : how.shift + line)).join('\n');
        const applied = applyCode(join(source), code);
        runs.count(applied);
        if (applied !== undefined) assert.equal(applied, join(result));
      }),
      { numRuns: 500 },
    );
    runs.atLeast(0.5);
  });

  it('gives just that when the piece was asked about', () => {
    const runs = counted();
    fc.assert(
      fc.property(program, edit, (source, how) => {
        const { piece, edited, start, result } = makeEdit(source, how);
        fc.pre(edited[0] !== '' && edited.at(-1) !== '' && piece[0] !== '' && piece.at(-1) !== '');
        // Of lines that are there one after another nothing tells whether those around them are to go.
        fc.pre(edited.length === piece.length || !isIn(edited, source));
        const asked = { startLine: start + 1, endLine: start + piece.length, code: piece.join('\n') };
        const applied = applyCode(join(source), edited.join('\n'), [asked]);
        runs.count(applied);
        if (applied !== undefined) assert.equal(applied, join(result));
      }),
      { numRuns: 500 },
    );
    runs.atLeast(0.9);
  });

  it('gives the same with a part left out that has not changed', () => {
    const runs = counted();
    fc.assert(
      fc.property(program, edit, fc.nat(), fc.nat(), (source, how, from, size) => {
        const { edited, origins, result } = makeEdit(source, how);
        fc.pre(!isRepeated(edited[0]) && !isRepeated(edited.at(-1)) && edited.length >= 4);
        const first = 1 + (from % (edited.length - 2));
        const length = 1 + (size % (edited.length - 1 - first));
        const around = origins.slice(first - 1, first + length + 1);
        fc.pre(!isRepeated(edited[first - 1]) && !isRepeated(edited[first + length]));
        fc.pre(around.every((origin, index) => origin !== undefined && origin === (around[0] ?? 0) + index));
        const code = [
          ...edited.slice(0, first),
          '  // ... existing code ...',
          ...edited.slice(first + length),
        ];
        const applied = applyCode(join(source), code.join('\n'));
        runs.count(applied);
        if (applied !== undefined) assert.equal(applied, join(result));
      }),
      { numRuns: 500 },
    );
    runs.atLeast(0.4);
  });

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(program, edit, fc.boolean(), (source, how, withRange) => {
        const { piece, edited, start } = makeEdit(source, how);
        const asked = { startLine: start + 1, endLine: start + piece.length, code: piece.join('\n') };
        const ranges = withRange ? [asked] : [];
        const once = applyCode(join(source), edited.join('\n'), ranges);
        if (once !== undefined) assert.equal(applyCode(once, edited.join('\n'), ranges), once);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the block is', () => {
    const anything = fc
      .array(fc.oneof(bodyLine, fc.string(), fc.constantFrom('}', '// ...', '\t}', 'function step1() {')))
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(program, anything, anything, (source, code, asked) => {
        const ranges = [{ startLine: 3, endLine: 5, code: asked }];
        const once = applyCode(join(source), code, ranges);
        if (once === undefined) return;
        assert.equal(once.endsWith('\n'), !source.endsOpen);
        assert.equal(/(?<!\r)\n/.test(once), source.lineEnd === '\n' && once.includes('\n'));
      }),
    );
  });
});
