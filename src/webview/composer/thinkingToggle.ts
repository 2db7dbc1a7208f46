import type { ModelState } from '../../shared/protocol.ts';
import { button } from '../dom.ts';
import type { PanelContext } from '../panelContext.ts';
import type { ViewMemory } from '../viewState.ts';

export interface ThinkingToggle {
  readonly element: HTMLElement;
  /** What to ask of the model, or undefined for its own default. */
  readonly chosen: boolean | undefined;
  update(model: ModelState | null): void;
}

/** Whether the model thinks before it answers. Where that is not to be chosen, the toggle says why. */
export function createThinkingToggle({ texts }: PanelContext, memory: ViewMemory): ThinkingToggle {
  let model: ModelState | null = null;
  const toggle = button({
    label: texts.think,
    text: texts.think,
    className: 'toggle think',
    icon: 'thinking',
    onClick() {
      if (toggle.getAttribute('aria-disabled') === 'true') return;
      memory.change({ thinking: !isOn() });
      show();
    },
  });

  function isOn(): boolean {
    const thinking = model?.thinking ?? 'none';
    if (thinking === 'always' || thinking === 'none') return thinking === 'always';
    return memory.state.thinking ?? thinking === 'optional';
  }

  function show(): void {
    const reasons = {
      always: texts.thinkAlways,
      none: texts.thinkNever,
      optional: undefined,
      unknown: undefined,
    };
    const reason = model ? reasons[model.thinking] : texts.chooseModel;
    toggle.setAttribute('aria-pressed', String(isOn()));
    toggle.setAttribute('aria-disabled', String(reason !== undefined));
    toggle.title = reason ?? texts.think;
    // At small widths only its icon is shown. A disabled control has no other way to say its reason.
    toggle.setAttribute('aria-label', reason === undefined ? texts.think : `${texts.think}. ${reason}`);
  }

  return {
    element: toggle,
    get chosen() {
      if (model?.thinking === 'optional') return isOn();
      return model?.thinking === 'unknown' && isOn() ? true : undefined;
    },
    update(next) {
      model = next;
      show();
    },
  };
}
