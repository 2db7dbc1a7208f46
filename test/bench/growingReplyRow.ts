import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { request } from 'undici';
import type { Provider } from '../../src/core/provider.ts';
import { createUndiciTransport, directOptions } from '../../src/net/undiciTransport.ts';
import { limitedLength } from './budget.ts';
import { drain, drained } from './drain.ts';
import { compare, long, type Result, ratioOf, reader } from './measure.ts';
import { providerOf, readReply } from './provider.ts';
import { growingTexts } from './replies.ts';
import { aim, type Row, resultOf } from './row.ts';
import { startServer } from './serverProcess.ts';

const hanlin = 'Hanlin';
const parsed = 'undici and parsed as a whole';

/** Row 4: a reply that is sent anew, as a whole, with each event; for replies of several lengths. */
export async function rowOfGrowingReply(runs: number): Promise<Row> {
  const rounds: { bytes: number; results: readonly Result[]; held: number }[] = [];
  for (const bytes of [25_000, 50_000, 100_000, 200_000].map(limitedLength)) {
    const server = await startServer({ type: 'beebot', bytes });
    const base = `http://127.0.0.1:${server.port}`;
    const expected = [...growingTexts(bytes)].at(-1) ?? '';
    const provider = await providerOf(
      'alibaba',
      'beebot',
      {
        baseUrl: base,
        authMode: 'acs3',
        credentials: { accessKeyId: 'bench', accessKeySecret: 'bench', instanceId: 'chatbot-cn-bench' },
      },
      createUndiciTransport(directOptions),
    );
    const url = `${base}/sse/paas4Json/a/c/s/0`;
    const results = await compare(
      [
        drain(url, 1000),
        reader({ name: hanlin, kind: 'hanlin', divisor: 1000 }, expected, () =>
          readReply(provider, 'beebot'),
        ),
        reader({ name: parsed, kind: 'peer', divisor: 1000 }, expected, () => parseWhole(url)),
      ],
      long(runs),
    );
    const held = await heldMemory(provider, 'beebot');
    rounds.push({ bytes, results, held });
    server.stop();
  }
  const [, shorter, shown, longer] = rounds;
  if (!shown || !shorter || !longer) throw new Error('Nothing was measured');
  const growth = (name: string) => {
    const ratio = ratioOf(resultOf(longer.results, name), resultOf(shorter.results, name));
    return `${ratio.minimum.toFixed(1)}/${ratio.median.toFixed(1)}`;
  };
  return {
    number: 4,
    title: `Processor time for a reply sent anew with each event: ${(shown.bytes / 100).toLocaleString('en')} events growing to ${kilobytes(shown.bytes)} (Beebot)`,
    unit: 'ms',
    results: shown.results,
    aims: [
      aim('Hanlin', 2.5, resultOf(shown.results, hanlin).ratio),
      aim(
        `Hanlin, memory held for ${kilobytes(longer.bytes)} against ${kilobytes(shorter.bytes)} (in proportion: 4)`,
        4.4,
        {
          minimum: longer.held / shorter.held,
          median: longer.held / shorter.held,
        },
      ),
    ],
    notes: [
      ...rounds.map(({ bytes, results, held }) => {
        const { minimum, median } = resultOf(results, hanlin).ratio;
        return `${kilobytes(bytes)}: ${minimum.toFixed(1)}/${median.toFixed(1)} × the limit; ${(held / bytes).toFixed(1)} bytes held per byte of the reply`;
      }),
      `${kilobytes(longer.bytes)} against ${kilobytes(shorter.bytes)}, where the wire carries 16 times as much: ${drained} ${growth(drained)}, Hanlin ${growth(hanlin)}, ${parsed} ${growth(parsed)}`,
    ],
  };
}

const kilobytes = (bytes: number) => `${bytes / 1000} kB`;

/** How everybody does it: each event parsed, what is new cut off. */
async function parseWhole(url: string): Promise<string> {
  const { body } = await request(url, { method: 'POST', body: '{}' });
  let text = '';
  const parser = createParser({
    onEvent({ data }) {
      const value = JSON.parse(JSON.parse(data).data[0].value);
      const full: string = value.MessageBody.DirectMessageBody.SentenceList[0].Content;
      text = full.startsWith(text) ? text + full.slice(text.length) : full;
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
  return text;
}

/** How many bytes are held toward the end of a reply, garbage not counted. */
async function heldMemory(provider: Provider, model: string): Promise<number> {
  const held = () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const samples: number[] = [];
  let parts = 0;
  let text = '';
  // Until what the contenders before have left is gone.
  held();
  await setTimeout(100);
  const before = held();
  const messages = [{ role: 'user', text: 'Hello' }] as const;
  for await (const part of provider.stream({ model, messages }, new AbortController().signal)) {
    if (part.type === 'text-delta') text += part.text;
    parts += 1;
    if (parts % 25 === 0) samples.push(held() - before);
  }
  if (text === '') throw new Error('Nothing was read');
  // Buffers are freed a little after they are garbage: the least of several samples has none of them.
  return Math.min(...samples.slice(-samples.length / 4));
}
