import { setTimeout as delay } from 'node:timers/promises';
import { ConversationFile } from '../../../../src/extension/history/conversationFile.ts';
import { answerTurn, questionTurn } from '../../chat/conversationTurns.ts';

/*
 * A window in a process of its own: `node writingProcess.ts <path> <name> <rounds> <pause>`. It asks and answers as many
 * times, with so many milliseconds between, and says on its output how many rounds are on the disk.
 */

const [path = '', name = '', rounds = '', pause = ''] = process.argv.slice(2);
const file = new ConversationFile(
  path,
  () => ({ type: 'conversation', version: 1, id: 'c', createdAt: 1 }),
  (error) => {
    throw error;
  },
);

for (let round = 0; round < Number(rounds); round++) {
  const question = questionTurn(`${name}-q${round}`, null, `Question ${round} 问题`);
  const answer = {
    ...answerTurn(`${name}-a${round}`, question.id, ''),
    status: { state: 'waiting' as const },
  };
  file.record({ type: 'begin', after: null, question, answer });
  const text = `Answer ${round} 回答`;
  for (let at = 0; at < text.length; at++) {
    file.record({ type: 'delta', id: answer.id, channel: 'text', at, text: text.charAt(at) });
    // Each piece is written alone, so that the log gets long.
    await file.flush();
  }
  file.record({ type: 'status', answer: { ...answer, text, status: { state: 'done', reason: 'stop' } } });
  await file.flush();
  process.stdout.write(`${round + 1}\n`);
  await delay(Number(pause));
}
