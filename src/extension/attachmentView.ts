import type { Attachment } from '../chat/attachment.ts';
import { visibleName } from '../chat/hiddenCharacters.ts';
import type { Attachment as AttachmentView } from '../shared/protocol.ts';

/** An attachment as the view shows it: no code, no text. */
export function attachmentView(attachment: Attachment): AttachmentView {
  const { id, kind } = attachment;
  // It may come from a conversation that was imported.
  const name = visibleName(attachment.name);
  const path = visibleName(attachment.path);
  switch (attachment.kind) {
    case 'selection':
    case 'symbol':
    case 'block':
      return { id, kind, name, path, startLine: attachment.startLine, endLine: attachment.endLine };
    case 'image':
      return { id, kind, name, path, picture: `data:${attachment.mediaType};base64,${attachment.data}` };
    default:
      return { id, kind, name, path };
  }
}
