/** What people call the things that are no files, in both languages and as an input method spells them. */
export const contextWords = {
  selection: ['selection', 'selected code', '选中', '选中的代码', '选区', 'xuanzhong'],
  problems: ['problems', 'errors', 'warnings', 'diagnostics', '问题', '错误', '警告', 'wenti', 'cuowu'],
  terminal: ['terminal', 'console', '终端', '控制台', 'zhongduan'],
  changes: ['changes', 'git', 'diff', 'staged', '改动', '变更', '更改', '差异', 'gaidong', 'biangeng'],
  editors: ['open editors', 'editors', 'tabs', '打开的编辑器', '编辑器', '标签页', 'bianjiqi'],
} as const;

/** Whether one of the words, or a part of one, begins with `query`; every one does with an empty query. */
export function fitsWords(query: string, words: readonly string[]): boolean {
  const typed = query.trim().toLowerCase();
  return words.some(
    (word) => word.startsWith(typed) || word.includes(` ${typed}`) || isInChinese(typed, word),
  );
}

/** Whether `query` is one of the words. */
export function isOneOf(query: string, words: readonly string[]): boolean {
  return words.includes(query.trim().toLowerCase());
}

/** Chinese has no spaces between words: there a word may begin anywhere. */
function isInChinese(typed: string, word: string): boolean {
  return /\p{Script=Han}/u.test(typed) && word.includes(typed);
}
