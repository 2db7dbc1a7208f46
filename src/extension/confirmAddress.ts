import * as vscode from 'vscode';
import { checkBaseUrl } from './connection.ts';
import type { ModelService } from './modelService.ts';
import { translate } from './translate.ts';

/** Asks whether the chosen model's key may go to the address that the settings name. True if it may now. */
export async function confirmAddress(models: ModelService): Promise<boolean> {
  const address = await models.otherAddress();
  if (!address) return true;
  const fault = checkBaseUrl(address.wanted);
  if (fault) {
    void vscode.window.showErrorMessage(`${address.wanted}: ${translate(fault)}`);
    return false;
  }
  const send = translate('Send the key there');
  const answer = await vscode.window.showWarningMessage(
    translate('Send the key to {wanted}?', { wanted: address.wanted }),
    {
      modal: true,
      detail: translate(
        'It was entered for {bound}. Whoever runs the new address can read the key and your questions.',
        {
          bound: address.bound,
        },
      ),
    },
    send,
  );
  if (answer !== send) return false;
  await models.confirmOrigin(address.wanted);
  return true;
}
