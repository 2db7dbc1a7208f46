import assert from 'node:assert/strict';
import fc from 'fast-check';
import { errorFromBody, parseRetryAfter } from '../../../../src/net/errorResponse.ts';
import { vendorError } from '../../../../src/net/errorTable.ts';
import { networkError } from '../../../../src/net/networkError.ts';
import { customaryRateLimitHeaders, parseDuration, readRateLimit } from '../../../../src/net/rateLimit.ts';
import { redact } from '../../../../src/net/redact.ts';
import { type Client, createSocketClient, httpClients, socketRequest } from '../support/clients.ts';
import { type InstantAnswer, instantTransport } from '../support/instantTransport.ts';
import { mutatedJson } from '../support/jsonTree.ts';
import { mutatedText } from '../support/mutate.ts';
import { checkedError, outcomeOf } from '../support/streamOracle.ts';
import { type FuzzProperty, type FuzzTarget, property } from '../target.ts';

/** How vendors, and what stands in front of them, say that something is wrong. */
const bodies = [
  '{"error":{"code":"1113","message":"Your balance is used up."},"request_id":"20260102030405"}',
  '{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"id":"as-1"}',
  '{"code":401,"msg":"token expired or incorrect","success":false}',
  '{"error_code":110,"error_msg":"Access token invalid or no longer valid","id":"as-2"}',
  '{"error":"invalid_client","error_description":"unknown client id"}',
  '{"message":"HMAC signature does not match","code":11200,"sid":"ase000"}',
  '{"header":{"code":10013,"message":"Sensitive","sid":"cht000"}}',
  '{"success":false,"code":"CONVERSATION.NOT.EXIST","message":"no such conversation","requestId":"r-1"}',
  '{"Code":"SignatureDoesNotMatch","Message":"server string to sign is:POST","RequestId":"R-1"}',
  '{"requestId":"1","code":"SignatureDoesNotMatch","message":"clock"}',
  '{"detail":[{"loc":["body","messages"],"msg":"field required","type":"value_error"}]}',
  '<?xml version="1.0"?><Error><Code>Throttling.User</Code><Message>slow</Message><RequestId>1</RequestId></Error>',
  '<!DOCTYPE html><html><title>502 Bad Gateway</title></html>',
  'upstream connect error',
  '',
];
const body = fc.oneof(mutatedText(bodies), mutatedJson(bodies.filter((each) => each.startsWith('{'))));

const status = fc.oneof(
  fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504, 529),
  fc.integer({ min: 200, max: 599 }),
);

const headerValues = [
  '120',
  '0.5',
  '6m0s',
  'Fri, 02 Jan 2026 03:05:05 GMT',
  'application/json; charset=utf-8',
  'text/event-stream',
  'text/html',
  '9'.repeat(400),
  '-1',
  '',
  'NaN',
  '+275760-09-13T00:00:00.001Z',
];
const headers: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(
  fc.constantFrom(
    ...['content-type', 'retry-after', 'date', 'x-request-id', 'x-log-id', 'x-bce-request-id'],
    ...Object.values(customaryRateLimitHeaders),
  ),
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...headerValues) }, mutatedText(headerValues)),
);

const answer: fc.Arbitrary<InstantAnswer> = fc
  .record({ status, headers, text: body, breaks: fc.boolean() })
  .map(({ text, ...rest }) => ({ ...rest, chunks: text === '' ? [] : [Buffer.from(text)] }));

function ask(client: Client, answers: readonly InstantAnswer[]) {
  return outcomeOf(
    client.create(instantTransport(answers)).stream(client.request, new AbortController().signal),
  );
}

