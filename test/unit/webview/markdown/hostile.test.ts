import assert from 'node:assert/strict';
import process from 'node:process';
import type { MarkdownNode } from '../../../../src/webview/markdown/nodes.ts';
import { createMarkdownStream, renderMarkdown } from '../../../../src/webview/markdown/streaming.ts';

const kilobytes = 24;
const length = kilobytes * 1024;

const columns = (count: number) =>
  `|${'a|'.repeat(count)}\n|${'-|'.repeat(count)}\n${`|${'b|'.repeat(count)}\n`.repeat(20)}`;

/** Texts that take parsers a time that grows with their square, or all of the stack. */
const texts: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(length),
  'open links': '[a]('.repeat(length / 4),
  'open images': '![a'.repeat(length / 3),
  'nested quotes': `${'>'.repeat(1000)} x\n`.repeat(20),
  'nested lists': Array.from({ length: 150 }, (_, depth) => `${'  '.repeat(depth)}- x\n`).join(''),
  'lists in one line': '1. '.repeat(length / 3),
  backslashes: '\\'.repeat(length),
  emphasis: '*a_'.repeat(length / 3),
  'emphasis in a cell': `|a|\n|-|\n|${'*a_ `'.repeat(length / 5)}|`,
  dollars: '$a '.repeat(length / 3),
  'one line': 'x'.repeat(length),
  'a thousand columns': columns(1000),
  tags: '<a '.repeat(length / 3),
  definitions: '[a]:\n'.repeat(length / 8),
};

/** The processor time of this thread in milliseconds, however busy the machine is with other things. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The longest that the stream took for a kilobyte, in milliseconds. */
function longestStep(text: string): number {
  const stream = createMarkdownStream();
  let longest = 0;
  for (let at = 0; at < text.length; at += 1024) {
    const start = threadTime();
    stream.append(text.slice(at, at + 1024));
    longest = Math.max(longest, threadTime() - start);
  }
  return longest;
}

describe('hostile markdown', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`takes a kilobyte of ${name} in no time`, () => {
      // Far above what it takes (under 50 ms), far below what it would take without limits.
      const longest = Math.min(longestStep(text), longestStep(text));
      assert.ok(longest < 250, `${longest} ms`);
    }).timeout(30_000);
  }

  it('reads what is nested too deep as text, and loses none of it', () => {
    const text = (nodes: readonly MarkdownNode[]): string =>
      nodes
        .map((node) =>
          node.type === 'text'
            ? node.text
            : node.type === 'code'
              ? node.lines.join('\n')
              : text(node.children),
        )
        .join('');
    assert.equal(text(renderMarkdown(`${'>'.repeat(5000)}end`)), `${'>'.repeat(5000 - 16)}end`);
    assert.match(text(renderMarkdown(`${'- '.repeat(5000)}end`)), /end$/);
  });
});
