import assert from 'node:assert/strict';
import type { ApiUnderTest, Outcome, Trouble } from './apis.ts';
import { hasTokens } from './apis.ts';
import { wholeReply } from './faultLine.ts';
import { ask, checkAnswer, checkWaits } from './survive.ts';
import { type Trial, tryOut } from './trial.ts';

/** One thing to be tried out. */
export interface Case {
  readonly title: string;
  run(): Promise<void>;
}

const whole: Outcome = { end: 'done', text: wholeReply };
const tenMinutes = 600_000;
/** Longer than any token lives. */
const twoMonths = 61 * 24 * 3_600_000;

/** What goes wrong at the vendor: with the account, with the question, with the service, with the clock. */
export function vendorCases(api: ApiUnderTest): readonly Case[] {
  const one = (title: string, run: (trial: Trial) => Promise<void>): Case => ({
    title,
    run: () => tryOut(api, {}, run),
  });
  const troubles = Object.entries(api.troubles) as [Trouble, Outcome][];
  const { submission } = Object.fromEntries(api.exchanges.map((each) => [each.name, each]));
  return [
    ...troubles.map(([trouble, outcome]) =>
      one(`${trouble}, in mid-conversation`, (trial) => surviveTrouble(trial, trouble, outcome)),
    ),
    one('our clock is ten minutes behind', (trial) => surviveClock(trial, tenMinutes, api.clock.behind)),
    one('our clock is ten minutes ahead', (trial) => surviveClock(trial, -tenMinutes, api.clock.ahead)),
    one('two months pass in mid-conversation', async (trial) => {
      checkAnswer(await ask(trial, 'one'), whole);
      trial.clock.pass(twoMonths);
      checkAnswer(await ask(trial, 'two'), whole);
      checkWaits(trial, whole);
    }),
    ...(hasTokens(api)
      ? [
          one('its tokens are revoked in mid-conversation', async (trial) => {
            checkAnswer(await ask(trial, 'one'), whole);
            trial.vendor.revoke?.();
            checkAnswer(await ask(trial, 'two'), whole);
            checkWaits(trial, whole);
          }),
        ]
      : []),
    ...(api.apiId === 'beebot' ? (['whole', 'cut'] as const).map((ending) => rewriting(api, ending)) : []),
    one('a further try is stopped', surviveStop),
    // What was perhaps taken is not left a second time.
    ...(submission ? [] : [one('a further try is made sooner', surviveWake)]),
  ];
}

async function surviveTrouble(trial: Trial, trouble: Trouble, outcome: Outcome): Promise<void> {
  const { conversation, vendor, waits } = trial;
  checkAnswer(await ask(trial, 'one'), whole);
  vendor.trouble(trouble);
  if (outcome.end === 'stopped') {
    const asked = ask(trial, 'two');
    await conversation.shows(outcome.text ?? '');
    conversation.session.stop();
    checkAnswer(await asked, outcome);
  } else {
    checkAnswer(await ask(trial, 'two'), outcome);
  }
  checkWaits(trial, outcome);
  if (outcome.retried) {
    vendor.mend();
    vendor.trouble(trouble, 'once');
    const before = waits.length;
    checkAnswer(await ask(trial, 'three'), whole);
    assert.equal(waits.length - before, 1, 'how often it was asked again');
  }
  vendor.mend();
  checkAnswer(await ask(trial, 'four'), whole);
}

async function surviveClock(trial: Trial, serverAheadMs: number, outcome: Outcome): Promise<void> {
  trial.setServerAhead(serverAheadMs);
  const answer = await ask(trial, 'one');
  checkAnswer(answer, outcome);
  checkWaits(trial, outcome);
  const { status } = answer;
  if (outcome.advice === 'clock' && status.state === 'failed') {
    // The user reads by how much.
    const skew = status.failure.details.clockSkewMs ?? 0;
    assert.ok(Math.abs(skew + serverAheadMs) < 5_000, `the clock is off by ${skew} ms, it says`);
  }
  trial.setServerAhead(0);
  checkAnswer(await ask(trial, 'two'), whole);
}

function rewriting(api: ApiUnderTest, ending: 'whole' | 'cut'): Case {
  return {
    title: `what was said is rewritten, and then ${ending}`,
    run: () =>
      tryOut(api, {}, async (trial) => {
        const text = trial.vendor.rewrite?.(ending) ?? '';
        const outcome: Outcome = { end: ending === 'whole' ? 'done' : 'network', text };
        checkAnswer(await ask(trial, 'one'), outcome);
        checkWaits(trial, outcome);
        trial.vendor.mend();
        checkAnswer(await ask(trial, 'two'), whole);
      }),
  };
}

/** The service is overloaded for as long as it takes. */
async function failFor(trial: Trial): Promise<void> {
  const { conversation, clock, vendor, waits } = trial;
  vendor.trouble('limited');
  trial.holdRetries();
  conversation.session.ask({ text: 'one', attachments: [] });
  await conversation.reaches('retrying');
  const { status } = conversation.answer;
  assert.ok(status.state === 'retrying');
  assert.equal(status.failure.kind, 'rate-limit');
  assert.deepEqual([status.waitMs], waits);
  assert.equal(status.untilMs, clock.now() + status.waitMs);
}

async function surviveStop(trial: Trial): Promise<void> {
  const { conversation, line, vendor } = trial;
  await failFor(trial);
  const requests = line.count(/./);
  conversation.session.stop();
  assert.equal((await conversation.settled()).status.state, 'stopped');
  vendor.mend();
  trial.holdRetries(false);
  assert.equal(line.count(/./), requests);
  checkAnswer(await ask(trial, 'two'), whole);
}

async function surviveWake(trial: Trial): Promise<void> {
  const { conversation, vendor, waits } = trial;
  await failFor(trial);
  vendor.mend();
  await conversation.session.retry(conversation.answer.id);
  checkAnswer(await conversation.settled(), whole);
  assert.equal(waits.length, 1);
  trial.holdRetries(false);
  checkAnswer(await ask(trial, 'two'), whole);
}
