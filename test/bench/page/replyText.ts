/** What one reply consists of, all through. */
export type ReplyKind = 'mixed' | 'code' | 'list' | 'table' | 'paragraph';

const words =
  '防抖|函数|会在|最后一次|调用|之后|等待|一段时间|再执行|the handler|waits until|**nobody**|has called it|for a while|适合|处理|输入框|and|`clearTimeout`|stops|它|的|计时器|so that|[the page](https://example.com/docs)|不会|变慢'.split(
    '|',
  );

/** A reply of exactly `length` characters that does not repeat itself, the same at each call. */
export function replyText(kind: ReplyKind, length: number): string {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const sentence = (count: number) =>
    `${Array.from({ length: count }, () => words[next(words.length)]).join(' ')}${next(2) === 0 ? '。' : '. '}`;
  const code = () =>
    next(3) === 0
      ? `  // ${sentence(5)}\n`
      : `  const value${next(1000)} = compute('${next(1e6)}', [${next(99)}, ${next(99)}]) ?? fallback;\n`;
  const row = () => `| ${sentence(2)} | \`${next(1e6)}\` | ${sentence(4)} | ${next(1000)} |\n`;
  const parts: Readonly<Record<ReplyKind, () => string>> = {
    mixed() {
      const section = `## ${sentence(3)}\n\n${sentence(30)}\n\n${sentence(18)}${sentence(25)}\n\n`;
      const list = Array.from({ length: 5 }, () => `- ${sentence(9)}\n`).join('');
      const block = `\`\`\`ts\nfunction part${next(1000)}() {\n${Array.from({ length: 14 }, code).join('')}}\n\`\`\`\n\n`;
      const table = `| name | id | text | n |\n|---|---|---|--:|\n${Array.from({ length: 4 }, row).join('')}\n`;
      return section + [`${list}\n`, block, `${block}${table}`][next(3)];
    },
    code,
    list: () => `- ${sentence(6)}\n`,
    table: row,
    paragraph: () => sentence(12),
  };
  let text =
    { code: '```ts\n', table: '| name | id | text | n |\n|---|---|---|--:|\n' }[kind as string] ?? '';
  while (text.length < length) text += parts[kind]();
  return text.slice(0, length);
}
