import * as v from 'valibot';
import type { HostChannel } from './hostChannel.ts';

const viewState = v.object({
  /** What stands in the composer. */
  draft: v.optional(v.string(), ''),
  /** Whether models that can do both shall think; undefined as long as nobody has chosen. */
  thinking: v.optional(v.boolean()),
  /** Whether models that can shall search the web. */
  webSearch: v.optional(v.boolean(), false),
});

/** What the view keeps through being hidden and reloaded. */
export type ViewState = v.InferOutput<typeof viewState>;

export interface ViewMemory {
  readonly state: Readonly<ViewState>;
  change(changes: Partial<ViewState>): void;
}

export function createViewMemory(channel: Pick<HostChannel, 'recall' | 'remember'>): ViewMemory {
  const recalled = v.safeParse(viewState, channel.recall());
  let state: ViewState = recalled.success ? recalled.output : { draft: '', webSearch: false };
  return {
    get state() {
      return state;
    },
    change(changes) {
      state = { ...state, ...changes };
      channel.remember(state);
    },
  };
}
