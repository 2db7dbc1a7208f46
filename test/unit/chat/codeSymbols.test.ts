import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  allSymbols,
  type CodeSymbol,
  containsLines,
  enclosingLines,
  namesAround,
  symbolIcon,
  wholeSymbol,
} from '../../../src/chat/codeSymbols.ts';

function symbol(
  name: string,
  kind: string,
  [startLine, endLine, endCharacter = 1]: readonly [number, number, number?],
  ...children: CodeSymbol[]
): CodeSymbol {
  const range = {
    start: { line: startLine, character: 0 },
    end: { line: endLine, character: endCharacter },
  };
  return { name, kind, range, children };
}

const at = (line: number, character = 0) => ({ line, character });

describe('the symbol around a position', () => {
  const symbols = [
    symbol('rate', 'Constant', [0, 0, 9]),
    symbol('Shop', 'Class', [2, 20], symbol('sell', 'Method', [4, 8], symbol('price', 'Variable', [5, 6]))),
    symbol('table', 'Constant', [22, 25]),
  ];

  it('is the smallest function, class or the like', () => {
    assert.deepEqual(enclosingLines(symbols, at(5, 3)), { first: 4, last: 8 });
    assert.deepEqual(enclosingLines(symbols, at(10)), { first: 2, last: 20 });
    assert.deepEqual(enclosingLines(symbols, at(2)), { first: 2, last: 20 });
    assert.deepEqual(enclosingLines(symbols, at(20, 1)), { first: 2, last: 20 });
    assert.equal(enclosingLines(symbols, at(20, 2)), undefined);
    assert.equal(enclosingLines(symbols, at(21)), undefined);
    assert.equal(enclosingLines([], at(0)), undefined);
  });

  it('is of every kind that makes sense by itself', () => {
    const kinds = ['Function', 'Method', 'Constructor', 'Class', 'Interface', 'Enum', 'Struct'];
    for (const kind of kinds) {
      const one = symbol('x', 'Variable', [0, 9], symbol('y', kind, [3, 4]));
      assert.deepEqual(enclosingLines([one], at(3)), { first: 3, last: 4 }, kind);
    }
    const field = symbol('x', 'Function', [0, 9], symbol('y', 'Field', [3, 4]));
    assert.deepEqual(enclosingLines([field], at(3)), { first: 0, last: 9 });
  });

  it('is else what is declared over several lines', () => {
    assert.deepEqual(enclosingLines(symbols, at(23)), { first: 22, last: 25 });
    assert.equal(enclosingLines(symbols, at(0)), undefined);
  });

  it('is else what is declared in a module or the like, not the whole of that', () => {
    for (const kind of ['File', 'Module', 'Namespace', 'Package']) {
      const module = symbol('m', kind, [0, 90], symbol('a', 'Constant', [1, 4]), symbol('b', kind, [6, 9]));
      assert.deepEqual(enclosingLines([module], at(2)), { first: 1, last: 4 }, kind);
      assert.equal(enclosingLines([module], at(7)), undefined, kind);
      assert.equal(enclosingLines([module], at(50)), undefined, kind);
    }
    const twice = [
      symbol('m', 'Module', [0, 9]),
      symbol('n', 'Module', [0, 9], symbol('a', 'Object', [1, 4])),
    ];
    assert.deepEqual(enclosingLines(twice, at(2)), { first: 1, last: 4 });
  });

  it('is the smaller of two that overlap, in whatever order they are known', () => {
    const [large, small] = [symbol('l', 'Class', [0, 9]), symbol('s', 'Function', [2, 4])];
    for (const both of [
      [large, small],
      [small, large],
    ]) {
      assert.deepEqual(enclosingLines(both, at(3)), { first: 2, last: 4 });
    }
  });

  it('has no last line in which nothing of it stands', () => {
    assert.deepEqual(enclosingLines([symbol('f', 'Function', [2, 5, 0])], at(3)), { first: 2, last: 4 });
    assert.deepEqual(enclosingLines([symbol('t', 'Array', [2, 5, 0])], at(3)), { first: 2, last: 4 });
  });

  it('is known by the names of those around it, the outermost first', () => {
    assert.deepEqual(namesAround(symbols, { first: 5, last: 6 }), ['Shop', 'sell', 'price']);
    assert.deepEqual(namesAround(symbols, { first: 4, last: 8 }), ['Shop', 'sell']);
    assert.deepEqual(namesAround(symbols, { first: 3, last: 6 }), ['Shop']);
    assert.deepEqual(namesAround(symbols, { first: 4, last: 9 }), ['Shop']);
    assert.deepEqual(namesAround(symbols, { first: 1, last: 6 }), []);
    assert.deepEqual(namesAround(symbols, { first: 3, last: 21 }), []);
  });

  it('is found whole where only its name’s place is known', () => {
    const [, shop] = symbols;
    const range = { start: at(5, 2), end: at(5, 7) };
    assert.equal(wholeSymbol(symbols, { name: 'Shop', range }), shop);
    assert.equal(wholeSymbol(symbols, { name: 'price', range })?.kind, 'Variable');
    assert.equal(wholeSymbol(symbols, { name: 'table', range }), undefined);
    assert.equal(wholeSymbol(symbols, { name: 'other', range }), undefined);
  });

  it('comes in a list before those inside it', () => {
    assert.deepEqual(
      allSymbols(symbols).map(({ name }) => name),
      ['rate', 'Shop', 'sell', 'price', 'table'],
    );
  });

  it('has an icon by its kind', () => {
    assert.equal(symbolIcon('EnumMember'), 'symbol-enum-member');
    assert.equal(symbolIcon('Class'), 'symbol-class');
  });
});

describe('lines', () => {
  it('contain others that are all among them', () => {
    const lines = { first: 2, last: 5 };
    assert.equal(containsLines(lines, lines), true);
    assert.equal(containsLines(lines, { first: 1, last: 5 }), false);
    assert.equal(containsLines(lines, { first: 2, last: 6 }), false);
  });
});
