const shownMs = 1500;

/** Shows on a copy button, for a moment, that the text has been copied. */
export function showCopied(copyButton: HTMLButtonElement, copied: string): void {
  const symbol = copyButton.querySelector('.codicon');
  const label = copyButton.title;
  if (!symbol || copyButton.classList.contains('copied')) return;
  copyButton.classList.add('copied');
  symbol.classList.replace('codicon-copy', 'codicon-check');
  copyButton.title = copied;
  setTimeout(() => {
    copyButton.classList.remove('copied');
    symbol.classList.replace('codicon-check', 'codicon-copy');
    copyButton.title = label;
  }, shownMs);
}
