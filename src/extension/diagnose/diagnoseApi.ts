import type { Socket } from 'node:net';
import type { AddressSource, CheckName, Finding } from '../../chat/diagnosis.ts';
import { toFailure } from '../../chat/failure.ts';
import { ProviderError } from '../../core/error.ts';
import type { Transport } from '../../core/transport.ts';
import type { ApiDescriptor, Connection } from '../../core/vendor.ts';
import { networkError } from '../../net/networkError.ts';
import { httpUrl, isLoopback } from '../../net/proxySettings.ts';
import { openTunnel } from '../../net/proxyTunnel.ts';
import { askBriefly } from './askBriefly.ts';
import { compareClocks } from './compareClocks.ts';
import { inspectTls, type Trust } from './inspectTls.ts';
import { judgeStreaming } from './judgeStreaming.ts';
import { type LookUp, lookUpName } from './lookUpName.ts';
import { modelToAsk } from './modelToAsk.ts';
import { observedTransport } from './observedTransport.ts';
import { connectTimeoutMs, openConnection, portOf } from './openConnection.ts';
import { chooseProxy, type ProxyChoice, type ProxySources, shownProxy } from './proxyChoice.ts';

type NotConfirmed = Extract<Finding, { readonly type: 'not-confirmed' }>;

/** An API that is set up, and with what it is to be asked. */
export interface Subject {
  readonly api: ApiDescriptor;
  readonly source: AddressSource;
  readonly target:
    | {
        readonly state: 'ready';
        readonly connection: Connection;
        /** The model that the user has chosen here; asked where the API names no cheap one of its own. */
        readonly chosenModel?: string;
      }
    | ({ readonly state: 'not-confirmed' } & Omit<NotConfirmed, 'check' | 'type'>);
}

/** The way out of this machine, as requests take it. */
export interface WayOut {
  readonly transport: Transport;
  readonly proxies: ProxySources;
  /** The value of the Proxy-Authorization header, where the settings have one. */
  readonly proxyAuthorization?: string;
  readonly trust: Trust;
  readonly lookUp: LookUp;
  /** Which way requests to an origin take, and whether the settings say so. */
  wayOf(origin: string): { readonly way: 'vscode' | 'undici'; readonly chosen: boolean };
  /** Milliseconds, for durations. */
  clock(): number;
}

export interface Observer {
  begin(...checks: readonly CheckName[]): void;
  found(finding: Finding): void;
}

/** A model that thinks before it counts to twenty is through by then. */
const longestAnswerMs = 90_000;

/** What is looked at for an API. */
export function checksOf(api: ApiDescriptor): CheckName[] {
  const overHttp: CheckName[] = [
    'address',
    'proxy',
    'dns',
    'tls',
    'sign-in',
    'clock',
    'first-token',
    'streaming',
    'way',
  ];
  return usesSocket(api) ? [...overHttp, 'websocket'] : overHttp;
}

/**
 * Looks at everything on the way to an API, from its address to the end of a reply, and asks it one short question.
 * Faults are findings: it rejects only with the signal's reason, once that is aborted.
 */
export async function diagnoseApi(
  subject: Subject,
  wayOut: WayOut,
  observer: Observer,
  signal: AbortSignal,
): Promise<void> {
  const { api, source, target } = subject;
  if (target.state === 'not-confirmed') {
    const { state, ...address } = target;
    observer.found({ check: 'address', type: state, ...address });
    for (const check of checksOf(api)) {
      if (check !== 'address') observer.found({ check, type: 'skipped', because: 'address-not-confirmed' });
    }
    return;
  }
  const url = httpUrl(target.connection.baseUrl);
  const documented = api.endpoints.some(({ baseUrl }) => httpUrl(baseUrl).host === url.host);
  const loopback = isLoopback(url.hostname);
  const host = `${url.hostname}:${portOf(url)}`;
  observer.found({
    check: 'address',
    type: 'usable',
    host,
    source,
    documented: documented && !loopback,
    loopback,
  });
  await inspectRoute(url, documented && !loopback, wayOut, observer, signal);
  await ask(api, target, url, wayOut, observer, signal);
}

/** From here to the server, below HTTP. The way that requests take may be another one: they are sent all the same. */
async function inspectRoute(
  url: URL,
  documented: boolean,
  wayOut: WayOut,
  observer: Observer,
  signal: AbortSignal,
): Promise<void> {
  const { proxies, trust, lookUp, clock } = wayOut;
  observer.begin('proxy');
  const choice = chooseProxy(url, proxies);
  const tunnel = await tryProxy(choice, url, wayOut, observer, signal);

  observer.begin('dns');
  if (choice.type === 'proxy') observer.found({ check: 'dns', type: 'skipped', because: 'proxy-resolves' });
  else observer.found(await lookUpName(url, lookUp, clock, signal));

  observer.begin('tls');
  if (!tunnel) {
    const because = choice.type === 'proxy' && isSocks(choice.url) ? 'proxy-not-seen-through' : 'not-reached';
    observer.found({ check: 'tls', type: 'skipped', because });
    return;
  }
  if (url.protocol === 'http:') {
    observer.found({ check: 'tls', type: 'skipped', because: 'not-encrypted' });
    return;
  }
  try {
    observer.found(await inspectTls(url, tunnel, trust, documented, clock, signal));
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(networkError(error, url.href, signal, choice.type === 'proxy'));
    observer.found({ check: 'tls', type: 'failed', failure });
  }
}

