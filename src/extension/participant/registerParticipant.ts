import * as vscode from 'vscode';
import { followups } from '../../chat/participantTurns.ts';
import type { ModelService } from '../modelService.ts';
import { translate } from '../translate.ts';

/** As in package.json. */
export const participantId = 'hanlin.participant';

/** What an answer leaves behind for the buttons under it. */
export interface ParticipantMetadata {
  /** Questions that the vendor proposes. */
  readonly related: readonly string[];
  /** The command that was asked with. */
  readonly command: string | undefined;
}

/** `@hanlin` in VS Code’s own chat, where the editor has one. */
export function registerParticipant(models: ModelService, extensionUri: vscode.Uri): vscode.Disposable[] {
  if (typeof vscode.chat?.createChatParticipant !== 'function') return [];
  const participant = vscode.chat.createChatParticipant(
    participantId,
    async (request, context, stream, token) => {
      const { answerInChat } = await import('./answerInChat.ts');
      return answerInChat(models, request, context, stream, token);
    },
  );
  participant.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'hanlin-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'hanlin-dark.svg'),
  };
  participant.followupProvider = {
    provideFollowups({ metadata }) {
      const { related = [], command } = (metadata ?? {}) as Partial<ParticipantMetadata>;
      return followups(related, command, translate);
    },
  };
  return [participant];
}
