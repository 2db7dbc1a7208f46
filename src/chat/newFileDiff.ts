import type { DiffFile } from './diffFiles.ts';
import { visibleName } from './hiddenCharacters.ts';

/**
 * A file that Git does not know yet, as its diff will be.
 *
 * @param text undefined where it is not shown: it is too large, no text, or leads elsewhere
 */
export function newFileDiff(path: string, text: string | undefined): DiffFile {
  const lines = (text ?? '').replace(/\r?\n$/, '').split(/\r?\n/);
  const shown = visibleName(path);
  const added = lines.map((line) => `+${line}`).join('\n');
  return {
    path,
    change: 'added',
    isBinary: text === undefined,
    text: `diff --git a/${shown} b/${shown}\n--- /dev/null\n+++ b/${shown}\n@@ -0,0 +1,${lines.length} @@\n${added}\n`,
  };
}
