/** In round numbers, for people; a megabyte is a million bytes. */
export interface Megabytes {
  /** What comes over the network. */
  readonly download: number;
  /** What stays on the disk. */
  readonly disk: number;
  /** What the disk needs while it is being unpacked. */
  readonly room: number;
}

export interface Progress {
  readonly what: string;
  readonly megabytes: Megabytes;
  readonly receivedBytes: number;
  readonly seconds: number;
  /** For how long nothing has arrived. */
  readonly idleSeconds: number;
}

const million = 1_000_000;

/** A pause in the download that is worth a word. */
const notableIdleSeconds = 15;

/** The line at the beginning, and the only one until the end where there is no terminal. */
export function announcement(what: string, { download }: Megabytes): string {
  return `Fetching ${what} from npm: about ${download} MB, once …`;
}

/** The line that is rewritten on a terminal, never wider than it. */
export function progressLine(progress: Progress, columns: number): string {
  const { what, megabytes, receivedBytes, seconds, idleSeconds } = progress;
  const received = Math.floor(receivedBytes / million);
  // How much it is depends a little on the registry: so it is all there when npm says so.
  const percent = Math.min(99, Math.floor((100 * receivedBytes) / (megabytes.download * million)));
  const amount =
    received < megabytes.download
      ? `${percent} %, ${received} of about ${megabytes.download} MB`
      : `99 %, ${received} MB, unpacking`;
  const idle =
    idleSeconds >= notableIdleSeconds && received < megabytes.download
      ? `, nothing new for ${Math.floor(idleSeconds)} s`
      : '';
  return `Fetching ${what}: ${amount}, ${Math.floor(seconds)} s${idle}`.slice(0, Math.max(0, columns - 1));
}

/** The line at the end of a fetch that went well. */
export function fetchedLine(what: string, { disk }: Megabytes, seconds: number): string {
  return `Fetched ${what} in ${formatSeconds(seconds)}; it takes about ${disk} MB in .vscode-test.`;
}

/** The line under the address. */
export function readyLine(seconds: number, fetchSeconds: number | undefined): string {
  const fetching =
    fetchSeconds === undefined ? '' : `, ${formatSeconds(fetchSeconds)} of it for fetching VS Code`;
  return `Ready after ${formatSeconds(seconds)}${fetching}.`;
}

/** @returns why the free bytes of a disk do not do; undefined if they do */
export function needsRoom(
  what: string,
  { room }: Megabytes,
  freeBytes: number,
  directory: string,
): string | undefined {
  return freeBytes >= room * million
    ? undefined
    : `The disk is too full for ${what}: ${directory} has ${Math.floor(freeBytes / million)} MB left and it needs ` +
        `${room} MB while it is unpacked. Make room, then start this again.`;
}

function formatSeconds(seconds: number): string {
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
