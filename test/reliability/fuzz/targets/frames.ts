import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { createDeltaTemplate } from '../../../../src/net/deltaTemplate.ts';
import { isJsonObject, parseJson } from '../../../../src/net/json.ts';
import { type Client, createSocketClient, httpClients, socketRequest } from '../support/clients.ts';
import { instantTransport } from '../support/instantTransport.ts';
import { mutatedJson } from '../support/jsonTree.ts';
import { mutatedText } from '../support/mutate.ts';
import { mutatedTranscript } from '../support/mutatedTranscript.ts';
import { transcripts } from '../support/realInputs.ts';
import { type Outcome, outcomeOf, shownText } from '../support/streamOracle.ts';
import { type FuzzProperty, type FuzzTarget, property } from '../target.ts';

const frames = transcripts('spark', /\.jsonl$/);

function askSocket(messages: readonly string[], breaks: boolean): Promise<Outcome> {
  const provider = createSocketClient(instantTransport([], { messages, breaks }));
  return outcomeOf(provider.stream(socketRequest, new AbortController().signal));
}

function askHttp(client: Client, chunks: readonly Uint8Array[]): Promise<Outcome> {
  const headers = { 'content-type': 'text/event-stream' };
  const transport = instantTransport([...client.before, { headers, chunks }]);
  return outcomeOf(client.create(transport).stream(client.request, new AbortController().signal));
}

function messagesOf(transcript: Uint8Array): readonly string[] {
  return Buffer.from(transcript)
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/**
 * The same JSON behind a different number of spaces in each message: then no message looks like the one before, and
 * nothing can be read by comparing the two.
 */
function unlikeEachOther(messages: readonly string[]): readonly string[] {
  return messages.map((message, index) => message.replace(/^\{/, `{${' '.repeat(index % 50)}`));
}

function eventsUnlikeEachOther(stream: Uint8Array): Uint8Array {
  let index = 0;
  const text = Buffer.from(stream).toString('latin1');
  return Buffer.from(
    text.replace(/^data: ?\{/gm, (start) => {
      index += 1;
      return start + ' '.repeat(index % 50);
    }),
    'latin1',
  );
}

/** A message as the chat dialects and Spark have them, with the texts of these pieces. */
const shortcutMessages = fc
  .tuple(
    fc.constantFrom('{"seq":#,"text":"@"}', '{"text":"@","seq":#}', '{"a":"@","text":"@"}', '{"text":"@"}'),
    fc.array(fc.tuple(mutatedText(['好的', 'a\\nb', '\\"', '']), fc.nat(20)), { minLength: 1, maxLength: 8 }),
  )
  .map(([shape, texts]) =>
    texts.map(([text, number]) => shape.replaceAll('@', text).replace('#', String(number))),
  );

function readWhole(message: string): string | undefined {
  const value = parseJson(message);
  if (!isJsonObject(value) || !Object.keys(value).every((name) => ['seq', 'a', 'text'].includes(name))) {
    return undefined;
  }
  // Of members that are there twice the last one counts.
  const { text, seq, a } = value;
  const isCounter = seq === undefined || typeof seq === 'number';
  return typeof text === 'string' && isCounter && (a === undefined || typeof a === 'string')
    ? text
    : undefined;
}

function withoutShortcut(client: Client): FuzzProperty {
  return property(
    `${client.name}: reading an event by its difference to the one before gives what reading it anew gives`,
    80,
    [mutatedTranscript(client.replies)],
    async (reply) => {
      const { parts, error } = await askHttp(client, [reply]);
      const anew = await askHttp(client, [eventsUnlikeEachOther(reply)]);
      assert.deepEqual([parts, error?.kind], [anew.parts, anew.error?.kind]);
    },
  );
}

/** Messages that say only what is new, or all anew: whatever is in them, reading them fast and reading them slowly agree. */
export const target: FuzzTarget = {
  properties: [
    property(
      'Spark: any frames give a reply or one error',
      400,
      [mutatedTranscript(frames), fc.boolean()],
      async (transcript, breaks) => {
        const outcome = await askSocket(messagesOf(transcript), breaks);
        assert.ok(shownText(outcome).length <= transcript.length + 100);
      },
    ),
    property(
      'Spark: reading a frame by its difference to the one before gives what reading it anew gives',
      400,
      [mutatedTranscript(frames), fc.boolean()],
      async (transcript, breaks) => {
        const messages = messagesOf(transcript);
        assert.deepEqual(
          await askSocket(messages, breaks),
          await askSocket(unlikeEachOther(messages), breaks),
        );
      },
    ),
    property(
      'Spark: whole frames of wrong shape',
      300,
      [fc.array(mutatedJson(frames.flatMap(messagesOf)), { maxLength: 6 })],
      async (messages) => {
        await askSocket(messages, false);
      },
    ),
    ...httpClients.filter(({ name }) => !/V1, IAM|own time/.test(name)).map(withoutShortcut),
    property(
      'a text read through a template is the text that JSON has there',
      500,
      [shortcutMessages],
      (messages) => {
        const onlyDelta = (message: string): Extract<StreamPart, { type: 'text-delta' }> | undefined => {
          const text = readWhole(message);
          return text === undefined || text === '' ? undefined : { type: 'text-delta', text };
        };
        const template = createDeltaTemplate(onlyDelta, 'seq');
        for (const message of messages) {
          const read = template.apply(message);
          const delta = onlyDelta(message);
          if (read && read.text !== '') assert.deepEqual(read, delta, message);
          if (delta) template.learn(message, delta);
        }
      },
    ),
  ],
};
