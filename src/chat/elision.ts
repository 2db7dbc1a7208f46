/*
 * Models leave out what does not change and write a comment in its place: `// ... existing code ...`, `# rest of the
 * function`, `// 其余代码不变`.
 */

/** What stands around the words of a comment, in the languages that people write. */
const commentOpening = /^\s*(?:\{\s*\/\*+|\/\*+|\/\/+|<!--|--+|#+|;+|%+|\*|"""|''')?\s*/;
const commentClosing = /(?:(?<!\*)\*+\/\s*\}?|-->|"""|''')$/;

const dots = /^(?:\.{3,}|…+)|(?<!\.)\.{3,}$|(?<!…)…+$/;

const phrases = [
  /^(?:the )?(?:rest|remainder) of\b/i,
  /^(?:existing|remaining|previous|original|unchanged|other) (?:code|content|implementation|logic|imports?|methods?|functions?|fields|properties|lines)\b/i,
  /\b(?:unchanged|remains? the same|stays? the same|same as (?:before|above)|as before|no changes?)$/i,
  /^(?:其余|其他|其它|剩余|余下|原有|现有|已有|之前|此前|前面|后面|上面|下面|以上|以下).*(?:不变|省略|相同|一样|保留|一致)/,
  /^(?:其余|其他|其它|剩余|余下|原有|现有|已有)的?(?:代码|内容|部分|方法|函数|逻辑|实现|导入|字段)/,
  /^(?:此处|这里|中间)?(?:代码)?省略/,
  /^(?:代码)?(?:保持|保留)?不变$/,
];

const longestPhrase = 80;

/**
 * Whether a line of an answer stands for lines that are left out. Without an ellipsis only where the words can mean
 * nothing else: a section called “other options” is code.
 */
export function isElision(line: string): boolean {
  const inside = line.trim().replace(commentOpening, '').replace(commentClosing, '').trimEnd();
  const isComment = inside !== line.trim();
  if (/^(?:\.{3,}|…+)$/.test(inside)) return true;
  if (!isComment || inside.length > longestPhrase) return false;
  const words = inside
    .replace(dots, '')
    .replace(dots, '')
    .replace(/^[\s([（【]+|(?<![\s)\]）】.。])[\s)\]）】.。]+$/g, '');
  return /^(?:\.{3,}|…)/.test(inside) || phrases.some((phrase) => phrase.test(words));
}

/** Code without the lines at both ends that stand for what is around it. */
export function withoutElisions(code: string): string {
  const lines = code.split('\n');
  const isKept = (line: string): boolean => line.trim() !== '' && !isElision(line);
  const first = lines.findIndex(isKept);
  return first < 0 ? '' : lines.slice(first, lines.findLastIndex(isKept) + 1).join('\n');
}
