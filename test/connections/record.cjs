/*
 * Loaded into a Node process before anything else (`--require`), writes down whatever this process does towards a
 * network, one JSON object per line, into the folder that HANLIN_TEST_CONNECTIONS names; and sees to it that every
 * process that this one starts is watched in the same way. VS Code takes NODE_OPTIONS out of the environment of its
 * processes; here they are put in again at the last moment.
 *
 * It sits below `net`, `dns`, `dgram` and whatever is built on them (`http`, `fetch`, `WebSocket`, a bundled undici):
 * at the bindings, which nothing in JavaScript can go around.
 *
 * What would leave this machine is written down and refused: no test sends anything to another one.
 */
const { appendFileSync } = require('node:fs');
const { ChildProcess } = require('node:child_process');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const { isIP } = require('node:net');
const { basename, join, resolve } = require('node:path');
const process = require('node:process');
const { getSystemErrorMap } = require('node:util');

const directory = process.env.HANLIN_TEST_CONNECTIONS;
if (directory === undefined) {
  throw new Error('HANLIN_TEST_CONNECTIONS does not say where the connections are to be recorded.');
}
const file = join(directory, `${process.pid}.jsonl`);
/** Code of the extension, unpacked or installed. */
const ours = [resolve(__dirname, '../../dist'), 'hanlin-dev.hanlin-'];

/** As it is called in a report: "extensionHost", "tsserver.js". */
const name =
  process.argv.find((argument) => argument.startsWith('--type='))?.slice('--type='.length) ??
  basename(process.argv[1] ?? 'node');

function record(attempt) {
  const stack = (new Error().stack ?? '').split('\n').slice(3);
  // What an extension that we ask does is its own, as what Git’s does for us.
  const caller = stack.find((line) => !line.includes('node:') && !line.includes(__filename)) ?? '';
  const byExtension = ours.some((place) => caller.includes(place));
  appendFileSync(file, `${JSON.stringify({ process: name, ...attempt, byExtension, stack })}\n`);
}

/** Calls `before` with the arguments of each call of a method; where it gives a function, that is called instead. */
function watch(owner, method, before) {
  const original = owner?.[method];
  if (typeof original !== 'function') {
    throw new Error(`This Node has no ${method} where connections are made; nothing would be recorded.`);
  }
  owner[method] = function (...args) {
    return Reflect.apply(before(...args) ?? original, this, args);
  };
}

const isLoopback = (host) => /^(?:(?:::ffff:)?127\.|::1$|0\.0\.0\.0$|::$|localhost$)/i.test(host);
const [unreachable] = [...getSystemErrorMap()].find(([, [code]]) => code === 'ENETUNREACH');
/** As the bindings say that something cannot be done. */
const refuse = () => unreachable;

/** @returns what takes the place of the call, if it would leave this machine */
function reach(kind, host, port) {
  record({ kind, host, port });
  return isLoopback(host) ? undefined : refuse;
}

const { TCP } = process.binding('tcp_wrap');
for (const method of ['connect', 'connect6']) {
  watch(TCP.prototype, method, (_request, host, port) => reach('connection', host, port));
}

const { UDP } = process.binding('udp_wrap');
for (const method of ['connect', 'connect6']) {
  watch(UDP.prototype, method, (host, port) => reach('datagram', host, port));
}
for (const method of ['send', 'send6']) {
  // (request, list, count, port, address, hasCallback), the two in the middle only if there is no connection.
  watch(UDP.prototype, method, (_request, _list, _count, port, host) => {
    return typeof host === 'string' ? reach('datagram', host, port) : undefined;
  });
}

const { ChannelWrap } = process.binding('cares_wrap');
for (const method of Object.keys(ChannelWrap.prototype).filter((key) => /^(query|getHostByAddr)/.test(key))) {
  watch(ChannelWrap.prototype, method, (_request, host) => {
    record({ kind: 'name', host });
    return (request) => {
      setImmediate(() => request.oncomplete('ENOTFOUND'));
      return 0;
    };
  });
}
// The module has taken hold of the binding's function for these before anything could be changed.
for (const [owner, fail] of [
  [dns, (error, args) => setImmediate(args.at(-1), error)],
  [dns.promises, (error) => Promise.reject(error)],
]) {
  for (const method of ['lookup', 'lookupService']) {
    watch(owner, method, (value) => {
      const host = String(value);
      record({ kind: 'name', host });
      if (isLoopback(host) || isIP(host)) return undefined;
      const details = { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: host };
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), details);
      return (...args) => fail(error, args);
    });
  }
}
syncBuiltinESMExports();

/** What a child needs to be watched, too, in place of what was there under the same names. */
const inherited = {
  NODE_OPTIONS: `--require=${JSON.stringify(__filename)}`,
  HANLIN_TEST_CONNECTIONS: directory,
};

function watchChild(options) {
  record({ kind: 'program', host: '', program: options.file, args: options.args?.slice(1) ?? [] });
  const kept = (options.envPairs ?? Object.entries(process.env).map((pair) => pair.join('='))).filter(
    (pair) => !Object.keys(inherited).some((variable) => pair.startsWith(`${variable}=`)),
  );
  options.envPairs = [...kept, ...Object.entries(inherited).map((pair) => pair.join('='))];
}

watch(ChildProcess.prototype, 'spawn', watchChild);
watch(process.binding('spawn_sync'), 'spawn', watchChild);

record({ kind: 'start', host: '', args: process.argv.slice(1) });
