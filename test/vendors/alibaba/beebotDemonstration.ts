import { blockquote } from '../demonstration/markdown.ts';
import { cutIntoPieces } from '../demonstration/pieces.ts';
import { replyLanguage } from '../demonstration/replyLanguage.ts';
import { wordings } from '../demonstration/wording.ts';
import { longestUtterance } from './beebotRules.ts';
import type { BeebotScenario } from './beebotScenario.ts';
import type { AcceptedQuestion } from './beebotServer.ts';

/** What a robot can do beside answering, in one language. Each question leads to it. */
interface Offers {
  readonly counted: (characters: number, turn: number) => string;
  readonly questions: readonly [choose: string, human: string];
  readonly clarification: string;
  readonly choices: readonly [string, string];
  readonly handOver: string;
}

const offers: Readonly<Record<'zh' | 'en', Offers>> = {
  zh: {
    counted: (characters, turn) =>
      `一共收到 ${characters} 个字符（上限 ${longestUtterance} 个），这是本次会话的第 ${turn} 轮。历史由服务器保存，Hanlin 只发送最新的一句。`,
    questions: ['让我选一个', '转人工'],
    clarification: '您想看哪一种？',
    choices: ['普通回答', '再让我选一个'],
    handOver: '演示到此为止：这里没有人工客服。',
  },
  en: {
    counted: (characters, turn) =>
      `${characters} characters arrived (${longestUtterance} are allowed) in turn ${turn} of this session. The server keeps the history; Hanlin sends the newest question only.`,
    questions: ['Let me choose', 'A human, please'],
    clarification: 'What would you like to see?',
    choices: ['A plain answer', 'Let me choose again'],
    handOver: 'The demonstration ends here: nobody is waiting behind it.',
  },
};

/** A reply arrives in about this many events. */
const eventCount = 60;

/**
 * The demonstration of a robot, short as a robot’s answers are: it quotes the question and counts it; asked for
 * a choice or for a human it shows what a client makes of that. `paceMs` is the pause between two events.
 */
export function beebotDemonstration(question: AcceptedQuestion, paceMs: number): BeebotScenario {
  const { utterance, history } = question;
  const language = replyLanguage([{ role: 'user', text: utterance }]);
  const offer = offers[language];
  if (/选一个|\bchoose\b/i.test(utterance)) {
    const [first, second] = offer.choices;
    return {
      type: 'clarify',
      content: `${offer.clarification}\n1. ${first}\n2. ${second}`,
      title: offer.clarification,
      choices: offer.choices,
      delayMs: paceMs,
    };
  }
  const isForHuman = /人工|\bhuman\b/i.test(utterance);
  const wording = wordings[language];
  const text = isForHuman
    ? offer.handOver
    : [
        wording.notice,
        wording.asked(blockquote(utterance)),
        offer.counted([...utterance].length, history.length + 1),
      ].join('\n\n');
  return {
    type: 'reply',
    text: cutIntoPieces(text, eventCount),
    delayMs: paceMs,
    ...(isForHuman
      ? { handOver: { at: 'body', reason: 'UserRequest' } }
      : { relatedQuestions: offer.questions }),
  };
}
