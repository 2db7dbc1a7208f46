// Reaches for addresses that are reserved for examples, in every way that an extension has. All is refused by record.cjs.
const { execFile, execFileSync } = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const https = require('node:https');
const net = require('node:net');
const { Worker } = require('node:worker_threads');
const vscode = require('vscode');

const ignore = () => {};
const inNode = (host) =>
  `require('node:net').connect(443, '${host}').on('error', () => {}).setTimeout(500).unref()`;

function wander() {
  net.connect(443, '192.0.2.1').on('error', ignore);
  https.get('https://192.0.2.2/').on('error', ignore);
  fetch('https://192.0.2.3/').catch(ignore);
  new WebSocket('wss://192.0.2.4/').addEventListener('error', ignore);
  const socket = dgram.createSocket('udp4');
  socket.send('hello', 53, '192.0.2.5', () => socket.close());
  dns.resolveTxt('resolved.invalid', ignore);
  fetch('https://fetched.invalid/').catch(ignore);
  new Worker(inNode('192.0.2.6'), { eval: true });
  // With an empty environment, and past the event loop.
  execFile(process.execPath, ['-e', inNode('192.0.2.7')], { env: {} });
  execFileSync(process.execPath, ['-e', inNode('192.0.2.8')]);
  vscode.window.showInformationMessage('Wandered.');
}

exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('wanderer.wander', wander));
};
