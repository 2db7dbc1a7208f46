import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TurnViews } from '../../../../src/extension/turnView.ts';
import { parseHostEvent } from '../../../../src/shared/protocol.ts';
import { answerTurn } from '../../../unit/chat/conversationTurns.ts';
import type { Client } from '../support/clients.ts';
import { httpClients } from '../support/clients.ts';
import { instantTransport } from '../support/instantTransport.ts';
import { mutatedTranscript } from '../support/mutatedTranscript.ts';
import { cut, pieceLengths } from '../support/pieces.ts';
import { type Outcome, outcomeOf, shownText } from '../support/streamOracle.ts';
import { type FuzzProperty, type FuzzTarget, property } from '../target.ts';

const views = new TurnViews(
  (text) => text,
  () => 1.8e12,
  () => undefined,
);

/** Content types of a reply, and of what gateways make of one. */
const types = ['text/event-stream', 'text/event-stream;charset=UTF-8', 'application/json', 'text/plain', ''];

function ask(client: Client, chunks: readonly Uint8Array[], type: string, breaks: boolean): Promise<Outcome> {
  const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
  const transport = instantTransport([...client.before, { headers, chunks, breaks }]);
  return outcomeOf(client.create(transport).stream(client.request, new AbortController().signal));
}

function about(client: Client): FuzzProperty {
  return property(
    `${client.name}: any bytes in any pieces give a reply or one error, and the same text as in one piece`,
    120,
    [
      mutatedTranscript(client.replies),
      pieceLengths,
      fc.oneof({ weight: 4, arbitrary: fc.constant(types[0] ?? '') }, fc.constantFrom(...types)),
      fc.boolean(),
    ],
    async (reply, lengths, type, breaks) => {
      const whole = await ask(client, reply.length === 0 ? [] : [reply], type, breaks);
      assert.deepEqual(await ask(client, cut(reply, lengths), type, breaks), whole);
      assertShowable(whole);
      // Nobody is shown more than was sent.
      assert.ok(shownText(whole).length <= reply.length * 3 + 100);
    },
  );
}

/** Fails unless the view takes what goes along with the text. */
function assertShowable({ parts }: Outcome): void {
  const extras = {
    sources: parts.filter((part) => part.type === 'source'),
    suggestions: parts.filter((part) => part.type === 'suggestions'),
    notices: parts.filter((part) => part.type === 'notice'),
  };
  const { respondent } = answerTurn('a', 'q', '');
  const event = { type: 'delta', sequence: 0, id: 'a', ...views.extras(extras, respondent) };
  assert.ok(parseHostEvent(JSON.parse(JSON.stringify(event))), JSON.stringify(event));
}

/** Every client’s reading of a reply, from the response to the parts. */
export const target: FuzzTarget = { properties: httpClients.map(about) };
