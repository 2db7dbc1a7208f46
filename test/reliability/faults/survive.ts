import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnswerTurn } from '../../../src/chat/conversation.ts';
import type { ErrorKind } from '../../../src/core/error.ts';
import { defaultTimeouts } from '../../../src/net/withTimeouts.ts';
import type { Exchange, Outcome } from './apis.ts';
import { spread } from './conversation.ts';
import { wholeReply } from './faultLine.ts';
import type { FaultRow } from './rows.ts';
import { type Trial, until } from './trial.ts';

/** How long is waited before each further try, without the spreading, in milliseconds. */
const usualWaits: Partial<Record<ErrorKind, readonly number[]>> = {
  network: [1_000, 3_000],
  unavailable: [1_000, 3_000, 8_000],
  'rate-limit': [2_000, 5_000, 10_000, 20_000, 40_000],
};

/**
 * Asks three questions: while the fault lasts, when it comes once, and without it.
 */
export async function surviveFault(
  trial: Trial,
  exchange: Exchange,
  row: FaultRow,
  outcome: Outcome,
): Promise<void> {
  const { conversation, line, waits } = trial;
  let reached = 0;
  const fault = {
    path: exchange.path,
    body: exchange.body,
    place: row.place,
    act: row.act,
    async ready() {
      if (outcome.text !== undefined) await conversation.shows(outcome.text);
      reached += 1;
    },
  };
  line.fail(fault);
  const asked = ask(trial, 'one');
  if (isSilent(row)) await letTimePass(trial, limitOf(exchange, row), () => reached, outcome);
  checkAnswer(await asked, outcome);
  checkWaits(trial, outcome);

  if (outcome.retried) {
    line.fail(fault, 1);
    const before = waits.length;
    checkAnswer(await ask(trial, 'two'), { end: 'done', text: wholeReply });
    assert.equal(waits.length - before, 1, 'how often it was asked again');
  }
  line.mend();
  checkAnswer(await ask(trial, 'three'), { end: 'done', text: wholeReply });
}

/** Asks, and waits until the server has noticed that it is over. */
export async function ask({ conversation, line, vendor }: Trial, text: string): Promise<AnswerTurn> {
  const answer = await conversation.ask(text);
  await until('exchanges', () => line.busy === 0 && vendor.openStreams === 0);
  return answer;
}

export function checkAnswer({ status, text }: AnswerTurn, outcome: Outcome): void {
  const end = status.state === 'failed' ? status.failure.kind : status.state;
  const advice = status.state === 'failed' ? status.failure.details.advice : undefined;
  assert.deepEqual(
    { end, advice, text },
    {
      end: outcome.end,
      advice: outcome.advice,
      text: outcome.text ?? '',
    },
    JSON.stringify(status),
  );
}

/** That it was asked again as often as it should, after the right time, with a countdown to be seen. */
export function checkWaits({ waits, conversation }: Trial, outcome: Outcome): void {
  const kind = outcome.end as ErrorKind;
  const planned = outcome.retried ? (outcome.waits ?? usualWaits[kind] ?? []) : [];
  const due = planned.map((milliseconds) => Math.round(milliseconds * (1 + spread / 5)));
  assert.deepEqual(waits, due, 'waits');
  assert.deepEqual(
    conversation.retries.map(({ waitMs, failure }) => ({ waitMs, kind: failure.kind })),
    due.map((waitMs) => ({ waitMs, kind })),
  );
}

function isSilent({ act }: FaultRow): boolean {
  return act === 'silence' || (typeof act === 'object' && 'then' in act && act.then === 'silence');
}

function limitOf({ body }: Exchange, { place }: FaultRow): number {
  if (place !== 'request' && place !== 'in the head') return defaultTimeouts.idleMs;
  return body === 'frames' ? defaultTimeouts.handshakeMs : defaultTimeouts.headMs;
}

/** Lets time pass while the other side is silent: to the limit and no further. */
export async function letTimePass(
  { clock, conversation: { session } }: Trial,
  limit: number,
  reached: () => number,
  { end }: Outcome,
): Promise<void> {
  for (let silences = 1; session.isRunning; silences += 1) {
    await until('silence', () => !session.isRunning || reached() >= silences);
    await until('a countdown', () => !session.isRunning || clock.running.includes(limit));
    // What came before the silence may be on its way still, and would start the countdown anew.
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    clock.pass(limit - 1);
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    if (end === 'timeout')
      assert.ok(session.isRunning, `it gave up too soon: ${JSON.stringify(session.turns.at(-1))}`);
    clock.pass(1);
    await until('the end', () => !session.isRunning || reached() > silences);
  }
}
