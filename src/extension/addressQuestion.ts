import type { Translate } from '../chat/advice.ts';
import { visibleName } from '../chat/hiddenCharacters.ts';
import { isReadable, lookalikeOf } from '../net/serverAddress.ts';

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
 * @param origin as it will be used: what looks like Latin letters and is not is spelled out in it
 * @param bound the origin that the key was entered for, if it is another one
 */
export function addressQuestion(
  origin: string,
  bound: string | undefined,
  translate: Translate,
): AddressQuestion {
  const readable = isReadable(origin);
  const lookalike = lookalikeOf(origin);
  const detail = [
    bound !== undefined && translate('It was entered for {bound}.', { bound: visibleName(bound) }),
    readable
      ? translate(
          'Without https, everybody in that network and on the way to it can read the key, your questions and your code, and change the answers. Agree only to a server of your own in a network that you trust.',
        )
      : translate('Whoever runs the new address can read the key and your questions.'),
    lookalike !== undefined &&
      translate(
        'Beware: the name is shown as {shown} elsewhere. Its letters are not those that they look like.',
        { shown: visibleName(lookalike) },
      ),
  ];
  return {
    question: readable
      ? translate('Send the key to {wanted} without encryption?', { wanted: origin })
      : translate('Send the key to {wanted}?', { wanted: origin }),
    detail: detail.filter((sentence) => sentence !== false).join('\n\n'),
    send: readable ? translate('Send unencrypted') : translate('Send the key there'),
  };
}
