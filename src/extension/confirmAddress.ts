import { visibleName } from '../chat/hiddenCharacters.ts';
import { addressQuestion, isDoubtful } from './addressQuestion.ts';
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
  const { bound, wanted, fault } = address;
  if (fault !== undefined) {
    void notify('error', `${visibleName(wanted)}: ${translate(fault)}`);
    return false;
  }
  const isAgreed = await agreeTo(wanted, bound === wanted ? undefined : bound);
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
  return isDoubtful(origin) ? agreeTo(origin, undefined) : true;
}

async function agreeTo(origin: string, bound: string | undefined): Promise<boolean> {
  const { question, detail, send } = addressQuestion(origin, bound, translate);
  return (await ask('warning', question, detail, send)) === send;
}
