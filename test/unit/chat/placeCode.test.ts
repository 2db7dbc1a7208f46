import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { codeAtCursor, codeAtEnd, codeForSelection } from '../../../src/chat/placeCode.ts';

describe('code at a cursor', () => {
  it('goes exactly there when it is one line', () => {
    assert.equal(codeAtCursor('  total(nets)\n', 'const sum = ', ';'), 'total(nets)');
  });

  it('gets lines of its own when it is several', () => {
    const code = '\nif (a) {\n  b();\n\n  c();\n}\n';
    assert.equal(codeAtCursor(code, '', ''), 'if (a) {\n  b();\n\n  c();\n}');
    assert.equal(codeAtCursor(code, '    ', ''), 'if (a) {\n      b();\n\n      c();\n    }');
    assert.equal(codeAtCursor(code, '  x();', ''), '\n  if (a) {\n    b();\n\n    c();\n  }');
    assert.equal(codeAtCursor(code, '', 'x();'), 'if (a) {\n  b();\n\n  c();\n}\n');
    assert.equal(codeAtCursor(code, '\t', 'x();'), 'if (a) {\n\t  b();\n\n\t  c();\n\t}\n\t');
  });

  it('loses the indentation that it has in the answer', () => {
    assert.equal(codeAtCursor('    a();\n      b();', '  ', ''), 'a();\n    b();');
  });
});

describe('code in place of a selection', () => {
  it('stands where the selection stood', () => {
    assert.equal(codeForSelection('a();\nb();', '    x();\n    y();', ''), '    a();\n    b();');
    assert.equal(codeForSelection('a();\nb();', 'x();\n    y();', '    '), 'a();\n    b();');
    assert.equal(codeForSelection('sum(1)', '1 + 1', 'const two = '), 'sum(1)');
  });

  it('ends with the line end that was selected', () => {
    assert.equal(codeForSelection('a();', '  x();\n', ''), '  a();\n');
    assert.equal(codeForSelection('a();\n', 'x();', '  '), 'a();');
  });
});

describe('code at the end', () => {
  it('gets a line of its own, also when it is one line', () => {
    assert.equal(codeAtEnd(' c = 3\n', 'b = 2'), '\nc = 3');
    assert.equal(codeAtEnd('c = 3', '    b = 2'), '\n    c = 3');
    assert.equal(codeAtEnd('c = 3\nd = 4', '  b = 2'), '\n  c = 3\n  d = 4');
  });

  it('begins on the last line where that is blank', () => {
    assert.equal(codeAtEnd('c = 3', ''), 'c = 3');
    assert.equal(codeAtEnd('c = 3', '  '), 'c = 3');
    assert.equal(codeAtEnd('c = 3\nd = 4', '  '), 'c = 3\n  d = 4');
  });

  it('is nothing where there is none', () => {
    assert.equal(codeAtEnd('\n \n', 'b = 2'), '');
  });
});
