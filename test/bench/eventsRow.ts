import { limitedLength } from './budget.ts';
import { chatClients, throughFetch, throughUndici } from './chatClients.ts';
import { drain } from './drain.ts';
import { compare, long, ratioOf, reader } from './measure.ts';
import { textOf } from './replies.ts';
import { aim, type Row, resultOf } from './row.ts';
import { startServer } from './serverProcess.ts';

/** Row 1: processor time per event of a stream of small deltas. */
export async function rowOfEvents(runs: number, deltas = limitedLength(50_000)): Promise<Row> {
  const server = await startServer({ type: 'chat', deltas });
  const base = `http://127.0.0.1:${server.port}`;
  const expected = textOf(deltas);
  const limit = drain(`${base}/chat/completions`, deltas);
  const clients = (await chatClients(base)).map(({ name, kind, ask }) =>
    reader({ name, kind, divisor: deltas }, expected, async () => {
      let text = '';
      await ask((piece) => {
        text += piece;
      });
      return text;
    }),
  );
  const results = await compare([limit, ...clients], long(runs));
  server.stop();
  const of = (name: string) => resultOf(results, name);
  return {
    number: 1,
    title: `Processor time per event: ${deltas.toLocaleString('en')} events of one small delta, one HTTP chunk each`,
    unit: 'µs',
    results,
    aims: [
      aim('through undici', 4, of(throughUndici).ratio),
      aim('through fetch', 6.5, of(throughFetch).ratio),
      aim('through undici, against openai', 1 / 4, ratioOf(of(throughUndici), of('openai'))),
      aim('through undici, against ai', 1 / 12, ratioOf(of(throughUndici), of('ai with openai-compatible'))),
    ],
    notes: ['Every client’s text was compared with what was sent.'],
  };
}
