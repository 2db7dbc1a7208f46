import assert from 'node:assert/strict';
import { ProviderError } from '../../../src/core/error.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { defaultTimeouts } from '../../../src/net/withTimeouts.ts';
import type { ApiUnderTest, Exchange } from './apis.ts';
import { expected } from './exceptions.ts';
import { wholeReply } from './faultLine.ts';
import { type FaultRow, rowsFor } from './rows.ts';
import { type Trial, tryOut, until } from './trial.ts';
import type { Case } from './vendorCases.ts';

/** What an API can do beside the chat, under every fault: it is asked once, and again without the fault. */
export function callCases(api: ApiUnderTest): readonly Case[] {
  return (api.calls ?? []).flatMap((exchange) =>
    rowsFor(exchange).map((row) => ({
      title: `${exchange.name}: ${row.name}`,
      run: () => tryOut(api, {}, (trial) => surviveCall(trial, exchange, row)),
    })),
  );
}

async function surviveCall(trial: Trial, exchange: Exchange, row: FaultRow): Promise<void> {
  const { conversation, line, clock } = trial;
  const { path, body } = exchange;
  let reached = false;
  let over = false;
  line.fail({
    path,
    body,
    place: row.place,
    act: row.act,
    async ready() {
      reached = true;
    },
  });
  const asking = ask(conversation.provider, exchange, trial.api).finally(() => {
    over = true;
  });
  const isHead = row.place === 'request' || row.place === 'in the head';
  const limit = isHead ? defaultTimeouts.headMs : defaultTimeouts.idleMs;
  if (row.act === 'silence' && row.place !== 'end') {
    await until('silence', () => over || (reached && clock.running.includes(limit)));
    // What came before may be on its way still.
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    clock.pass(limit);
  }
  // A harmless one, and what comes when all is said.
  const outcome = expected(trial.api, exchange, row, trial.way);
  if (outcome.end === 'done') assert.equal(await asking, true);
  else {
    const error = await asking;
    assert.ok(error instanceof ProviderError, String(error));
    assert.deepEqual([error.kind, error.details.advice], [outcome.end, outcome.advice]);
  }
  line.mend();
  assert.equal(await ask(conversation.provider, exchange, trial.api), true);
}

/** Whether the answer was the right one, or the error. */
async function ask(provider: Provider, { name }: Exchange, { apiId }: ApiUnderTest): Promise<unknown> {
  const { signal } = new AbortController();
  try {
    if (name === 'models') return ((await provider.listModels?.(signal)) ?? []).length > 0;
    const model = apiId === 'dashscope' ? 'qwen-coder-turbo' : 'qwen2.5-coder:7b';
    const request = { model, prefix: 'let a =', suffix: '', language: 'typescript' };
    let text = '';
    for await (const part of provider.completeCode?.(request, signal) ?? []) {
      if (part.type === 'text-delta') text += part.text;
    }
    return text === wholeReply;
  } catch (error) {
    return error;
  }
}
