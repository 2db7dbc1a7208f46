import type { AttachedRange } from './applyCode.ts';
import type { Attachment, CodeAttachment } from './attachment.ts';

/** A file that code in an answer may be for. */
export interface FileInQuestion {
  readonly uri: string;
  /** The parts of it that the question was about. */
  readonly ranges: readonly AttachedRange[];
}

/**
 * The file that a code block names, else those that the question was about, each once.
 *
 * @param named the URI of the file that the block names, normalised
 * @param normalised how VS Code writes a URI
 */
export function filesInQuestion(
  attachments: readonly Attachment[],
  named: string | undefined,
  normalised: (uri: string) => string,
): FileInQuestion[] {
  const pieces = attachments
    .filter((attachment): attachment is CodeAttachment => 'code' in attachment)
    .map((piece) => ({ piece, uri: normalised(piece.uri) }));
  const uris = named === undefined ? new Set(pieces.map(({ uri }) => uri)) : [named];
  return [...uris].map((uri) => ({
    uri,
    ranges: pieces.filter((one) => one.uri === uri).map(({ piece }) => piece),
  }));
}
