import { svgElement } from './dom.ts';

/** Hanlin's mark, a brush over an open book, in the colour of the text around it. The same lines as media/hanlin.svg. */
export function createMark(size: number): SVGElement {
  return svgElement(
    'svg',
    {
      class: 'mark',
      width: size,
      height: size,
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    svgElement('path', {
      d: 'M8.5 6.6C7 6 5.2 5.75 3 5.75v12.4c3.7 0 6.8.7 9 2.6 2.2-1.9 5.3-2.6 9-2.6V5.75c-2.2 0-4 .25-5.5.85',
    }),
    svgElement('path', { d: 'M12 2.25v6' }),
    svgElement('path', {
      fill: 'currentColor',
      stroke: 'none',
      d: 'M12 17.6c-.35-2.2-2.5-3-2.5-5.6 0-1.75 1.1-3 2.5-4.5 1.4 1.5 2.5 2.75 2.5 4.5 0 2.6-2.15 3.4-2.5 5.6z',
    }),
  );
}
