import { longestDropped } from '../../core/limits.ts';

/** What was dropped. URIs and files may be two forms of the same things: the URIs are the better one. */
export interface DroppedData {
  /** Files and folders of the workspace or the disk. */
  readonly uris: readonly string[];
  /** Addresses of the web. */
  readonly links: readonly string[];
  /** Contents without a place, from outside. */
  readonly files: readonly File[];
}

/** Lists of URIs as VS Code and others give them, the fullest first. */
const listTypes = ['application/vnd.code.uri-list', 'text/uri-list'];
/** VS Code's own list of the dragged resources: a JSON array of URIs. */
const resourcesType = 'resourceurls';

/** Whether a drag has something to attach. During a drag only the types can be seen. */
export function isAttachable(transfer: DataTransfer | null): boolean {
  // The types are in lower case, whatever they were set as.
  return [...(transfer?.types ?? [])].some((type) => [...listTypes, resourcesType, 'Files'].includes(type));
}

/** Reads what was dropped; readable only while the `drop` event is handled. */
export function readDroppedData(transfer: DataTransfer): DroppedData {
  const all = new Set<string>();
  for (const type of listTypes) for (const uri of parseUriList(transfer.getData(type))) all.add(uri);
  for (const uri of parseResources(transfer.getData(resourcesType))) all.add(uri);
  const valid = [...all].filter((uri) => /^[a-z][a-z0-9+.-]+:/i.test(uri) && uri.length <= longestDropped);
  const isLink = (uri: string) => /^(?:https?|data|blob|javascript):/i.test(uri);
  return {
    uris: valid.filter((uri) => !isLink(uri)),
    links: valid.filter((uri) => /^https?:/i.test(uri)),
    files: [...transfer.files],
  };
}

/** RFC 2483: one to a line. What is none is a comment. */
function parseUriList(list: string): readonly string[] {
  return list.split('\n').map((line) => line.trim());
}

function parseResources(json: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
