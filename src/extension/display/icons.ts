/** The icons that stand in front of texts: VS Code's, and the extension's own. */
export type Icon =
  | 'bell-slash'
  | 'check'
  | 'circle-slash'
  | 'clippy'
  | 'discard'
  | 'edit-sparkle'
  | 'hanlin-mark'
  | 'key'
  | 'loading~spin'
  | 'trash'
  | 'warning';

/** What VS Code draws as an icon, where it draws any. */
export function iconMark(icon: Icon): string {
  return `$(${icon})`;
}
