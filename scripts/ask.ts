/**
 * `npm run ask`: one question to a vendor's model from the terminal, with the clients of the extension.
 *
 *   npm run ask -- --vendor zhipu [--api bigmodel] [--model M] [--endpoint URL] [--allow-http] [--auth MODE] [--json]
 *                  [--option key=value]… [--messages FILE|-] "question"
 *
 * Text goes to stdout as it streams, or with --json one stream part per line. Errors go to stderr with their kind;
 * exit code 1. Ctrl+C closes the connection; exit code 130. Keys come from the customary environment variables: --help.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { ProviderError } from '../src/core/error.ts';
import type { ChatRequest } from '../src/core/provider.ts';
import { proxySettingsOf } from '../src/net/proxySettings.ts';
import { createUndiciTransport } from '../src/net/undiciTransport.ts';
import { vendors } from '../src/vendors/registry.ts';
import { connectionOf } from './ask/connection.ts';
import { type Conversation, parseConversation } from './ask/conversation.ts';
import { describeFailure } from './ask/failure.ts';
import { helpText } from './ask/help.ts';
import { type Plan, planOf } from './ask/plan.ts';
import { showJson, showText, type Terminal } from './ask/show.ts';
import { interruption } from './interruption.ts';
import { Problem, runMain } from './problem.ts';

const terminal: Terminal = {
  out: (part) => void process.stdout.write(part),
  note: (part) => void process.stderr.write(part),
  outIsTerminal: process.stdout.isTTY === true,
  noteIsTerminal: process.stderr.isTTY === true,
};

async function main(): Promise<void> {
  const stop = new AbortController();
  const plan = orFail(() => planOf(process.argv.slice(2), vendors));
  if (!plan) return;
  if ('help' in plan) {
    terminal.out(helpText(vendors, plan.vendor, plan.api));
    return;
  }
  void interruption().then(({ exitCode }) => {
    process.exitCode = exitCode;
    stop.abort();
  });
  // Whoever reads the answer has seen enough, as with `| head`.
  process.stdout.on('error', () => stop.abort());
  const request = await requestOf(plan);
  await ask(plan, request, stop.signal);
}

async function requestOf({ messagesFile, question, model, options }: Plan): Promise<ChatRequest> {
  const conversation: Conversation =
    messagesFile === undefined ? { messages: [] } : parseConversation(await readMessages(messagesFile));
  return {
    model,
    ...conversation,
    messages: [
      ...conversation.messages,
      ...(question === undefined ? [] : [{ role: 'user' as const, text: question }]),
    ],
    ...(Object.keys(options).length > 0 && { options }),
  };
}

async function readMessages(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    // npm runs scripts in the repository's folder, wherever it was called.
    return await readFile(resolve(process.env['INIT_CWD'] ?? '', file), 'utf8');
  } catch (error) {
    throw new Problem(`--messages: ${(error as Error).message}`);
  }
}

async function ask(plan: Plan, request: ChatRequest, signal: AbortSignal): Promise<void> {
  const { vendor, api, model } = plan;
  const transport = createUndiciTransport({
    ...proxySettingsOf(process.env),
    strictSSL: true,
    systemCertificates: true,
    ca: [],
  });
  const show = plan.json ? showJson(terminal) : showText(terminal);
  try {
    const connection = connectionOf({
      api,
      authMode: plan.authMode,
      endpoint: plan.endpoint,
      allowHttp: plan.allowHttp,
      endpointAsTyped: vendor.id === 'custom',
      environment: process.env,
      language: Intl.DateTimeFormat().resolvedOptions().locale,
    });
    const provider = await api.create(connection, transport);
    for await (const part of provider.stream(request, signal)) show.part(part);
    show.end();
  } catch (error) {
    show.end();
    if (signal.aborted) return;
    if (!(error instanceof ProviderError)) throw error;
    terminal.note(
      describeFailure(error, { vendorId: vendor.id, vendorLabel: vendor.label, api, modelLabel: model }),
    );
    process.exitCode = 1;
  } finally {
    await transport.close();
  }
}

/** What a function gives, or undefined once its error has been written to stderr. */
function orFail<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    terminal.note(`${error.kind}: ${error.message}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

await runMain(main);
