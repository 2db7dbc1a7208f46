/** Keeps a scrolling element at its end while its content grows, until the user scrolls up. */
export interface BottomSticker {
  readonly stuck: boolean;
  /** Goes to the end and stays there. */
  stick(): void;
  /** Stays where it is from now on, until the end is reached again. */
  release(): void;
  /** Pays no attention while the element is not shown. Returns a function that puts everything back. */
  suspend(): () => void;
}

/** A move of the reader's, and not of what grows above. */
const movesOfReader = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

/** Calls back at the reader's next move in an element. */
export function onNextMove(scroller: HTMLElement, callback: () => void): void {
  for (const move of movesOfReader) scroller.addEventListener(move, callback, { once: true, passive: true });
}

/** Fractions of pixels and a last line's margin still count as the end. */
const nearPx = 24;
/** For so long after a move of the reader's, in milliseconds, the browser may still be carrying it out. */
const moveMs = 500;

/**
 * @param scroller the element that scrolls
 * @param content what grows in it
 * @param isConversation whether there is anything whose end is worth staying at; a welcome is read from its beginning
 * @param onChange told whether the end is in sight whenever that changes
 */
export function stickToBottom(
  scroller: HTMLElement,
  content: HTMLElement,
  isConversation: () => boolean,
  onChange: (stuck: boolean) => void,
): BottomSticker {
  let stuck = true;
  let lastTop = 0;
  let lastHeight = 0;
  /** When the reader made the last move. */
  let movedAt = Number.NEGATIVE_INFINITY;
  /** When it was told to go to the end. */
  let sentAt = Number.NEGATIVE_INFINITY;
  /** Whether the reader holds a button of the mouse down. */
  let held = false;
  let suspended = false;

  function setStuck(next: boolean): void {
    if (next === stuck) return;
    stuck = next;
    onChange(stuck);
  }

  function toEnd(): void {
    scroller.scrollTop = scroller.scrollHeight;
    notePlace();
  }

  function notePlace(): void {
    lastTop = scroller.scrollTop;
    lastHeight = scroller.scrollHeight;
  }

  for (const move of movesOfReader) {
    scroller.addEventListener(
      move,
      ({ timeStamp }) => {
        movedAt = timeStamp;
      },
      { passive: true },
    );
  }
  scroller.addEventListener('pointerdown', () => {
    held = true;
  });
  // That a scroll bar is let go of is told by the first move after it only.
  scroller.addEventListener('pointermove', ({ buttons }) => {
    held &&= buttons !== 0;
  });
  scroller.addEventListener(
    'scroll',
    ({ timeStamp }) => {
      if (suspended) return;
      const { scrollTop: top, scrollHeight: height } = scroller;
      // Only a move upwards is the user leaving: growing content changes the distance too. Where content is found to be
      // smaller than it was taken for, the browser itself moves upwards.
      const isReader =
        held || timeStamp - movedAt < moveMs || (height === lastHeight && timeStamp - sentAt >= moveMs);
      if (height - top - scroller.clientHeight <= nearPx) setStuck(true);
      else if (top < lastTop && isReader) setStuck(false);
      else if (top < lastTop && stuck && isConversation()) toEnd();
      notePlace();
    },
    { passive: true },
  );
  const observer = new ResizeObserver(() => {
    if (stuck && !suspended && isConversation()) toEnd();
  });
  observer.observe(content);
  observer.observe(scroller);
  return {
    get stuck() {
      return stuck;
    },
    stick() {
      // A smooth scroll that the reader began before may still be under way.
      movedAt = Number.NEGATIVE_INFINITY;
      sentAt = performance.now();
      held = false;
      setStuck(true);
      toEnd();
    },
    release() {
      setStuck(false);
      notePlace();
    },
    suspend() {
      suspended = true;
      const top = scroller.scrollTop;
      return () => {
        suspended = false;
        if (stuck) toEnd();
        else scroller.scrollTop = top;
        notePlace();
      };
    },
  };
}
