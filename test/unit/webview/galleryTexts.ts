const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

/** Every kind of block, and of text in one. */
export const everyBlock = [
  '# One',
  '## Two',
  '### Three',
  '#### Four',
  '##### Five',
  '###### Six',
  'A paragraph with **bold**, *slanted*, ~~struck~~ text, `code`, [a link](https://a.example/) and [ref_1].',
  'A\nline [1](https://a.example/)',
  '- one\n- two\n  - three',
  '- loose\n\n- items',
  '3. three\n4. four',
  '- [ ] to do\n- [x] done',
  '> quoted\n>\n> and more',
  '---',
  '| left | centre | right |\n|---|:---:|---:|\n| 1 | 2 | 3 |',
  '$$\na^2 + b^2\n$$',
  '<div>\nmarkup\n</div>',
  'See `src/a.ts:3` and src/b.ts.',
].join('\n\n');

/** Code with every kind of token. */
export const everyToken = [
  '```ts src/a/b.ts',
  '// a comment',
  'import { a } from "b";',
  '',
  'export class Box extends Thing<number> {',
  '  read(value: string): boolean {',
  '    if (value === "x") return this.count > 42;',
  '    const label = make(value);',
  '    return label.length > 0;',
  '  }',
  '}',
  '```',
].join('\n');

/** Code with a line that is shown in pieces, and more lines than are laid out together. */
export const longCode = `\`\`\`\n${'x'.repeat(12_000)}\n${repeat(120, (index) => `line ${index}\n`)}\`\`\``;

/** Blocks that are so long that they are shown in parts. */
export const longBlocks = [
  repeat(60, (index) => `${index + 1}. item\n`),
  repeat(60, (index) => `- item ${index}\n\n`),
  `| a | b |\n|---|---|\n${repeat(600, (index) => `| ${index} | x |\n`)}`,
  `- ${repeat(400, (index) => `word ${index} `)}\n\n${repeat(400, (index) => `  > line ${index} ${'x '.repeat(30)}\n`)}`,
  `> ${'word '.repeat(4000)}`,
  'word '.repeat(4000),
  `<div>\n${'markup\n'.repeat(2000)}</div>`,
  `| ${'*a* '.repeat(300)} | b |\n|---|---|\n| ${'*a* '.repeat(300)} | b |`,
  longCode,
  repeat(700, (index) => `Paragraph ${index}.\n\n`),
].join('\n\n');

/** Texts at whose end there is a caret while they grow. */
export const growingTexts = [
  'text',
  ...[1, 2, 3, 4, 5, 6].map((level) => `${'#'.repeat(level)} heading`),
  '> quoted',
  '```ts\nlet a',
  '- item',
  '1. item',
  '- item\n  - item',
  '- item\n  1. item',
  '1. item\n   - item',
  '1. item\n   1. item',
];
