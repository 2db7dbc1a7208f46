import * as vscode from 'vscode';
import { visibleName } from '../chat/hiddenCharacters.ts';
import { isReadable, lookalikeOf } from '../net/serverAddress.ts';
import type { KeyOwner, ModelService } from './modelService.ts';
import { translate } from './translate.ts';

/**
 * Asks whether an API's key may go to another address than the one it was entered for. True if it may now; false as
 * well when the address has changed once more while the question was open.
 */
export async function confirmAddress(models: ModelService, owner: KeyOwner): Promise<boolean> {
  const address = await models.otherAddress(owner);
  if (!address) return true;
  const { bound, wanted, fault } = address;
  if (fault !== undefined) {
    void vscode.window.showErrorMessage(`${visibleName(wanted)}: ${translate(fault)}`);
    return false;
  }
  const isBound = bound === wanted;
  const isAgreed = await agreeTo(
    wanted,
    isBound ? undefined : translate('It was entered for {bound}.', { bound: visibleName(bound) }),
  );
  if (!isAgreed) return false;
  await models.confirmOrigin(owner, wanted);
  return (await models.otherAddress(owner)) === undefined;
}

/**
 * Asks, before the first time, about an address that the user has typed and that may not be what it seems: everybody on
 * the way can read what is sent there, or its letters look like others. True for any other address.
 */
export async function confirmTypedAddress(address: string): Promise<boolean> {
  const { origin } = new URL(address);
  return !isReadable(origin) && lookalikeOf(origin) === undefined ? true : agreeTo(origin, undefined);
}

/** @param origin as it will be used: what looks like Latin letters and is not is spelled out in it. */
async function agreeTo(origin: string, boundText: string | undefined): Promise<boolean> {
  const readable = isReadable(origin);
  const lookalike = lookalikeOf(origin);
  const send = readable ? translate('Send unencrypted') : translate('Send the key there');
  const detail = [
    boundText,
    readable
      ? translate(
          'Without https, everybody in that network and on the way to it can read the key, your questions and your code, and change the answers. Agree only to a server of your own in a network that you trust.',
        )
      : translate('Whoever runs the new address can read the key and your questions.'),
    lookalike &&
      translate(
        'Beware: the name is shown as {shown} elsewhere. Its letters are not those that they look like.',
        {
          shown: visibleName(lookalike),
        },
      ),
  ];
  const answer = await vscode.window.showWarningMessage(
    readable
      ? translate('Send the key to {wanted} without encryption?', { wanted: origin })
      : translate('Send the key to {wanted}?', { wanted: origin }),
    { modal: true, detail: detail.filter(Boolean).join('\n\n') },
    send,
  );
  return answer === send;
}
