import type { Attachment } from './attachment.ts';

/** The attachments with one more, which takes the place of the same piece of the same file. */
export function withAttachment(attachments: readonly Attachment[], added: Attachment): Attachment[] {
  return [...attachments.filter((attachment) => origin(attachment) !== origin(added)), added];
}

/** Where an attachment comes from, as far as that is one place. */
function origin(attachment: Attachment): string {
  if (!('uri' in attachment) || attachment.uri === undefined) return attachment.id;
  const lines = 'startLine' in attachment ? `:${attachment.startLine}:${attachment.endLine}` : '';
  return `${attachment.kind === 'folder' ? 'folder' : ''}${attachment.uri}${lines}`;
}
