import type { ModelState } from '../../shared/protocol.ts';
import { button } from '../dom.ts';
import type { PanelContext } from '../panelContext.ts';
import type { ViewMemory } from '../viewState.ts';

export interface WebSearchToggle {
  readonly element: HTMLElement;
  readonly isOn: boolean;
  update(model: ModelState | null): void;
}

/** Whether the vendor searches the web. Left out where it cannot: most cannot, and what is always grey is in the way. */
export function createWebSearchToggle({ texts }: PanelContext, memory: ViewMemory): WebSearchToggle {
  let isOffered = false;
  const toggle = button({
    label: texts.web,
    text: texts.web,
    className: 'toggle web',
    icon: 'globe',
    onClick() {
      memory.change({ webSearch: !memory.state.webSearch });
      show();
    },
  });
  toggle.setAttribute('aria-label', texts.web);
  toggle.title = texts.webHint;

  function show(): void {
    toggle.hidden = !isOffered;
    toggle.setAttribute('aria-pressed', String(memory.state.webSearch));
  }

  return {
    element: toggle,
    get isOn() {
      return isOffered && memory.state.webSearch;
    },
    update(model) {
      isOffered = model?.webSearch === true;
      show();
    },
  };
}
