import assert from 'node:assert/strict';
import dns from 'node:dns';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import tls from 'node:tls';
import type { UndiciOptions } from '../../../src/net/undiciTransport.ts';
import { defaultTimeouts } from '../../../src/net/withTimeouts.ts';
import { closedPort, startProxy, startTcp, type TestServer, track } from '../../unit/net/servers.ts';
import { certificate, privateKey } from '../../vendors/loopbackCertificate.ts';
import type { ApiUnderTest, Outcome } from './apis.ts';
import { elsewhere } from './elsewhereCertificate.ts';
import { wholeReply } from './faultLine.ts';
import { ask, checkAnswer, checkWaits, letTimePass } from './survive.ts';
import { tryOut, until, type Way } from './trial.ts';
import type { Case } from './vendorCases.ts';

/** A connection that cannot be made. */
interface ConnectionFault {
  readonly name: string;
  readonly outcome: Outcome;
  /** Not on the global `fetch`, which knows no proxy outside of VS Code, and cannot be told to stop connecting. */
  readonly onlyUndici?: boolean;
  open(): Promise<Obstacle>;
}

interface Obstacle {
  /** Where the API seems to be. */
  readonly origin: string;
  readonly network?: Partial<UndiciOptions>;
  readonly servers?: readonly TestServer[];
}

const unresolved = 'http://no-such-host.invalid';
const unreachable = 'http://no-name-server.invalid';
const behindProxy = 'http://api.hanlin.test';

const lost: Outcome = { end: 'network', retried: true };
const proxy: Outcome = { end: 'network', advice: 'proxy' };
const untrusted: Outcome = { end: 'network', advice: 'certificate' };

async function behind(server: Promise<TestServer>, authority?: string): Promise<Obstacle> {
  const started = await server;
  return {
    origin: started.origin,
    servers: [started],
    ...(authority !== undefined && { network: { ca: [authority] } }),
  };
}

async function through(server: Promise<TestServer>): Promise<Obstacle> {
  const started = await server;
  return { origin: behindProxy, servers: [started], network: { httpProxy: started.origin } };
}

