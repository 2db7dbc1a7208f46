import { button } from './dom.ts';
import type { PanelContext } from './panelContext.ts';

/** The button over the first turn. It presses itself when it comes near to what is visible. */
export interface EarlierTurns {
  readonly element: HTMLElement;
  /** What was asked for has come. @param more whether there are turns before those too */
  loaded(more: boolean): void;
  dispose(): void;
}

/** How far above the visible part it may be, in pixels: enough that nobody waits. */
const margin = '800px 0px 0px 0px';

/** @param scroller the element that the button scrolls in */
export function createEarlierTurns(
  scroller: HTMLElement,
  { texts, post }: PanelContext,
  more: boolean,
): EarlierTurns {
  let loading = false;
  const made = button({
    label: texts.earlierMessages,
    text: texts.earlierMessages,
    className: 'link-button earlier',
    icon: 'arrow-up',
    onClick: load,
  });
  made.hidden = !more;

  function load(): void {
    if (loading || made.hidden) return;
    loading = true;
    made.setAttribute('aria-busy', 'true');
    post({ type: 'load-earlier' });
  }

  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) load();
    },
    { root: scroller, rootMargin: margin },
  );
  observer.observe(made);
  return {
    element: made,
    loaded(moreNow) {
      loading = false;
      made.removeAttribute('aria-busy');
      made.hidden = !moreNow;
      // Watched anew, it reports whether it is still in sight.
      observer.unobserve(made);
      observer.observe(made);
    },
    dispose: () => observer.disconnect(),
  };
}
