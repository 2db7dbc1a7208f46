import { createHash } from 'node:crypto';
import type { Translate } from '../chat/advice.ts';
import type { Attachment } from '../shared/protocol.ts';
import type { InstructionFile } from './workspaceFiles/workspaceGuidance.ts';

/** Instructions of the workspace as a chip among the attachments. */
export function instructionsView(file: InstructionFile, isCut: boolean, translate: Translate): Attachment {
  const { path } = file;
  return {
    id: instructionsId(file),
    kind: 'instructions',
    name: path.slice(path.lastIndexOf('/') + 1),
    path: isCut
      ? translate('{path}: instructions of the workspace, sent in part', { path })
      : translate('{path}: instructions of the workspace', { path }),
    suggested: true,
  };
}

/** Ids are short, addresses need not be. */
export function instructionsId({ uri }: InstructionFile): string {
  return `instructions:${createHash('sha256').update(uri.toString()).digest('hex').slice(0, 32)}`;
}
