import * as v from 'valibot';
import type { HostChannel } from './hostChannel.ts';

const viewState = v.object({
  /** What is shown: a tab is filled by it again after a reload. */
  conversation: v.optional(v.string()),
  /** What stands in the composer, by the conversation's id; the one that was changed last at the end. */
  drafts: v.optional(v.array(v.tuple([v.string(), v.string()])), []),
  /** Where the reader was in that conversation; absent at its end. */
  place: v.optional(v.object({ id: v.string(), offset: v.number() })),
  /** Whether models that can do both shall think; undefined as long as nobody has chosen. */
  thinking: v.optional(v.boolean()),
  /** Whether models that can shall search the web. */
  webSearch: v.optional(v.boolean(), false),
  /** Whether the list of conversations is grouped by workspace; else by age. */
  historyByWorkspace: v.optional(v.boolean(), false),
});

/** What the view keeps through being hidden and reloaded. */
export type ViewState = v.InferOutput<typeof viewState>;

type Drafts = ViewState['drafts'];

export interface ViewMemory {
  readonly state: Readonly<ViewState>;
  change(changes: Partial<ViewState>): void;
  /** What stood in the composer of a conversation, or an empty text. */
  draft(conversation: string): string;
  setDraft(conversation: string, text: string): void;
}

export function createViewMemory(channel: Pick<HostChannel, 'recall' | 'remember'>): ViewMemory {
  const recalled = v.safeParse(viewState, channel.recall());
  let state: ViewState = recalled.success
    ? recalled.output
    : { drafts: [], webSearch: false, historyByWorkspace: false };

  function change(changes: Partial<ViewState>): void {
    state = { ...state, ...changes };
    channel.remember(state);
  }

  return {
    get state() {
      return state;
    },
    change,
    draft: (conversation) => state.drafts.find(([id]) => id === conversation)?.[1] ?? '',
    setDraft: (conversation, text) => change({ drafts: withDraft(state.drafts, conversation, text) }),
  };
}

const mostDrafts = 50;
/** In characters, of all drafts together: VS Code takes the whole state as JSON on every change. */
const mostDraftText = 200_000;
/** In characters, as many as a question can have. */
const longestDraft = 2_000_000;

/**
 * Drafts with one more or another one, without the empty ones. Of too many or too long ones the oldest go; the one that
 * is given stays.
 */
export function withDraft(drafts: Drafts, conversation: string, text: string): Drafts {
  const newestFirst = drafts.filter(([id]) => id !== conversation).reverse();
  if (text !== '') newestFirst.unshift([conversation, text.slice(0, longestDraft)]);
  const kept: Drafts = [];
  let length = 0;
  for (const draft of newestFirst) {
    length += draft[1].length;
    if (kept.length > 0 && (kept.length === mostDrafts || length > mostDraftText)) break;
    kept.unshift(draft);
  }
  return kept;
}
