import type { ViewIntention } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import type { FrameQueue } from './frameQueue.ts';
import type { CodeBlockContext } from './markdown/codeBlock.ts';
import type { Ticker } from './ticker.ts';

/** What the parts of the panel share. */
export interface PanelContext extends CodeBlockContext {
  readonly texts: ViewStrings;
  readonly frames: FrameQueue;
  readonly ticker: Ticker;
  /** In milliseconds. */
  now(): number;
  post(intention: ViewIntention): void;
  /** Says something to a screen reader. */
  announce(text: string): void;
}
