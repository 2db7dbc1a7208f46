import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fitsPattern, pathPatterns } from '../../../src/chat/pathPattern.ts';
import { PatternIndex } from '../../../src/chat/patternIndex.ts';

const fits = (path: string, pattern: string): boolean =>
  pathPatterns(pattern).some((one) => fitsPattern(path.split('/'), one));

describe('a pattern for paths', () => {
  it('fits the end of a path, at any depth', () => {
    assert.ok(fits('a', 'a'));
    assert.ok(fits('x/y/a', 'a'));
    assert.ok(fits('x/a/b', 'a/b'));
    assert.ok(!fits('xa', 'a'));
    assert.ok(!fits('a/x', 'a'));
    assert.ok(!fits('b', 'a/b'));
  });

  it('fits whatever is in a folder, but not the folder', () => {
    assert.ok(fits('a/x', 'a/**'));
    assert.ok(fits('y/a/x/z', 'a/**'));
    assert.ok(fits('y/a/b/z', 'a/b/**'));
    assert.ok(!fits('a', 'a/**'));
    assert.ok(!fits('a/b', 'a/b/**'));
    assert.ok(!fits('xa/b', 'a/**'));
  });

  it('has any characters of one name for *', () => {
    assert.ok(fits('.config.ts', '*.config.ts'));
    assert.ok(fits('a.config.ts', '*.config.ts'));
    assert.ok(fits('azb', 'a*b'));
    assert.ok(fits('ab', 'a*b'));
    assert.ok(!fits('a', 'a*a'));
    assert.ok(!fits('a/b', 'a*b'));
    assert.ok(fits('a.x.b.y.c', 'a.*.b.*.c'));
    assert.ok(!fits('a.b.y.c', 'a.*.b.*.c'));
    assert.ok(!fits('ab', 'a*b*b'));
    assert.ok(fits('r.git/hooks', '*.git/**'));
  });

  it('has each of the choices in braces, in any case', () => {
    assert.deepEqual(pathPatterns('{A,b}/x{,.*}'), [
      ['a', 'x'],
      ['a', 'x.*'],
      ['b', 'x'],
      ['b', 'x.*'],
    ]);
  });
});

describe('an index of patterns', () => {
  it('finds what trying them all finds', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), minLength: 1, maxLength: 4 });
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 4 });
    const pattern = fc
      .tuple(
        fc.array(
          part.filter((one) => one !== '**'),
          { minLength: 1, maxLength: 3 },
        ),
        fc.boolean(),
      )
      .map(([parts, isFolder]) => [...parts, ...(isFolder ? ['**'] : [])].join('/'));
    fc.assert(
      fc.property(fc.array(pattern), fc.array(name, { minLength: 1, maxLength: 5 }), (patterns, path) => {
        const index = new PatternIndex<string>();
        for (const one of patterns) index.add(one, one);
        const expected = patterns.filter((one) => fits(path.join('/'), one));
        assert.deepEqual([...index.find(path)].sort(), [...new Set(expected)].sort());
      }),
    );
  });
});
