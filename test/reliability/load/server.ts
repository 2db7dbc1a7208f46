import process from 'node:process';
import { startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { replyPieces } from './replyPieces.ts';

/*
 * The loopback server in a process of its own, so that its work is not measured as ours. A question names its reply:
 * `<name> <pieces> <length of a piece> <pause in ms>`.
 */

const server = await startBigModelServer();
server.always(({ messages }) => {
  const [name = '', count = '', length = '', delay = ''] = (messages.at(-1)?.text ?? '').split(' ');
  const text = replyPieces(name, Number(count), Number(length));
  return { type: 'reply', text, delayMs: Number(delay) };
});
process.send?.({ baseUrl: server.payAsYouGoBase, key: testKeys.payAsYouGo });
process.once('disconnect', () => process.exit());
