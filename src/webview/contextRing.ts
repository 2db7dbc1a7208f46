import type { ModelState } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { element, svgElement } from './dom.ts';
import { format, formatCount, formatShort } from './texts.ts';

const radius = 6;
const length = 2 * Math.PI * radius;

/** How full the model's context window is, or nothing where its size is unknown. */
export function createContextRing(window: ModelState['window'], texts: ViewStrings): HTMLElement | undefined {
  if (!window || window.size === 0) return undefined;
  const { used, size } = window;
  const share = Math.min(1, used / size);
  const level = share > 0.9 ? ' full' : share > 0.75 ? ' high' : '';
  const label = format(texts.contextMeter, formatCount(used), formatCount(size));
  const circle = { cx: 8, cy: 8, r: radius, fill: 'none', 'stroke-width': 2.5 };
  return element(
    'span',
    { class: `context-meter${level}`, role: 'img', title: label, 'aria-label': label },
    svgElement(
      'svg',
      { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
      svgElement('circle', { ...circle, class: 'ring-track' }),
      svgElement('circle', {
        ...circle,
        class: 'ring-fill',
        'stroke-dasharray': `${(share * length).toFixed(2)} ${length.toFixed(2)}`,
        transform: 'rotate(-90 8 8)',
      }),
    ),
    element(
      'span',
      { class: 'context-text', 'aria-hidden': 'true' },
      `${formatShort(used)} / ${formatShort(size)}`,
    ),
  );
}
