/** Keeps a scrolling element at its end while its content grows, until the user scrolls up. */
export interface BottomSticker {
  /** Goes to the end and stays there. */
  stick(): void;
}

/** Fractions of pixels and a last line's margin still count as the end. */
const nearPx = 24;

/**
 * @param scroller the element that scrolls
 * @param content what grows in it
 * @param onChange told whether the end is in sight whenever that changes
 */
export function stickToBottom(
  scroller: HTMLElement,
  content: HTMLElement,
  onChange: (stuck: boolean) => void,
): BottomSticker {
  let stuck = true;
  let lastTop = 0;

  function setStuck(next: boolean): void {
    if (next === stuck) return;
    stuck = next;
    onChange(stuck);
  }

  function toEnd(): void {
    scroller.scrollTop = scroller.scrollHeight;
    lastTop = scroller.scrollTop;
  }

  scroller.addEventListener(
    'scroll',
    () => {
      const top = scroller.scrollTop;
      const near = scroller.scrollHeight - top - scroller.clientHeight <= nearPx;
      // Only a move upwards is the user leaving: growing content changes the distance too.
      if (near) setStuck(true);
      else if (top < lastTop) setStuck(false);
      lastTop = top;
    },
    { passive: true },
  );
  const observer = new ResizeObserver(() => {
    if (stuck) toEnd();
  });
  observer.observe(content);
  observer.observe(scroller);
  return {
    stick() {
      setStuck(true);
      toEnd();
    },
  };
}
