/** A fenced block of a message and what the message says about it. */
export interface CodeBlock {
  readonly code: string;
  /** The tag after the fence; empty if there is none. */
  readonly tag: string;
  /** Undefined if the message names no file. */
  readonly path: string | undefined;
  /** 1-based, inclusive; undefined if the message names no lines. */
  readonly range: { readonly first: number; readonly last: number } | undefined;
  /** Code that only surrounds what the question is about. */
  readonly isContext: boolean;
}

export interface ReadMessage {
  readonly blocks: readonly CodeBlock[];
  /** What was written outside the blocks, without the lines that introduce them. */
  readonly question: string;
}

/** Takes a question apart: its code blocks with file and lines as found around them, and the words. */
export function readMessage(text: string): ReadMessage {
  const blocks: CodeBlock[] = [];
  const words: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const opening = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)(.*)$/.exec(line);
    if (opening === null) {
      words.push(line);
      continue;
    }
    const [, fence = '', tag = '', info = ''] = opening;
    const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`);
    const length = lines.slice(index + 1).findIndex((candidate) => closing.test(candidate));
    const end = length === -1 ? lines.length : index + 1 + length;
    const code = lines.slice(index + 1, end).join('\n');
    const introduction = takeIntroduction(words);
    blocks.push({
      code,
      tag,
      ...readLocation(`${introduction} ${info}`),
      isContext: isContext(introduction),
    });
    index = end;
  }
  return {
    blocks,
    question: words
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}

/**
 * Returns the last line of words if it may belong to the block that follows, and takes it from the words if it
 * says nothing but where the code is from.
 */
function takeIntroduction(words: string[]): string {
  const last = words.findLastIndex((line) => line.trim() !== '');
  const line = words[last]?.trim() ?? '';
  const rest = line
    .replace(/`[^`]*`|\S+\.[A-Za-z]\w*|#?L?\d+/g, '')
    .replace(
      /\b(?:files?|lines?|in|from|to|of|the|selection|selected|code)\b|文件|选区|选中的?|代码|第|行|至|到/gi,
      '',
    )
    .replace(/[^\p{Letter}]/gu, '');
  if (rest === '' || isContext(line)) words.length = Math.max(0, last);
  return line;
}

function isContext(introduction: string): boolean {
  return /^\W*(?:context|surround)|^\W*(?:上下文|前后文)/i.test(introduction);
}

/** File and lines, in the ways people and programs write them: `a.ts:3-9`, `a.ts#L3-L9`, lines 3 to 9, 第 3–9 行. */
function readLocation(text: string): Pick<CodeBlock, 'path' | 'range'> {
  const path =
    /`([^`\n]*?[^`\n:#]):\d/.exec(text)?.[1] ??
    /`([^`\n]*[^`\n./]\.[A-Za-z]\w*)[^`]*`/.exec(text)?.[1] ??
    /[^\s`"'“”「」()（）:：,，]+\.[A-Za-z]\w*(?![\w/])/.exec(text)?.[0];
  const range =
    /:(\d+)(?:\s*[-–]\s*(\d+))?/.exec(text) ??
    /#L(\d+)(?:-L?(\d+))?/.exec(text) ??
    /\blines?\s+(\d+)(?:\s*(?:[-–]|to)\s*(\d+))?/i.exec(text) ??
    /第\s*(\d+)(?:\s*(?:[-–~～]|至|到)\s*(\d+))?\s*行/.exec(text);
  const first = Number(range?.[1]);
  return { path, range: range === null ? undefined : { first, last: Number(range[2] ?? first) } };
}
