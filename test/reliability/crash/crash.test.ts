import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import { ConversationFile } from '../../../src/extension/history/conversationFile.ts';
import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { answerTurn, questionTurn } from '../../unit/chat/conversationTurns.ts';
import { type BigModelServer, startBigModelServer, testKeys } from '../../vendors/zhipu/bigModelServer.ts';
import { createRandom } from './random.ts';
import { readReports } from './screenReport.ts';
import { numberedPiece, verifyHistory } from './verifyHistory.ts';

const rounds = budget({ sample: 24, soak: 200 });
/** Windows that are open, and killed, at the same time; each has a history of its own, which the next one goes on with. */
const lanes = 8;
/** A window is killed when it has told of so many changes of its screen, or of fewer: at once, or by the next question. */
const mostReports = 300;

describe('a window that is killed', function () {
  this.timeout(300_000);
  this.slow(120_000);

  const children = new Set<ChildProcess>();
  let folder: string;
  let script: string;
  let server: BigModelServer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlin-'));
    script = join(folder, 'window.cjs');
    // In one file it starts in a fraction of the time.
    await build({
      entryPoints: [join(import.meta.dirname, 'window.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'warning',
    });
    server = await startBigModelServer();
    const pieces = (count: number) => Array.from({ length: count }, (_, number) => numberedPiece(number));
    server.always({ type: 'reply', reasoning: pieces(20), text: pieces(150), delayMs: 8 });
  });

  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a window, kills it, and looks at what is left. */
  async function round(directory: string, seed: number) {
    const random = createRandom(seed);
    const resting = await restingConversation(directory);
    const reports = 1 + random.below(mostReports);
    const endsByQuestion = seed % 2 === 0;
    const child = spawn(
      process.execPath,
      [
        script,
        directory,
        server.payAsYouGoBase,
        testKeys.payAsYouGo,
        String(seed),
        resting.path,
        String(endsByQuestion ? reports : Number.POSITIVE_INFINITY),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.add(child);
    const ended = once(child, 'close');
    let output = '';
    let said = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      said += text.split('\n').length - 1;
      if (said >= reports && !endsByQuestion) child.kill('SIGKILL');
    });
    await ended;
    assert.equal(child.signalCode, 'SIGKILL', 'the window closed by itself');
    children.delete(child);
    const verified = await verifyHistory(directory, readReports(output));
    await resting.verify();
    return verified;
  }

  it(`has kept every question and title, and all text that was on its screen for a second, ${rounds} times`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const faults: string[] = [];
    let survived = 0;
    let lostMs = 0;
    let compared = 0;
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const directory = join(folder, `lane${lane}`, 'conversations');
        await mkdir(directory, { recursive: true });
        for (let index = lane; index < rounds; index += lanes) {
          try {
            const verified = await round(directory, seed + index);
            survived += 1;
            lostMs = Math.max(lostMs, verified.lostMs);
            compared += verified.compared;
          } catch (error) {
            faults.push(`seed ${seed + index}: ${error}`);
          }
        }
      }),
    );
    reportFigure(`crashes survived: ${survived} of ${rounds} (at most the last ${lostMs} ms were lost)`);
    assert.deepEqual(faults, []);
    assert.ok(compared > rounds * 10, `only ${compared} characters were on the screens for a second`);
  });
});

/** A conversation that nobody has looked at for long, with a file that is worth making smaller. */
async function restingConversation(directory: string) {
  const path = join(directory, '..', 'resting.jsonl');
  const text = Array.from({ length: 400 }, (_, number) => numberedPiece(number));
  const open = () =>
    new ConversationFile(
      path,
      () => ({ type: 'conversation', version: 1, id: 'resting', createdAt: 1 }),
      (error) => assert.ifError(error),
    );
  await rm(path, { force: true });
  await rm(`${path}.new`, { force: true });
  const file = open();
  const question = questionTurn('q', null, 'Why?');
  const answer = answerTurn('a', 'q', '');
  await file.append([
    { type: 'question', turn: question },
    { type: 'answer', turn: answer },
    ...text.map((piece, index) => ({
      type: 'delta' as const,
      id: 'a',
      channel: 'text' as const,
      at: text.slice(0, index).join('').length,
      text: piece,
    })),
  ]);
  return {
    path,
    async verify() {
      const { turns } = await open().readAll();
      assert.deepEqual(
        turns.map(({ text }) => text),
        ['Why?', text.join('')],
        'the conversation that was made smaller is another one',
      );
    },
  };
}
