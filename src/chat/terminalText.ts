import { longestTerminalText } from '../core/limits.ts';

/** Where texts are copied to. VS Code’s own fits. */
export interface Clipboard {
  readText(): PromiseLike<string>;
  writeText(text: string): PromiseLike<void>;
}

/**
 * What a command copies; afterwards the clipboard has its text again. A picture in it is lost.
 *
 * @param copy leaves the clipboard as it is where nothing is selected
 * @param mark a text that nobody has copied
 * @returns empty where nothing was copied
 */
export async function copiedText(
  clipboard: Clipboard,
  copy: () => PromiseLike<unknown>,
  mark: string,
): Promise<string> {
  const before = await clipboard.readText();
  // Where there is no text in it there may be a picture, which is left alone as long as nothing is copied.
  const marked = before === '' ? '' : mark;
  if (marked !== '') await clipboard.writeText(marked);
  let copied = marked;
  try {
    await copy();
    copied = await clipboard.readText();
  } finally {
    if (before !== '' || copied !== '') await clipboard.writeText(before);
  }
  return copied === marked ? '' : copied;
}

/** What was selected in a terminal, or its end, without the white space that fills its last lines. */
export function terminalText(selected: string): { readonly text: string; readonly count: number } {
  const text = selected.trimEnd().slice(-longestTerminalText);
  return { text, count: text.split('\n').length };
}
