import type { Translate } from './advice.ts';

/** What a panel says while its conversation is not saved. */
export interface SavingText {
  readonly title: string;
  readonly text: string;
}

/** The `code` of the error where a later version of Hanlin has made the file. */
export const laterVersion = 'later-version';

/**
 * Why a conversation could not be written, and that nothing is lost yet, in the user's language.
 *
 * @param error of the file system.
 */
export function unsavedText(error: unknown, translate: Translate): SavingText {
  const kept = translate(
    'Nothing is lost while this window stays open, and the next change tries to save everything again.',
  );
  return { title: translate('This chat is not saved'), text: `${reasonOf(error, translate)} ${kept}` };
}

/** That a conversation was deleted elsewhere. */
export function deletedText(translate: Translate): SavingText {
  return {
    title: translate('This chat was deleted'),
    text: translate(
      'That was done in another window. What you see here is not saved, and is lost when the panel is closed.',
    ),
  };
}

/** Why a file of chats was not imported, in the user's language; what is no error of writing speaks for itself. */
export function importFailure(error: unknown, translate: Translate): string {
  const { code } = error as { code?: unknown };
  if (code === laterVersion) {
    return translate(
      'One of its chats is here already, written by a newer version of Hanlin. Update Hanlin to import it.',
    );
  }
  // VS Code’s own errors have other codes.
  if (/^E[A-Z]+$/.test(String(code))) return reasonOf(error, translate);
  return error instanceof Error ? error.message : String(error);
}

function reasonOf(error: unknown, translate: Translate): string {
  const { code, path } = error as { code?: unknown; path?: unknown };
  const place = typeof path === 'string' ? path : '';
  const folder = place.slice(0, Math.max(0, place.lastIndexOf('/'), place.lastIndexOf('\\')));
  switch (code) {
    case laterVersion:
      return translate('It was written by a newer version of Hanlin. Update Hanlin to go on with it.');
    case 'ENOSPC':
    case 'EDQUOT':
      return translate('The disk is full.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return translate('Hanlin is not allowed to write {path}.', { path: place });
    case 'EBUSY':
    case 'ETXTBSY':
      return translate('Another program is using its file: {path}.', { path: place });
    case 'EEXIST':
    case 'ENOTDIR':
      return translate('There is a file where the folder of the chats should be: {path}.', { path: folder });
    case 'ENOENT':
      return translate('The folder of the chats is gone: {path}.', { path: folder });
    default:
      return translate('Writing failed: {reason}.', {
        reason: error instanceof Error ? error.message : String(error),
      });
  }
}
