/*
 * How much of what a server sends is kept. Whatever is longer is cut, and what comes beyond is dropped, where it is read:
 * before any pattern looks at it, before it is shown, and before it is written. All in UTF-16 code units or counts.
 */

/** No model writes as much, reasoning included: one that goes on is a loop, and would fill the memory. */
export const longestReply = 4_000_000;

export const mostSources = 100;
export const longestSourceTitle = 500;
export const longestSourceAddress = 4_096;
export const longestSnippet = 4_000;

export const mostSuggestions = 50;
export const longestSuggestion = 1_000;

export const mostNotices = 20;
export const longestNotice = 1_000;

/** The input of all calls together counts as a part of the reply. */
export const mostToolCalls = 128;

/** The vendor's id of a conversation; a longer one is none. */
export const longestVendorSession = 1_024;
/** How often a reply may name another one. */
export const mostVendorSessions = 10;
