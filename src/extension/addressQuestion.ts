import type { Translate } from '../chat/advice.ts';
import { visibleName } from '../chat/hiddenCharacters.ts';
import { ProviderError } from '../core/error.ts';
import { isReadable, lookalikeOf } from '../net/serverAddress.ts';
import type { OtherAddress } from './connection.ts';

/** Where a key, and the address that it would go to, come from. */
export type AddressOrigin = Pick<OtherAddress, 'bound' | 'keyFrom' | 'addressFrom'>;

/** What the user is asked before a key goes to an address. */
export interface AddressQuestion {
  readonly question: string;
  readonly detail: string;
  /** The button that agrees. */
  readonly send: string;
}

/** Whether an address that the user has typed may not be what it seems. */
export function isDoubtful(origin: string): boolean {
  return isReadable(origin) || lookalikeOf(origin) !== undefined;
}

/**
 * @param wanted the origin as it will be used: what looks like Latin letters and is not is spelled out in it
 */
export function addressQuestion(
  wanted: string,
  { bound, keyFrom, addressFrom }: AddressOrigin,
  translate: Translate,
): AddressQuestion {
  const readable = isReadable(wanted);
  const lookalike = lookalikeOf(wanted);
  const hasKey = keyFrom !== '';
  const detail = [
    bound !== undefined &&
      bound !== wanted &&
      translate('It was entered for {bound}.', { bound: visibleName(bound) }),
    addressFrom !== undefined &&
      translate(
        'The environment variable {variable} names this address. A script or a container of a project may have set it.',
        { variable: addressFrom },
      ),
    keyFrom !== undefined &&
      hasKey &&
      translate('The key comes from the environment: {variable}.', { variable: keyFrom }),
    readable && readableText(hasKey, translate),
    !readable &&
      (hasKey
        ? translate('Whoever runs this server can read the key and your questions.')
        : translate('Whoever runs it can read your questions and your code.')),
    lookalike !== undefined &&
      translate(
        'Beware: the name is shown as {shown} elsewhere. Its letters are not those that they look like.',
        { shown: visibleName(lookalike) },
      ),
  ];
  return {
    question: questionText(wanted, readable, hasKey, translate),
    detail: detail.filter((sentence) => sentence !== false).join('\n\n'),
    send: sendLabel(readable, hasKey, translate),
  };
}

function questionText(wanted: string, readable: boolean, hasKey: boolean, translate: Translate): string {
  if (hasKey) {
    return readable
      ? translate('Send the key to {wanted} without encryption?', { wanted })
      : translate('Send the key to {wanted}?', { wanted });
  }
  return readable
    ? translate('Send your questions to {wanted} without encryption?', { wanted })
    : translate('Send your questions to {wanted}?', { wanted });
}

function readableText(hasKey: boolean, translate: Translate): string {
  return hasKey
    ? translate(
        'Without https, everybody in that network and on the way to it can read the key, your questions and your code, and change the answers. Agree only to a server of your own in a network that you trust.',
      )
    : translate(
        'Without https, everybody in that network and on the way to it can read your questions and your code, and change the answers. Agree only to a server of your own in a network that you trust.',
      );
}

function sendLabel(readable: boolean, hasKey: boolean, translate: Translate): string {
  if (readable) return translate('Send unencrypted');
  return hasKey ? translate('Send the key there') : translate('Send them there');
}

/** What is said after the user has not agreed. */
export function declinedText(
  { wanted, addressFrom }: Pick<OtherAddress, 'wanted' | 'addressFrom'>,
  translate: Translate,
): string {
  return addressFrom === undefined
    ? translate(
        'Nothing was sent to {wanted}. To use another address, enter the key again or change the setting {setting}.',
        { wanted, setting: 'hanlin.endpoints' },
      )
    : translate(
        'Nothing was sent to {wanted}. To use another address, enter a key with it, or change {variable} and start VS Code again.',
        { wanted, variable: addressFrom },
      );
}

/** Why nothing is sent there, in the terms of a request. */
export function addressError({ bound, keyFrom, addressFrom, wanted }: OtherAddress): ProviderError {
  const from = addressFrom ?? bound ?? keyFrom ?? '';
  return new ProviderError('auth', `${from} → ${wanted}`, {
    advice: addressFrom === undefined ? 'other-address' : 'environment-address',
  });
}
