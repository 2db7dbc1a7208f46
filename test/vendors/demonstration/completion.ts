import type { AcceptedRequest } from '../loopback/chatRequest.ts';
import type { Reply } from '../loopback/reply.ts';
import { cutIntoPieces } from './pieces.ts';

/** What the demonstration suggests wherever code is to be filled in: a comment, in the way of the code around it. */
export function demonstrationCompletion({ messages }: AcceptedRequest): Reply {
  const prompt = messages.map(({ text }) => text).join('');
  const mark = /^\s*(?:def |from \w+ import|#)/m.test(prompt) ? '#' : '//';
  return { type: 'reply', text: cutIntoPieces(` ${mark} suggested by the demonstration`, 6) };
}
