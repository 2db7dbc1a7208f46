import { visibleName } from '../chat/hiddenCharacters.ts';

/** Windows opens a device by such a name, whatever the extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Whether a new file may be made where a model names the place: all that is in the path is seen, and every system takes
 * it for the same file, not for a device, a stream of another file, or one whose name ends earlier.
 *
 * @param path with `/`; a drive may stand before it
 */
export function isPortablePath(path: string): boolean {
  const parts = path.replace(/^[a-z]:(?=\/)/i, '').split('/');
  return (
    visibleName(path) === path &&
    parts.every((part) => /^\.{0,2}$/.test(part) || !(/[<>:"|?*\\]|[. ]$/.test(part) || device.test(part)))
  );
}
