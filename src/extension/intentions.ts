import * as vscode from 'vscode';
import type { NoticeAction, ViewIntention } from '../shared/protocol.ts';
import type { ChatController } from './chatController.ts';
import { revealAttachment } from './codeContext.ts';
import { commandIds } from './commandIds.ts';
import { confirmAddress } from './confirmAddress.ts';
import { insertAtCursor } from './insertAtCursor.ts';
import type { ModelService } from './modelService.ts';
import { openLink } from './openLink.ts';
import { translate } from './translate.ts';

/** Carries out what the view wants. `ready` is the view's own affair and is answered where the view lives. */
export async function carryOut(
  intention: Exclude<ViewIntention, { type: 'ready' }>,
  chat: ChatController,
  models: ModelService,
): Promise<void> {
  switch (intention.type) {
    case 'send': {
      const { text, thinking, webSearch } = intention;
      if (text.trim() === '') return;
      chat.ask({
        text,
        attachments: [],
        ...(thinking !== undefined && { thinking }),
        ...(webSearch !== undefined && { webSearch }),
      });
      return;
    }
    case 'stop':
      return chat.stop();
    case 'unqueue':
      return chat.unqueue(intention.index);
    case 'copy':
      return vscode.env.clipboard.writeText(intention.text);
    case 'insert':
      return insertAtCursor(intention.text);
    case 'open-link':
      return openLink(intention.url);
    case 'open-attachment': {
      const attachment = chat.attachment(intention.id);
      if (attachment) await revealAttachment(attachment);
      return;
    }
    case 'remove-attachment':
      return chat.detach(intention.id);
    case 'attach-selection':
      return vscode.commands.executeCommand(commandIds.attachSelection);
    case 'explain-selection':
      return vscode.commands.executeCommand(commandIds.explainSelection);
    case 'choose-model':
      return vscode.commands.executeCommand(commandIds.chooseModel);
    case 'add-key':
      return vscode.commands.executeCommand(commandIds.manageKeys, intention.vendor);
    case 'act':
      return act(intention.id, intention.action, chat, models);
  }
}

async function act(
  answerId: string,
  action: NoticeAction,
  chat: ChatController,
  models: ModelService,
): Promise<void> {
  switch (action) {
    case 'retry':
      return chat.retry(answerId);
    case 'continue':
      return chat.ask({ text: translate('Continue exactly where you stopped.'), attachments: [] });
    case 'new-chat':
      return chat.newChat();
    case 'choose-model':
      return vscode.commands.executeCommand(commandIds.chooseModel);
    case 'add-key':
      return vscode.commands.executeCommand(commandIds.manageKeys);
    case 'edit-key':
      return vscode.commands.executeCommand(
        commandIds.manageKeys,
        models.chosen?.vendor.id,
        models.chosen?.api.id,
      );
    case 'confirm-address':
      if (await confirmAddress(models)) chat.retry(answerId);
      return;
    case 'open-options':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'hanlin.options');
    case 'open-proxy-settings':
      return vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy');
    case 'show-log':
      return vscode.commands.executeCommand(commandIds.showLog);
  }
}
