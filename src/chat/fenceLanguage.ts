/** What models write after the fence where VS Code has another name. */
const names: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  batch: 'bat',
  'c#': 'csharp',
  'c++': 'cpp',
  cc: 'cpp',
  cjs: 'javascript',
  cmd: 'bat',
  console: 'shellscript',
  cs: 'csharp',
  cts: 'typescript',
  docker: 'dockerfile',
  'f#': 'fsharp',
  fish: 'shellscript',
  fs: 'fsharp',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  htm: 'html',
  js: 'javascript',
  json5: 'jsonc',
  jsx: 'javascriptreact',
  ksh: 'shellscript',
  kt: 'kotlin',
  make: 'makefile',
  md: 'markdown',
  mjs: 'javascript',
  mts: 'typescript',
  node: 'javascript',
  objc: 'objective-c',
  patch: 'diff',
  plain: 'plaintext',
  proto: 'proto3',
  ps1: 'powershell',
  pwsh: 'powershell',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sass: 'sass',
  sh: 'shellscript',
  shell: 'shellscript',
  'shell-session': 'shellscript',
  svg: 'xml',
  terminal: 'shellscript',
  tex: 'latex',
  text: 'plaintext',
  ts: 'typescript',
  tsx: 'typescriptreact',
  txt: 'plaintext',
  vb: 'vb',
  yml: 'yaml',
  zsh: 'shellscript',
};

/** VS Code’s id for what stands after a fence, if it has that language. */
export function languageId(tag: string | undefined, known: readonly string[]): string | undefined {
  if (tag === undefined) return undefined;
  const lower = tag.toLowerCase();
  return [names[lower], lower].find((name) => name !== undefined && known.includes(name));
}

const shells = new Set(['shellscript', 'powershell', 'bat']);

/** Whether a block with this tag holds commands for a terminal. */
export function isShell(tag: string | undefined): boolean {
  const lower = tag?.toLowerCase() ?? '';
  return shells.has(names[lower] ?? lower);
}
