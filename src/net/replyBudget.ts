import { cutText } from '../core/cutText.ts';
import { ProviderError } from '../core/error.ts';
import {
  longestFinishDetail,
  longestNotice,
  longestReply,
  longestSnippet,
  longestSourceAddress,
  longestSourceTitle,
  longestSuggestion,
  longestToolCallId,
  longestToolName,
  longestVendorSession,
  mostNotices,
  mostSources,
  mostSuggestions,
  mostToolCalls,
  mostVendorSessions,
} from '../core/limits.ts';
import type { StreamPart } from '../core/streamPart.ts';

/** What is kept of the parts of one reply, as `src/core/limits.ts` has it. */
export interface ReplyBudget {
  /** How long the reply is so far, in UTF-16 code units: its text, its reasoning and the input of its calls. */
  readonly length: number;
  /** @returns the part as it may be passed on; undefined if there are too many of its kind */
  take(part: StreamPart): StreamPart | undefined;
}

/** The error for a reply that goes on and on. */
export function replyTooLong(): ProviderError {
  return new ProviderError('protocol', `The reply is longer than ${longestReply} characters`);
}

export function createReplyBudget(): ReplyBudget {
  const left: Partial<Record<StreamPart['type'], number>> = {
    source: mostSources,
    suggestions: mostSuggestions,
    notice: mostNotices,
    'tool-call': mostToolCalls,
    'vendor-session': mostVendorSessions,
  };
  let text = 0;
  let others = 0;

  function allows(type: StreamPart['type']): boolean {
    const rest = left[type];
    if (rest === undefined) return true;
    left[type] = rest - 1;
    return rest > 0;
  }

  return {
    get length() {
      return text + others;
    },
    take(part) {
      if (!allows(part.type)) return undefined;
      switch (part.type) {
        case 'text-delta':
          text += part.text.length;
          return part;
        case 'text-replace':
          text = part.text.length;
          return part;
        case 'reasoning-delta':
          others += part.text.length;
          return part;
        case 'tool-call':
          if (part.id.length > longestToolCallId || part.name.length > longestToolName) return undefined;
          others += part.input.length;
          return part;
        case 'source':
          return shortSource(part);
        case 'suggestions':
          return {
            ...part,
            items: part.items.slice(0, mostSuggestions).map((item) => cutText(item, longestSuggestion)),
          };
        case 'notice':
          return part.detail === undefined ? part : { ...part, detail: cutText(part.detail, longestNotice) };
        case 'vendor-session':
          return part.id.length > longestVendorSession ? undefined : part;
        case 'finish':
          return shortFinish(part);
      }
    },
  };
}

/** An address that is cut would lead elsewhere: a source with one that is too long has none. */
function shortSource(source: Extract<StreamPart, { type: 'source' }>): StreamPart {
  const { url, snippet, ...rest } = source;
  return {
    ...rest,
    title: cutText(source.title, longestSourceTitle),
    ...(url !== undefined && url.length <= longestSourceAddress && { url }),
    ...(snippet !== undefined && { snippet: cutText(snippet, longestSnippet) }),
  };
}

function shortFinish(finish: Extract<StreamPart, { type: 'finish' }>): StreamPart {
  const { rawReason, model } = finish;
  return {
    ...finish,
    ...(rawReason !== undefined && { rawReason: cutText(rawReason, longestFinishDetail) }),
    ...(model !== undefined && { model: cutText(model, longestFinishDetail) }),
  };
}
