import * as vscode from 'vscode';
import { actionLabel, adviseOn } from '../chat/advice.ts';
import type { Failure, Respondent } from '../chat/conversation.ts';
import type { NoticeAction } from '../shared/protocol.ts';
import { commandIds } from './commandIds.ts';
import { confirmAddress } from './confirmAddress.ts';
import { notify } from './display/messages.ts';
import type { ModelService } from './modelService.ts';
import { isOfferedOutside } from './offeredActions.ts';
import { translate } from './translate.ts';

/**
 * Says in a notification what the panel would say about a failure, and offers what helps.
 *
 * @returns whether it is to be tried again
 */
export async function showFailure(
  failure: Failure,
  respondent: Respondent,
  models: ModelService,
): Promise<boolean> {
  const { severity, title, text, code, actions } = adviseOn(failure, respondent, translate);
  const sentences = [`${title}. ${text}`, ...(code === undefined ? [] : [code])].join(' ');
  const offered = actions.filter(({ action }) => isOfferedOutside(action));
  const buttons = offered.map(({ action }) => actionLabel(action, translate));
  const chosen = await notify(severity, sentences, ...buttons);
  const action = offered[buttons.indexOf(chosen ?? '')]?.action;
  return action !== undefined && (await carryOut(action, respondent, models));
}

async function carryOut(
  action: NoticeAction,
  { vendorId, apiId }: Respondent,
  models: ModelService,
): Promise<boolean> {
  const open = (id: string, ...values: unknown[]) => vscode.commands.executeCommand(id, ...values);
  switch (action) {
    case 'retry':
      return true;
    case 'choose-model':
      return (await import('./modelPicker.ts')).chooseModel(models);
    case 'confirm-address':
      return confirmAddress(models, { vendorId, apiId });
    case 'add-key':
      await open(commandIds.manageKeys);
      return false;
    case 'diagnose':
      await open(commandIds.diagnose, vendorId, apiId);
      return false;
    case 'edit-key':
      await open(commandIds.manageKeys, vendorId, apiId);
      return false;
    case 'open-options':
      await open('workbench.action.openSettings', 'hanlin.options');
      return false;
    case 'open-proxy-settings':
      await open('workbench.action.openSettings', 'http.proxy');
      return false;
    case 'show-log':
      await open(commandIds.showLog);
      return false;
    case 'continue':
    case 'new-chat':
      return false;
  }
}
