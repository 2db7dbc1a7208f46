/** The file in a run's output folder that mocha's events go to, one JSON object per line. */
export const eventsFile = 'events.jsonl';

export type TestEvent =
  /** A test has begun, or a hook. */
  | { readonly type: 'begin'; readonly title: string }
  | { readonly type: 'pass'; readonly title: string; readonly ms: number }
  | { readonly type: 'skip'; readonly title: string }
  /** `report`: the title, the error, the difference and the stack, as text for people. */
  | { readonly type: 'fail'; readonly title: string; readonly report: string }
  /** Failed, and is tried once more. */
  | { readonly type: 'repeat'; readonly title: string; readonly report: string }
  /** All tests have been run. */
  | { readonly type: 'end' };
