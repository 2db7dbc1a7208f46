import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type InlineEditQuestion, inlineEditPrompt } from '../../../src/chat/inlineEditPrompt.ts';

const question: InlineEditQuestion = {
  instruction: 'Use a constant.',
  path: 'src/tax.ts',
  language: 'typescript',
  lines: ['  return net * 0.2;'],
  startLine: 2,
  above: ['function tax(net: number) {'],
  below: ['}', '', 'tax(3);'],
  symbols: ['tax'],
  problems: ['line 2: A number.'],
};

describe('the prompt of an inline edit', () => {
  it('says what, where, and what is around it', () => {
    assert.equal(
      inlineEditPrompt(question),
      [
        'File `src/tax.ts`, in `tax`.',
        'Context, the lines before:\n```typescript\nfunction tax(net: number) {\n```',
        'Context, the lines after:\n```typescript\n}\n\ntax(3);\n```',
        'The marked lines, 2 to 2:\n```typescript\n  return net * 0.2;\n```',
        'The editor reports here:\n- line 2: A number.',
        'Instruction: Use a constant.',
      ].join('\n\n'),
    );
  });

  it('says which part of the lines is selected', () => {
    assert.match(
      inlineEditPrompt({ ...question, selected: '0.2' }),
      /only this is selected.*\n```typescript\n0\.2\n```/,
    );
  });

  it('asks for new code at an empty place', () => {
    const prompt = inlineEditPrompt({ ...question, lines: ['  '] });
    assert.match(prompt, /Write the code for line 2, which is empty/);
    assert.doesNotMatch(prompt, /marked lines/);
  });

  it('fences code with longer fences than it has itself', () => {
    assert.match(
      inlineEditPrompt({ ...question, lines: ['```', 'x', '```'] }),
      /\n````typescript\n```\nx\n```\n````/,
    );
  });

  it('takes the nearest lines, as many as the window has room for', () => {
    const above = Array.from({ length: 1_000 }, (_, index) => `above(${index});`);
    const below = Array.from({ length: 1_000 }, (_, index) => `below(${index});`);
    const small = inlineEditPrompt({ ...question, above, below }, 1_000);
    assert.ok(small.includes('above(999);') && small.includes('below(0);'));
    assert.ok(!small.includes('above(900);') && !small.includes('below(99);'));
    assert.ok(small.length < 2_500, String(small.length));
    assert.ok(inlineEditPrompt({ ...question, above, below }, 1_000_000).length < 40_000);
  });
});
