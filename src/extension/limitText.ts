import type { Translate } from '../chat/advice.ts';
import { lastMoment } from '../chat/moment.ts';
import type { RateLimit } from '../core/streamPart.ts';

/**
 * What a vendor said of its limits, in lines for people; none where it said nothing of use.
 *
 * @param limit with the moment at which it was said, in milliseconds since 1970 UTC.
 */
export function limitText(limit: RateLimit & { readonly at: number }, translate: Translate): string[] {
  const { requestsLeft, requestLimit, tokensLeft, tokenLimit, resetAfterMs, at } = limit;
  const lines: string[] = [];
  if (requestsLeft !== undefined) {
    lines.push(translate('Requests left: {left}', { left: ofMost(requestsLeft, requestLimit) }));
  }
  if (tokensLeft !== undefined) {
    lines.push(translate('Tokens left: {left}', { left: ofMost(tokensLeft, tokenLimit) }));
  }
  if (lines.length > 0 && resetAfterMs !== undefined && at + resetAfterMs <= lastMoment) {
    const time = new Date(at + resetAfterMs).toLocaleTimeString('en-GB');
    lines.push(translate('The limits are renewed at {time}', { time }));
  }
  return lines;
}

function ofMost(left: number, most: number | undefined): string {
  const number = (value: number): string => value.toLocaleString('en');
  return most === undefined ? number(left) : `${number(left)} / ${number(most)}`;
}