function refusals(client: Client): FuzzProperty[] {
  const properties = [
    property(
      `${client.name}: any answer in place of a reply gives one error that can be shown`,
      60,
      [fc.array(answer, { minLength: 1, maxLength: 3 })],
      async (answers) => {
        await ask(client, [...client.before, ...answers]);
      },
    ),
  ];
  if (client.before.length > 0) {
    const real = client.before.flatMap(({ chunks }) => chunks.map((chunk) => Buffer.from(chunk).toString()));
    const token = fc.record({
      status: fc.constantFrom(200, 200, 400, 500),
      headers,
      text: mutatedJson(real),
    });
    properties.push(
      property(
        `${client.name}: any token, or what is sent in its place`,
        60,
        [token, answer],
        async (got, next) => {
          await ask(client, [{ ...got, chunks: [Buffer.from(got.text)] }, next]);
        },
      ),
    );
  }
  const provider = client.create(instantTransport([]));
  if (provider.listModels) {
    const list =
      '{"object":"list","data":[{"id":"m-1","object":"model"},{"id":"m-2"}],"result":{"common":[]}}';
    properties.push(
      property(
        `${client.name}: any list of models`,
        60,
        [fc.oneof(mutatedJson([list]), body), status],
        async (text, code) => {
          const { listModels } = client.create(
            instantTransport([...client.before, { status: code, chunks: [Buffer.from(text)] }]),
          );
          try {
            const models = await listModels?.(new AbortController().signal);
            assert.ok(models?.every((model) => typeof model === 'string' && model !== ''));
          } catch (error) {
            checkedError(error);
          }
        },
      ),
    );
  }
  return properties;
}

function response(status: number, values: Readonly<Record<string, string>>) {
  return {
    status,
    header: (name: string) => values[name.toLowerCase()],
    read: async () => {},
  };
}

const isDuration = (ms: number | undefined) => ms === undefined || (Number.isSafeInteger(ms) && ms >= 0);

/** Whatever is answered in place of a reply, there is one error, of a known kind, with a text that can be shown. */
export const target: FuzzTarget = {
  properties: [
    property(
      'any body and head give an error that can be shown',
      500,
      [status, headers, body],
      (code, head, text) => {
        checkedError(
          errorFromBody(response(code, head), text, (failure) => vendorError(failure, {}), 1.8e12),
        );
      },
    ),
    property(
      'Retry-After and limits are lengths of time and counts, or absent',
      500,
      [mutatedText(headerValues), headers],
      (value, head) => {
        assert.ok(isDuration(parseRetryAfter(value, 1.8e12)), 'Retry-After');
        assert.ok(isDuration(parseDuration(value)), 'duration');
        const limits = readRateLimit(response(200, head), customaryRateLimitHeaders) ?? {};
        assert.ok(Object.values(limits).every(isDuration), JSON.stringify(limits));
      },
    ),
    property(
      'a secret never stands in a text that was cleaned of it',
      300,
      [mutatedText(bodies), fc.stringMatching(/^[!-~]{8,40}$/), fc.nat(), fc.nat(4)],
      (text, secret, at, times) => {
        const place = at % (text.length + 1);
        const dirty = text.slice(0, place) + secret.repeat(times) + text.slice(place);
        assert.ok(!redact(dirty, [secret]).includes(secret));
      },
    ),
    property(
      'any failure of the network gives one error that can be shown',
      300,
      [
        fc.anything(),
        fc.string(),
        mutatedText(['ECONNRESET', 'UND_ERR_SOCKET', 'net::ERR_PROXY_CONNECTION_FAILED']),
      ],
      (cause, code, words) => {
        const message = words.slice(0, 200);
        // Codes are Node’s own words, and short.
        const failure = Object.assign(new Error(message, { cause }), { code });
        const aggregate = new AggregateError([failure, cause], message, { cause: failure });
        for (const each of [cause, failure, aggregate]) {
          checkedError(networkError(each, 'https://host.test/', new AbortController().signal, false));
        }
      },
    ),
    ...httpClients.flatMap(refusals),
    property('Spark: any answer to a handshake gives one error', 200, [answer], async (refusal) => {
      const provider = createSocketClient(instantTransport([], { refusal }));
      const { error } = await outcomeOf(provider.stream(socketRequest, new AbortController().signal));
      assert.ok(error);
    }),
  ],
};