/** Opens connections to the server; undefined where the proxy stands in the way, or cannot be seen through. */
type Open = (() => Promise<Socket>) | undefined;

async function tryProxy(
  choice: ProxyChoice,
  url: URL,
  { clock, trust, proxyAuthorization }: WayOut,
  observer: Observer,
  signal: AbortSignal,
): Promise<Open> {
  const check = 'proxy';
  if (choice.type !== 'proxy') {
    observer.found({ check, ...choice });
    return () => openConnection(url, signal);
  }
  const { source } = choice;
  const proxy = shownProxy(choice.url);
  const loopback = URL.canParse(choice.url) && isLoopback(new URL(choice.url).hostname);
  if (isSocks(choice.url)) {
    observer.found({ check, type: 'not-tried', proxy, source, loopback });
    return undefined;
  }
  const open = async () => {
    const tls = { secureContext: trust.everybody(), rejectUnauthorized: trust.checksProxy };
    const options = { tls, proxyAuthorization, timeoutMs: connectTimeoutMs };
    return await openTunnel(choice.url, url, options, signal);
  };
  const startedAt = clock();
  try {
    (await open()).destroy();
    observer.found({ check, type: 'connects', proxy, source, ms: clock() - startedAt });
    return open;
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(networkError(error, proxyAddress(choice.url), signal, false));
    observer.found({ check, type: 'refuses', proxy, source, loopback, failure });
    return undefined;
  }
}

async function ask(
  api: ApiDescriptor,
  target: Extract<Subject['target'], { state: 'ready' }>,
  url: URL,
  wayOut: WayOut,
  observer: Observer,
  signal: AbortSignal,
): Promise<void> {
  const { transport, observations } = observedTransport(wayOut.transport);
  const { clock } = wayOut;
  const deadline = AbortSignal.timeout(longestAnswerMs);
  const arrivals: number[] = [];
  let failure: ReturnType<typeof toFailure> | undefined;
  observer.begin('sign-in', 'first-token', ...(usesSocket(api) ? (['websocket'] as const) : []));
  try {
    const provider = await api.create(target.connection, transport);
    const within = AbortSignal.any([signal, deadline]);
    const model = await modelToAsk(api, provider, target.chosenModel, within);
    const onPiece = (ms: number) => {
      arrivals.push(ms);
      if (arrivals.length > 1) return;
      observer.found({ check: 'first-token', type: 'came', ms });
      observer.begin('streaming');
    };
    const { usage } = await askBriefly(provider, api, model, onPiece, clock, within);
    const { inputTokens, outputTokens } = usage ?? {};
    observer.found({
      check: 'sign-in',
      type: 'accepted',
      model,
      ...(inputTokens !== undefined && { inputTokens }),
      ...(outputTokens !== undefined && { outputTokens }),
    });
  } catch (error) {
    signal.throwIfAborted();
    const seconds = longestAnswerMs / 1000;
    failure = toFailure(
      deadline.aborted ? new ProviderError('timeout', `No end of the reply within ${seconds} s`) : error,
    );
    observer.found({ check: 'sign-in', type: 'failed', failure });
  }

  if (usesSocket(api)) observer.found(handshakeFinding(observations.handshake, failure));
  const mode = api.authModes.find(({ id }) => id === target.connection.authMode);
  observer.found(compareClocks(observations, mode?.clockToleranceMs));
  const isSilent = arrivals.length === 0;
  if (isSilent) observer.found({ check: 'first-token', type: 'skipped', because: 'not-answered' });
  observer.found(
    isSilent ? { check: 'streaming', type: 'skipped', because: 'not-answered' } : judgeStreaming(arrivals),
  );
  // WebSockets have one way only.
  const { way, chosen } = usesSocket(api)
    ? ({ way: 'vscode', chosen: false } as const)
    : wayOut.wayOf(url.origin);
  observer.found({ check: 'way', type: 'taken', way, chosen });
}

function handshakeFinding(
  handshake: { readonly ms: number } | { readonly status: number } | undefined,
  failure: ReturnType<typeof toFailure> | undefined,
): Finding {
  const check = 'websocket';
  if (!handshake) {
    return failure ? { check, type: 'failed', failure } : { check, type: 'skipped', because: 'not-reached' };
  }
  return 'ms' in handshake
    ? { check, type: 'opened', ms: handshake.ms }
    : { check, type: 'refused', ...handshake };
}

function usesSocket({ endpoints }: ApiDescriptor): boolean {
  return endpoints.some(({ baseUrl }) => /^wss?:/i.test(baseUrl));
}

function isSocks(proxy: string): boolean {
  return /^socks/i.test(proxy);
}

/** An address that stands for the proxy in messages. */
function proxyAddress(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).origin : 'http://proxy';
}
