import { WebSocket } from 'ws';
import { createUndiciTransport, directOptions } from '../../src/net/undiciTransport.ts';
import { limitedLength } from './budget.ts';
import { compare, long, reader } from './measure.ts';
import { providerOf, readReply } from './provider.ts';
import { textOf } from './replies.ts';
import { aim, type Row, resultOf } from './row.ts';
import { startServer } from './serverProcess.ts';

const hanlin = 'Hanlin';

/** Row 3: processor time per frame of a WebSocket. */
export async function rowOfFrames(runs: number, deltas = limitedLength(50_000)): Promise<Row> {
  const server = await startServer({ type: 'spark', deltas });
  const address = `ws://127.0.0.1:${server.port}`;
  const expected = textOf(deltas);
  const provider = await providerOf(
    'spark',
    'websocket',
    {
      baseUrl: address,
      authMode: 'key',
      credentials: { appId: 'bench', apiKey: '0'.repeat(32), apiSecret: '0'.repeat(32) },
    },
    createUndiciTransport(directOptions),
  );
  const results = await compare(
    [
      reader({ name: 'ws, frames not parsed', kind: 'limit', divisor: deltas }, '', () =>
        readFrames(address, () => ''),
      ),
      reader({ name: hanlin, kind: 'hanlin', divisor: deltas }, expected, () =>
        readReply(provider, 'generalv3.5'),
      ),
      reader({ name: 'ws and JSON.parse', kind: 'peer', divisor: deltas }, expected, () =>
        readFrames(address, (data) => JSON.parse(data.toString()).payload.choices.text[0].content),
      ),
    ],
    long(runs),
  );
  server.stop();
  return {
    number: 3,
    title: `Processor time per WebSocket frame: ${deltas.toLocaleString('en')} frames of one small delta (Spark)`,
    unit: 'µs',
    results,
    aims: [aim('Hanlin', 3, resultOf(results, hanlin).ratio)],
    notes: [],
  };
}

function readFrames(address: string, read: (data: Buffer) => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    let text = '';
    socket.on('open', () => socket.send('{}'));
    socket.on('message', (data: Buffer) => {
      text += read(data);
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
