import type { ModelState } from '../../shared/protocol.ts';
import { button, element, icon } from '../dom.ts';
import type { PanelContext } from '../panelContext.ts';
import { format } from '../texts.ts';

export interface ModelControls {
  /** Shows which model is asked; a click chooses another. */
  readonly pill: HTMLElement;
  /** Leads to its options. */
  readonly options: HTMLElement;
  update(model: ModelState | null): void;
}

export function createModelControls({ texts, post }: PanelContext): ModelControls {
  const name = element('span', { class: 'label' });
  const pill = element('button', { type: 'button', class: 'model-pill' }, name, icon('chevron-down'));
  pill.addEventListener('click', () => post({ type: 'choose-model' }));
  const options = button({
    label: texts.modelOptions,
    text: '',
    className: 'toggle options',
    icon: 'settings',
    onClick: () => post({ type: 'choose-options' }),
  });
  const temperature = options.querySelector('.label');

  return {
    pill,
    options,
    update(model) {
      const label = model?.modelLabel ?? texts.chooseModel;
      const whole = model ? `${model.vendorLabel} ${label}. ${texts.chooseModel}` : label;
      name.textContent = label;
      pill.title = whole;
      pill.setAttribute('aria-label', whole);
      const set = model?.temperature;
      const optionsLabel = set === undefined ? texts.modelOptions : format(texts.modelOptionsWith, set);
      options.hidden = model === null;
      options.title = optionsLabel;
      options.setAttribute('aria-label', optionsLabel);
      if (temperature) temperature.textContent = set ?? '';
    },
  };
}
