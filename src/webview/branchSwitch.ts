import type { Branch } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { button, element } from './dom.ts';
import { format } from './texts.ts';

/** `‹ 2/3 ›`: which of several alternatives is shown, and the way to the others. */
export function createBranchSwitch(
  { index, count }: Branch,
  texts: ViewStrings,
  onStep: (step: -1 | 1) => void,
): HTMLElement {
  const arrow = (step: -1 | 1, label: string, icon: string): HTMLButtonElement => {
    const possible = index + step >= 1 && index + step <= count;
    const made = button({
      label,
      className: `icon-button branch-arrow ${step === -1 ? 'previous' : 'next'}`,
      icon,
      onClick: () => {
        if (possible) onStep(step);
      },
    });
    // Not `disabled`: at the last alternative the focus would be lost.
    made.setAttribute('aria-disabled', String(!possible));
    return made;
  };
  return element(
    'span',
    { class: 'branch', role: 'group', 'aria-label': format(texts.alternative, index, count) },
    arrow(-1, texts.previousAlternative, 'chevron-left'),
    element('span', { class: 'branch-count', 'aria-hidden': 'true' }, `${index}/${count}`),
    arrow(1, texts.nextAlternative, 'chevron-right'),
  );
}
