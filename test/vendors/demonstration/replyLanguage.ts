import type { ChatMessage } from '../loopback/chatRequest.ts';
import { readMessage } from './readMessage.ts';

const han = /\p{Script=Han}/u;
const asksForChinese = /\b(?:in|use|into)\s+(?:simplified\s+)?chinese\b/i;
const asksForEnglish = /\bin english\b|\buse english\b|用英[文语]|英文回答/i;

/**
 * The language a conversation asks for: what the last question demands, else Chinese if the question is
 * written in it or the instructions ask for it, else English. Code does not count.
 */
export function replyLanguage(messages: readonly ChatMessage[]): 'zh' | 'en' {
  const last = messages.findLast(({ role }) => role === 'user');
  const question = readMessage(last?.text ?? '').question;
  if (asksForEnglish.test(question)) return 'en';
  if (asksForChinese.test(question) || han.test(question)) return 'zh';
  const instructions = messages.filter(({ role }) => role === 'system').map(({ text }) => text);
  if (instructions.some((text) => asksForEnglish.test(text))) return 'en';
  return instructions.some((text) => asksForChinese.test(text) || han.test(text)) ? 'zh' : 'en';
}
