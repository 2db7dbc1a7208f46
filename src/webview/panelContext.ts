import type { HostEvent, ViewIntention } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import type { FrameQueue } from './frameQueue.ts';
import type { PathFinder } from './pathFinder.ts';
import type { ScrollPlace } from './scrollPlace.ts';
import type { Ticker } from './ticker.ts';

/** What the parts of the panel share. */
export interface PanelContext {
  readonly texts: ViewStrings;
  /** What sends a question. */
  readonly sendWith: Extract<HostEvent, { type: 'state' }>['sendWith'];
  readonly frames: FrameQueue;
  readonly ticker: Ticker;
  /** Knows which paths are files of the workspace. */
  readonly paths: PathFinder;
  /** In milliseconds. */
  now(): number;
  post(intention: ViewIntention): void;
  /** Copies a text and shows on the button that it did. */
  copy(text: string, button: HTMLButtonElement): void;
  /** Runs the steps of something that can wait, a few milliseconds at a time. */
  inSlices(steps: Iterator<unknown>): void;
  /** Counts what the browser will have to do for a change, in milliseconds. */
  expect(milliseconds: number): void;
  /** Says something to a screen reader. */
  announce(text: string): void;
  /** Keeps where the reader is, for a view that is made anew; undefined at the end. */
  keepPlace(place: ScrollPlace | undefined): void;
  /** What the composer's toggles ask of the model now. */
  askOptions(): AskOptions;
}

/** What a question asks of the model beside its text; absent for the model's own default. */
export type AskOptions = Pick<Extract<ViewIntention, { type: 'send' }>, 'thinking' | 'webSearch'>;
