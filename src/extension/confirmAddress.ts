import * as vscode from 'vscode';
import { visibleName } from '../chat/hiddenCharacters.ts';
import { type AddressOrigin, addressQuestion, declinedText, isDoubtful } from './addressQuestion.ts';
import { commandIds } from './commandIds.ts';
import { ask, notify } from './display/messages.ts';
import type { KeyOwner, ModelService } from './modelService.ts';
import { translate } from './translate.ts';

/**
 * Asks whether an API's key may go to another address than the one it was entered for. True if it may now; false as
 * well when the address has changed once more while the question was open.
 */
export async function confirmAddress(models: ModelService, owner: KeyOwner): Promise<boolean> {
  const address = await models.otherAddress(owner);
  if (!address) return true;
  const { wanted, keyFrom, addressFrom, fault } = address;
  if (fault !== undefined) {
    const place = addressFrom === undefined ? '' : `${addressFrom}: `;
    void notify('error', `${place}${visibleName(wanted)}: ${translate(fault)}`);
    return false;
  }
  if (!(await agreeTo(wanted, address))) {
    void offerOtherKey(declinedText(address, translate), owner);
    return false;
  }
  await models.agree(owner, { origin: wanted, ...(keyFrom !== undefined && { keyFrom }) });
  return (await models.otherAddress(owner)) === undefined;
}

/**
 * Asks, before the first time, about an address that the user has typed and that may not be what it seems: everybody on
 * the way can read what is sent there, or its letters look like others. True for any other address.
 */
export async function confirmTypedAddress(address: string): Promise<boolean> {
  const { origin } = new URL(address);
  return isDoubtful(origin) ? agreeTo(origin, {}) : true;
}

async function agreeTo(wanted: string, from: AddressOrigin): Promise<boolean> {
  const { question, detail, send } = addressQuestion(wanted, from, translate);
  return (await ask('warning', question, detail, send)) === send;
}

async function offerOtherKey(text: string, { vendorId, apiId }: KeyOwner): Promise<void> {
  const manage = translate('Manage keys');
  if ((await notify('info', text, manage)) === manage) {
    await vscode.commands.executeCommand(commandIds.manageKeys, vendorId, apiId);
  }
}
