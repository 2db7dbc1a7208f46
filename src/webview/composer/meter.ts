import type { ModelState } from '../../shared/protocol.ts';
import { createContextRing } from '../contextRing.ts';
import { element } from '../dom.ts';
import type { PanelContext } from '../panelContext.ts';

/** How full the model's window is; where the API counts characters, how many are typed of how many it takes. */
export interface Meter {
  readonly element: HTMLElement;
  /** @param text what stands in the composer */
  update(model: ModelState | null, text: string): void;
}

export function createMeter({ texts }: PanelContext): Meter {
  const meter = element('span', { class: 'meter' });
  let window: ModelState['window'];
  return {
    element: meter,
    update(model, text) {
      const most = model?.maxInputCharacters;
      if (most !== undefined) {
        const typed = [...text].length;
        const className = typed > most ? 'character-meter too-long' : 'character-meter';
        meter.replaceChildren(element('span', { class: className }, `${typed} / ${most}`));
        window = undefined;
        return;
      }
      // The ring does not change with the text: it is not drawn again on every key.
      if (window !== undefined && window === model?.window) return;
      window = model?.window;
      const ring = createContextRing(window, texts);
      meter.replaceChildren(...(ring ? [ring] : []));
    },
  };
}
