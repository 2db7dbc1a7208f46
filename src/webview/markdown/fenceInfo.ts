/** What the line that opens a code block says about it. */
export interface FenceInfo {
  /** As the model wrote it, or a path's extension where it wrote nothing else. */
  readonly language: string | undefined;
  /** The file that the code is for. */
  readonly path: string | undefined;
}

/** Paths are for display and for finding a file; what is longer is none. */
const longestPath = 300;

/**
 * Reads an info string in the forms models use: `ts src/a.ts`, `ts title="src/a.ts"`, `ts:src/a.ts`, `src/a.ts`,
 * `12:15:src/a.ts`.
 */
export function parseFenceInfo(info: string): FenceInfo {
  const [first] = /^[^\s{,]{1,300}(?=[\s{,]|$)/.exec(info) ?? [];
  const named = /\s(?:title|file|filename|path)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"']+))/i.exec(info);
  const namedPath = named?.[1] ?? named?.[2] ?? named?.[3];
  if (first === undefined) return { language: undefined, path: undefined };
  const joined = /^(?:\d+:\d+:|([a-z][\w+#-]*):)(.+)$/i.exec(first);
  if (joined?.[2] !== undefined && isPath(joined[2])) {
    return { language: joined[1] ?? extension(joined[2]), path: joined[2] };
  }
  if (/[/\\]/.test(first) && isPath(first)) return { language: extension(first), path: first };
  if (namedPath !== undefined) return { language: first, path: isPath(namedPath) ? namedPath : undefined };
  const second = /^\S+\s+([^\s={}"'`]+)(?:\s|$)/.exec(info)?.[1];
  return { language: first, path: second !== undefined && isPath(second) ? second : undefined };
}

function isPath(text: string): boolean {
  return (
    text.length <= longestPath && /^[^\s"'`<>|?*{}]+$/.test(text) && /(?:^|[^.])\.[a-z]\w{0,9}$/i.test(text)
  );
}

function extension(path: string): string | undefined {
  return /\.(\w+)$/.exec(path)?.[1];
}
