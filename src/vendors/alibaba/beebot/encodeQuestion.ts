import { ProviderError } from '../../../core/error.ts';
import type { Message } from '../../../core/message.ts';
import { normaliseTurns } from '../../../net/messages/normaliseChat.ts';
import { longestUtterance } from './limits.ts';

export interface Question {
  /** The idempotency key: a new one for every question. */
  readonly messageId: string;
  readonly instanceId: string;
  readonly utterance: string;
  /** Absent on the first question of a conversation. */
  readonly sessionId?: string | undefined;
  readonly senderId?: string | undefined;
}

/**
 * What of a conversation is sent: all that the user has said since the last answer. The server keeps the rest, and has
 * no place for instructions.
 *
 * @throws {ProviderError} if that is nothing, or more than the API takes: it would cut it off.
 */
export function newestUtterance(messages: readonly Message[]): string {
  const { turns } = normaliseTurns(messages, { tools: false, images: false });
  const utterance = (turns.at(-1)?.text ?? '').trim();
  const length = [...utterance].length;
  if (length <= longestUtterance) return utterance;
  throw new ProviderError(
    'context-length',
    `The question has ${length} characters; Beebot takes ${longestUtterance} at most`,
  );
}

/**
 * The body of a question: JSON, inside a string, inside JSON.
 *
 * @see https://help.aliyun.com/zh/beebot/intelligent-dialogue-robot/developer-reference/stream-chat-api
 */
export function encodeQuestion({ messageId, instanceId, utterance, sessionId, senderId }: Question): string {
  // JSON leaves out what is undefined.
  const value = { InstanceId: instanceId, Utterance: utterance, SessionId: sessionId, SenderId: senderId };
  return JSON.stringify({
    messageId,
    action: 'TongyiBeebotChat',
    version: '2022-04-08',
    data: [{ type: 'JSON_TEXT', value: JSON.stringify(value) }],
  });
}
