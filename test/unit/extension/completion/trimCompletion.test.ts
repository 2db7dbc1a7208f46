import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Place, takesLines } from '../../../../src/extension/completion/place.ts';
import { trimCompletion } from '../../../../src/extension/completion/trimCompletion.ts';

/** A place written down: the cursor is where the bar stands. */
function at(code: string): Place {
  const [prefix = '', suffix = ''] = code.split('|');
  return { prefix, suffix };
}

describe('trimming a completion', () => {
  const examples: readonly {
    readonly it: string;
    readonly code: string;
    readonly reply: string;
    readonly kept: string;
    readonly isOver?: boolean;
  }[] = [
    { it: 'keeps what fits', code: 'return |', reply: 'a + b;', kept: 'a + b;' },
    {
      it: 'keeps the block that the line begins, and its end',
      code: 'function add(a, b) {|\n',
      reply: '\n  return a + b;\n}\n\nfunction sub(a, b) {\n  return a - b;\n}\n',
      kept: '\n  return a + b;\n}',
      isOver: true,
    },
    {
      it: 'keeps the branches of a block',
      code: '  if (a) {|\n}',
      reply: '\n    x();\n  } else {\n    y();\n  }\n  z();\n',
      kept: '\n    x();\n  } else {\n    y();\n  }',
      isOver: true,
    },
    {
      it: 'ends a block of a language without brackets where another begins',
      code: 'def add(a, b):|\n',
      reply: '\n    return a + b\n\ndef sub(a, b):\n    return a - b\n',
      kept: '\n    return a + b',
      isOver: true,
    },
    {
      it: 'does not leave the block',
      code: 'class A {\n  b() {\n    |\n',
      reply: 'this.c();\n    this.d();\n  }\n}\n',
      kept: 'this.c();\n    this.d();',
      isOver: true,
    },
    {
      it: 'keeps one paragraph of statements',
      code: '  |\n}',
      reply: 'a();\n  b();\n\n  c();\n',
      kept: 'a();\n  b();',
      isOver: true,
    },
    {
      it: 'goes on after an empty line inside a block',
      code: 'void run() {|',
      reply: '\n  a();\n\n  b();\n}',
      kept: '\n  a();\n\n  b();\n}',
    },
    {
      it: 'goes on below a comment, up to the next gap',
      code: '// Adds two numbers.|\n',
      reply: '\nfunction add(a, b) {\n  return a + b;\n}\n\nfunction sub() {}\n',
      kept: '\nfunction add(a, b) {\n  return a + b;\n}',
      isOver: true,
    },
    {
      it: 'does not jump over a gap to something else',
      code: 'const a = 1;|\n',
      reply: '\n\nfunction other() {\n}\n',
      kept: '',
      isOver: true,
    },
    {
      it: 'ends with an empty block',
      code: 'if (a) {|\n',
      reply: '\n}\nb();\n',
      kept: '\n}',
      isOver: true,
    },
    {
      it: 'stops where the next line is repeated',
      code: '  const a = 1;|\n\n  const total = a + b;\n',
      reply: '\n  const total = a + b;\n  return total;',
      kept: '',
      isOver: true,
    },
    {
      it: 'stops before a bracket that is there already',
      code: 'if (a) {|\n}\n',
      reply: '\n  b();\n}\nc();\n',
      kept: '\n  b();',
      isOver: true,
    },
    {
      it: 'keeps a bracket that closes another block than the one below',
      code: '  if (a) {|\n}\n',
      reply: '\n    b();\n  }',
      kept: '\n    b();\n  }',
    },
    {
      it: 'suggests nothing that stands on the next line',
      code: '  |\n  return this.value;\n',
      reply: 'return this.value;\n',
      kept: '',
      isOver: true,
    },
    {
      it: 'goes on below an empty line that the reply leaves empty',
      code: '  |\n}',
      reply: '\n  a();\n  b();\n',
      kept: '\n  a();\n  b();',
    },
    {
      it: 'keeps its own bracket where words follow a bracket that is there already',
      code: 'f(|) + total',
      reply: 'g(x)',
      kept: 'g(x)',
    },
    { it: 'keeps one line before other text', code: 'f(|);', reply: 'a,\n b', kept: 'a,', isOver: true },
    { it: 'leaves out a bracket that follows', code: 'f(|);', reply: 'a, b);\n', kept: 'a, b', isOver: true },
    { it: 'keeps the brackets of its own', code: 'f(|)', reply: 'g(x)', kept: 'g(x)' },
    { it: 'keeps square brackets of its own', code: 'f[|]', reply: 'g[x]', kept: 'g[x]' },
    { it: 'keeps braces of its own', code: '{a: |}', reply: 'f({})', kept: 'f({})' },
    { it: 'suggests no white space before other text', code: 'f(|);', reply: '  ', kept: '' },
    {
      it: 'suggests nothing where the line ends at once',
      code: 'f(|);',
      reply: '\na',
      kept: '',
      isOver: true,
    },
    { it: 'leaves out only what is too much', code: 'f(|))', reply: 'g(x))', kept: 'g(x)' },
    { it: 'leaves out a quotation mark that follows', code: 'say("|")', reply: 'hello"', kept: 'hello' },
    {
      it: 'leaves out words that follow',
      code: 'const x = | ?? fallback',
      reply: 'a ?? fallback',
      kept: 'a',
    },
    {
      it: 'knows line ends of Windows',
      code: '{|\n',
      reply: '\r\n  a;\r\n}\r\nb',
      kept: '\n  a;\n}',
      isOver: true,
    },
    {
      it: 'does not repeat a word that follows, though all its brackets are closed',
      code: 'f(|value)',
      reply: 'first + value',
      kept: 'first + ',
    },
    { it: 'suggests no white space', code: 'a|\n', reply: '  \n \n', kept: '' },
    {
      it: 'counts a tab as deeper',
      code: '\tif a {|\n',
      reply: '\n\t\tb()\n\t}\n\tc()\n',
      kept: '\n\t\tb()\n\t}',
      isOver: true,
    },
  ];

  for (const { it: title, code, reply, kept, isOver = false } of examples) {
    it(title, () => {
      assert.deepEqual(trimCompletion(at(code), reply, true), { text: kept, isOver });
    });
  }

  it('waits for the end of a line that other text follows', () => {
    assert.deepEqual(trimCompletion(at('f(|);'), 'a, b', false), { text: '', isOver: false });
    assert.deepEqual(trimCompletion(at('f(|);'), 'a, b\n', false), { text: 'a, b', isOver: true });
  });

  const piece = fc.constantFrom(
    'a',
    'return x;',
    '  ',
    '    ',
    '\n',
    '\n\n',
    '\n  ',
    '}',
    '{',
    ')',
    '(',
    '"',
    'end',
    'const total = a + b;',
    '\t',
  );
  const code = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const place = fc.record({ prefix: code, suffix: code });

  it('is a beginning of the reply, at the end of a line without white space at its end', () => {
    fc.assert(
      fc.property(place, code, fc.boolean(), (where, reply, isWhole) => {
        const { text } = trimCompletion(where, reply, isWhole);
        assert.ok(reply.startsWith(text));
        if (takesLines(where)) assert.equal(text, text.trimEnd());
      }),
    );
  });

  it('says that it is over only if nothing that follows changes it', () => {
    fc.assert(
      fc.property(place, code, code, (where, reply, more) => {
        const { text, isOver } = trimCompletion(where, reply, false);
        if (isOver) assert.deepEqual(trimCompletion(where, reply + more, true), { text, isOver });
      }),
    );
  });

  it('says the same of a reply however it is cut into pieces', () => {
    fc.assert(
      fc.property(place, fc.array(piece, { maxLength: 15 }), (where, pieces) => {
        let reply = '';
        let found: string | undefined;
        for (const next of pieces) {
          reply += next;
          const { text, isOver } = trimCompletion(where, reply, false);
          if (isOver) {
            found = text;
            break;
          }
        }
        assert.equal(
          found ?? trimCompletion(where, reply, true).text,
          trimCompletion(where, pieces.join(''), true).text,
        );
      }),
    );
  });

  it('never has the line in it that follows', () => {
    fc.assert(
      fc.property(place, code, (where, reply) => {
        const [rest = '', ...following] = where.suffix.split('\n');
        const next = following.find((line) => line.trim() !== '');
        if (next === undefined || rest.trim() !== '') return;
        const { text } = trimCompletion(where, reply, true);
        assert.ok(!text.split('\n').slice(1).includes(next));
      }),
    );
  });
});
