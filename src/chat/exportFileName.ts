/** A file name for a conversation that every system takes. */
export function exportFileName(title: string): string {
  const clean = title.replace(/[<>:"/\\|?*\p{Cc}]+/gu, ' ').trim();
  const name = clean.replace(/^\.+/, '');
  return `${name === '' ? 'hanlin' : name}.md`;
}
