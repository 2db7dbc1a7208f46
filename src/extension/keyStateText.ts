import type { Translate } from '../chat/advice.ts';
import type { ApiState } from './modelService.ts';

/** The state of a key in words. */
export function keyStateText(key: ApiState['key'], translate: Translate): string {
  switch (key) {
    case 'missing':
      return translate('No key yet');
    case 'stored':
      return translate('Key stored');
    case 'environment':
      return translate('Key from the environment');
  }
}
