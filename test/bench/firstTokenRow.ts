import { createConnection, type Socket } from 'node:net';
import { type ChatClient, chatClients, throughFetch, throughUndici } from './chatClients.ts';
import { type Contender, compare } from './measure.ts';
import { aim, type Row, resultOf } from './row.ts';
import { startServer } from './serverProcess.ts';

/** Row 2: how long the first token takes on a connection that is open already. */
export async function rowOfFirstToken(runs: number): Promise<Row> {
  const server = await startServer({ type: 'first-token' });
  const base = `http://127.0.0.1:${server.port}`;
  const socket = await connect(server.port);
  const limit: Contender = { name: 'raw TCP', kind: 'limit', run: () => firstByte(socket) };
  const clients = (await chatClients(base)).map(
    ({ name, kind, ask }): Contender => ({ name, kind, run: () => firstToken(ask) }),
  );
  const results = await compare([limit, ...clients], { runs, warmUp: 50, collectGarbage: false });
  socket.destroy();
  server.stop();
  return {
    number: 2,
    title: 'Time to the first token on a warm connection',
    unit: 'ms',
    results,
    aims: [
      aim('through undici', 3.5, resultOf(results, throughUndici).ratio),
      aim('through fetch', 6.5, resultOf(results, throughFetch).ratio),
    ],
    notes: [],
  };
}

async function firstToken(ask: ChatClient['ask']): Promise<number> {
  const start = performance.now();
  let first: number | undefined;
  await ask(() => {
    first ??= performance.now() - start;
  });
  return first ?? Number.NaN;
}

function connect(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** From writing a request to the first bytes of the first event; resolves at the end of the response. */
function firstByte(socket: Socket): Promise<number> {
  const body = '{"model":"glm-4.7","messages":[{"role":"user","content":"Hello"}],"stream":true}';
  return new Promise((resolve) => {
    const start = performance.now();
    let first: number | undefined;
    const onData = (bytes: Buffer) => {
      first ??= performance.now() - start;
      if (!bytes.subarray(-5).equals(Buffer.from('0\r\n\r\n'))) return;
      socket.off('data', onData);
      resolve(first);
    };
    socket.on('data', onData);
    socket.write(
      `POST /chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}