const faults: readonly ConnectionFault[] = [
  {
    name: 'there is no such host',
    outcome: { end: 'network', advice: 'host-not-found' },
    open: async () => ({ origin: unresolved }),
  },
  {
    name: 'no name server can be reached',
    outcome: { end: 'network', advice: 'host-not-found', retried: true },
    open: async () => ({ origin: unreachable }),
  },
  {
    name: 'nobody listens',
    outcome: { end: 'network', advice: 'refused' },
    open: async () => ({ origin: `http://127.0.0.1:${await closedPort()}` }),
  },
  {
    name: 'every connection is reset',
    outcome: lost,
    open: () => behind(startTcp((socket) => socket.resetAndDestroy())),
  },
  {
    name: 'every connection is closed',
    outcome: lost,
    open: () => behind(startTcp((socket) => socket.resume().end())),
  },
  {
    name: 'every connection is taken and ignored',
    outcome: { end: 'timeout' },
    open: () => behind(startTcp((socket) => socket.resume())),
  },
  {
    name: 'TLS: nobody knows the certificate',
    outcome: untrusted,
    open: () => behind(track(https.createServer({ key: privateKey, cert: certificate }), 'https')),
  },
  {
    name: 'TLS: the certificate is for another host',
    outcome: untrusted,
    open: () => behind(track(https.createServer(elsewhere), 'https'), elsewhere.cert),
  },
  {
    name: 'TLS: the other side does not speak it',
    outcome: lost,
    async open() {
      const obstacle = await behind(
        startTcp((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      );
      return { ...obstacle, origin: obstacle.origin.replace('http:', 'https:') };
    },
  },
  {
    name: 'TLS: no answer to the handshake',
    outcome: { end: 'timeout' },
    onlyUndici: true,
    async open() {
      const obstacle = await behind(startTcp((socket) => socket.resume()));
      return { ...obstacle, origin: obstacle.origin.replace('http:', 'https:') };
    },
  },
  {
    name: 'proxy: 407',
    outcome: proxy,
    onlyUndici: true,
    open: () => through(startProxy(1, 'Basic other')),
  },
  {
    name: 'proxy: nobody listens',
    outcome: proxy,
    onlyUndici: true,
    open: async () => ({
      origin: behindProxy,
      network: { httpProxy: `http://127.0.0.1:${await closedPort()}` },
    }),
  },
  {
    name: 'proxy: there is no such host',
    outcome: proxy,
    onlyUndici: true,
    open: async () => ({ origin: behindProxy, network: { httpProxy: unresolved } }),
  },
  {
    name: 'proxy: every connection is reset',
    outcome: lost,
    onlyUndici: true,
    open: () => through(startTcp((socket) => socket.resetAndDestroy())),
  },
  {
    name: 'proxy: every connection is taken and ignored',
    outcome: { end: 'timeout' },
    onlyUndici: true,
    open: () => through(startTcp((socket) => socket.resume())),
  },
  {
    name: 'proxy: it hangs up',
    outcome: lost,
    onlyUndici: true,
    open: () => through(startTcp((socket) => socket.once('data', () => socket.end()))),
  },
];

export function connectionCases(api: ApiUnderTest, way: Way): readonly Case[] {
  return faults
    .filter(({ onlyUndici }) => way === 'undici' || !onlyUndici)
    .map((fault) => ({ title: fault.name, run: () => surviveConnection(api, way, fault) }));
}

async function surviveConnection(
  api: ApiUnderTest,
  way: Way,
  { outcome, open }: ConnectionFault,
): Promise<void> {
  const { origin, network = {}, servers = [] } = await open();
  try {
    await tryOut(api, { way, origin, network }, async (trial) => {
      const expected = outcomeOf(api, outcome);
      const asked = ask(trial, 'one');
      if (outcome.end === 'timeout') {
        const connected = () => servers.reduce((sum, { connections }) => sum + connections, 0);
        const limit = api.isSocket ? defaultTimeouts.handshakeMs : defaultTimeouts.headMs;
        await letTimePass(trial, limit, connected, outcome);
      }
      checkAnswer(await asked, expected);
      checkWaits(trial, expected);
      await until('connections to nowhere', () => servers.every(({ open: left }) => left === 0));
      await trial.conversation.moveTo(trial.baseUrl);
      checkAnswer(await ask(trial, 'two'), { end: 'done', text: wholeReply });
    });
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** What was perhaps taken is not left a second time. */
function outcomeOf({ variant }: ApiUnderTest, outcome: Outcome): Outcome {
  return variant === 'async' ? { ...outcome, retried: false } : outcome;
}

/**
 * Lets no authority be trusted but those that a test brings along: reading all of Node's own for every conversation takes
 * longer than the conversation.
 *
 * @returns puts them back.
 */
export function trustNobody(): () => void {
  const real = tls.getCACertificates;
  tls.getCACertificates = () => [];
  syncBuiltinESMExports();
  return () => {
    tls.getCACertificates = real;
    syncBuiltinESMExports();
  };
}

/**
 * Answers for names under `.invalid`, without any name server.
 *
 * @returns puts the real one back.
 */
export function inventNames(): () => void {
  const real = dns.lookup;
  const invented = (host: string, options: unknown, callback?: unknown) => {
    const code = {
      [new URL(unresolved).hostname]: 'ENOTFOUND',
      [new URL(unreachable).hostname]: 'EAI_AGAIN',
    }[host];
    if (code === undefined) return Reflect.apply(real, dns, [host, options, callback]);
    const done = (typeof options === 'function' ? options : callback) as (error: Error) => void;
    assert.equal(typeof done, 'function');
    setImmediate(() =>
      done(
        Object.assign(new Error(`getaddrinfo ${code} ${host}`), {
          code,
          syscall: 'getaddrinfo',
          hostname: host,
        }),
      ),
    );
  };
  dns.lookup = invented as typeof dns.lookup;
  return () => {
    dns.lookup = real;
  };
}
