import assert from 'node:assert/strict';
import { readFaults } from '../../mutation/compile.ts';
import { findEquivalent, staleEntries } from '../../mutation/equivalent.ts';
import { type Mutant, mutantText, mutatedSource, sourceLine } from '../../mutation/mutant.ts';
import { isProse } from '../../mutation/prose.ts';
import { shuffle } from '../../mutation/sample.ts';

const file = 'src/core/sum.ts';

/** A mutant of the first place where the original stands in the source. */
function mutantOf(source: string, original: string, replacement: string, mutator = 'ConditionalExpression') {
  const start = source.indexOf(original);
  const before = source.slice(0, start).split('\n');
  const mutant: Mutant = {
    id: `${start}`,
    file,
    mutator,
    start,
    end: start + original.length,
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    original,
    replacement,
  };
  return mutant;
}

describe('a mutant', () => {
  const source = 'const a = 1;\n  if (a > 0 && b) {\n    c();\n  }\n';

  it('is put into its source', () => {
    const block = mutantOf(source, '{\n    c();\n  }', '{}', 'BlockStatement');
    assert.equal(mutatedSource(block, source), 'const a = 1;\n  if (a > 0 && b) {}\n');
    assert.equal(
      mutatedSource(mutantOf(source, 'a > 0', 'a >= 0', 'EqualityOperator'), source).split('\n')[1],
      '  if ((a >= 0) && b) {',
    );
  });

  it('leaves a case of a switch one', () => {
    const cases = "switch (a) {\n  case 'x':\n    b();\n}";
    const mutant = mutantOf(cases, "case 'x':\n    b();", "case 'x':");
    assert.equal(mutatedSource(mutant, cases), "switch (a) {\n  case 'x':\n}");
  });

  it('is shown in one line', () => {
    assert.equal(
      mutantText(mutantOf(source, '{\n    c();\n  }', '{}', 'BlockStatement')),
      'src/core/sum.ts:2:19 BlockStatement: { c(); } → {}',
    );
  });

  it('knows its line', () => {
    assert.equal(sourceLine(mutantOf(source, 'a > 0', 'true'), source), 'if (a > 0 && b) {');
    assert.equal(sourceLine(mutantOf(source, '1', '2'), source), 'const a = 1;');
  });
});

describe('mutants of texts', () => {
  const isText = (source: string, original: string) =>
    isProse(mutantOf(source, original, '""', 'StringLiteral'), source);

  for (const [source, original] of [
    ["fail('The key is not one.')", "'The key is not one.'"],
    ["fail('密钥无效')", "'密钥无效'"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['fail(`Line ${n} is too long`)', '`Line ${n} is too long`'],
    ["translate('Retry')", "'Retry'"],
    ["translate(\n    'Retry')", "'Retry'"],
    ["{ label: 'GLM' }", "'GLM'"],
  ] as const) {
    it(`are left out: ${source}`, () => assert.equal(isText(source, original), true));
  }

  for (const [source, original] of [
    ["headers.set('accept', value)", "'accept'"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['`Bearer ${key}`', '`Bearer ${key}`'],
    ["lines.join('\\n')", "'\\n'"],
    ["lines.join(' ')", "' '"],
    ["{ type: 'text' }", "'text'"],
  ] as const) {
    it(`are tried where they are a protocol’s words: ${source}`, () =>
      assert.equal(isText(source, original), false));
  }

  it('are no others than those of texts', () => {
    const source = "translate(isOpen ? 'a b' : 'c d')";
    assert.equal(isProse(mutantOf(source, 'isOpen', 'true'), source), false);
  });
});

describe('the sample of mutants', () => {
  const source = Array.from({ length: 60 }, (_, index) => `use(a${index}); use(same);`).join('\n');
  const sources = new Map([[file, source]]);
  const mutants = [...source.matchAll(/a\d+|same/g)].map(({ 0: original, index }) => ({
    ...mutantOf(source, original, 'x'),
    id: String(index),
    start: index,
    end: index + original.length,
  }));
  const names = (seed: number, list: readonly Mutant[] = mutants, from = sources) =>
    shuffle(list, seed, from).map(({ start }) => from.get(file)?.slice(0, start).split('\n').length);

  it('has each of them once', () => {
    const ids = shuffle(mutants, 1, sources).map(({ id }) => id);
    assert.deepEqual(ids.toSorted(), mutants.map(({ id }) => id).toSorted());
  });

  it('is the same for the same seed, in whatever order they come', () => {
    assert.deepEqual(names(1), names(1));
    assert.deepEqual(names(1, mutants.toReversed()), names(1));
    assert.notDeepEqual(names(1), names(2));
  });

  it('takes from everywhere', () => {
    // The mean place of the first 20 of 120, over 200 seeds, is the middle.
    let sum = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      for (const { id } of shuffle(mutants, seed, sources).slice(0, 20)) {
        sum += mutants.findIndex((mutant) => mutant.id === id);
      }
    }
    const mean = sum / 4000;
    assert.ok(Math.abs(mean - 59.5) < 3, `mean ${mean}`);
  });
});

describe('equivalent mutants', () => {
  const source = 'if (a) {\n  b();\n}\nif (a) return;\n';
  const entry = {
    file,
    line: 'if (a) {',
    original: '{ b(); }',
    replacement: '{}',
    reason: 'b does nothing.',
  };

  it('are found by their words, wherever they stand', () => {
    const moved = `\n\n  ${source}`;
    for (const text of [source, moved]) {
      const mutant = mutantOf(text, '{\n  b();\n}', '{}', 'BlockStatement');
      assert.equal(findEquivalent(mutant, text, [entry]), entry);
    }
  });

  for (const [what, change] of [
    ['file', { file: 'src/core/other.ts' }],
    ['line', { line: 'if (a) return;' }],
    ['original', { original: '{ c(); }' }],
    ['replacement', { replacement: 'true' }],
  ] as const) {
    it(`are others if the ${what} is another`, () => {
      const mutant = mutantOf(source, '{\n  b();\n}', '{}', 'BlockStatement');
      assert.equal(findEquivalent(mutant, source, [{ ...entry, ...change }]), undefined);
    });
  }

  it('are stale once the code has changed', () => {
    const mutants = [mutantOf(source, '{\n  b();\n}', '{}', 'BlockStatement')];
    const sources = new Map([[file, source]]);
    const old = { ...entry, line: 'if (b) {' };
    const elsewhere = { ...entry, file: 'src/core/notRead.ts' };
    assert.deepEqual(staleEntries([entry, old, elsewhere], mutants, sources), [old]);
  });
});

describe('what the compiler prints', () => {
  it('names the files at fault', () => {
    const output = [
      'src\\a.mutant-1.ts(3,4): error TS2322: Type string',
      '  is not (1,2): assignable',
      'src/b.mutant-2.ts(1,1): error TS1005: expected',
      '',
    ].join('\r\n');
    assert.deepEqual(readFaults(output), [
      { path: 'src/a.mutant-1.ts', isSyntax: false },
      { path: 'src/b.mutant-2.ts', isSyntax: true },
    ]);
  });
});
