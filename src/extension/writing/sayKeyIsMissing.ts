import { keyGap } from '../../core/keyGap.ts';
import { notify } from '../display/messages.ts';
import { translate } from '../translate.ts';

/** Says that code was written with a gap for a key, until the user has taken note of it: with a button it stays. */
export function sayKeyIsMissing(): void {
  const text = translate(
    'The answer repeated an API key, which Hanlin has replaced by “{gap}” in the code. Put it in yourself.',
    { gap: keyGap },
  );
  void notify('warning', text, translate('Dismiss'));
}
