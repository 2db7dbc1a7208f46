import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { streamText } from 'ai';
import { createParser } from 'eventsource-parser';
import OpenAI from 'openai';
import { request } from 'undici';
import type { Transport } from '../../src/core/transport.ts';
import { createFetchTransport } from '../../src/net/fetchTransport.ts';
import { createUndiciTransport, directOptions } from '../../src/net/undiciTransport.ts';
import type { Contender } from './measure.ts';
import { providerOf } from './provider.ts';

/** A client of chat completions: asks one question and hands over each piece of the text. */
export interface ChatClient {
  readonly name: string;
  readonly kind: Contender['kind'];
  ask(onText: (text: string) => void): Promise<void>;
}

export const throughUndici = 'Hanlin through undici';
export const throughFetch = 'Hanlin through fetch';

/** Asked for WebSockets only. */
function tls(): never {
  throw new Error('Nothing here is encrypted');
}

const apiKey = '0123456789abcdef0123456789abcdef.AbCdEfGhIjKlMnOp';

/** Hanlin's client and other people's, all asking the same address. */
export async function chatClients(baseURL: string): Promise<readonly ChatClient[]> {
  return [
    await hanlin(throughUndici, baseURL, createUndiciTransport(directOptions)),
    await hanlin(throughFetch, baseURL, createFetchTransport({ throughProxy: () => false, tls })),
    plain(baseURL),
    openAi(baseURL),
    aiSdk(baseURL),
    langChain(baseURL),
  ];
}

async function hanlin(name: string, baseUrl: string, transport: Transport): Promise<ChatClient> {
  const provider = await providerOf(
    'zhipu',
    'bigmodel',
    { baseUrl, authMode: 'api-key', credentials: { apiKey } },
    transport,
  );
  return {
    name,
    kind: 'hanlin',
    async ask(onText) {
      const messages = [{ role: 'user', text: 'Hello' }] as const;
      for await (const part of provider.stream(
        { model: 'glm-4.7', messages },
        new AbortController().signal,
      )) {
        if (part.type === 'text-delta') onText(part.text);
      }
    },
  };
}

/** What one would write without any client: no errors, no checks, no way to stop. */
function plain(baseURL: string): ChatClient {
  const body = JSON.stringify({
    model: 'glm-4.7',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  });
  return {
    name: 'undici, eventsource-parser, JSON',
    kind: 'peer',
    async ask(onText) {
      const response = await request(`${baseURL}/chat/completions`, { method: 'POST', body });
      const decoder = new TextDecoder();
      const parser = createParser({
        onEvent({ data }) {
          if (data === '[DONE]') return;
          const text = JSON.parse(data).choices[0]?.delta.content;
          if (text) onText(text);
        },
      });
      await new Promise((resolve, reject) => {
        response.body
          .on('data', (chunk: Buffer) => parser.feed(decoder.decode(chunk, { stream: true })))
          .on('end', resolve)
          .on('error', reject);
      });
    },
  };
}

function openAi(baseURL: string): ChatClient {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  return {
    name: 'openai',
    kind: 'peer',
    async ask(onText) {
      const stream = await client.chat.completions.create({
        model: 'glm-4.7',
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
      });
      for await (const chunk of stream) {
        const text = chunk.choices[0]?.delta.content;
        if (text) onText(text);
      }
    },
  };
}

function aiSdk(baseURL: string): ChatClient {
  const model = createOpenAICompatible({ name: 'bench', baseURL, apiKey })('glm-4.7');
  return {
    name: 'ai with openai-compatible',
    kind: 'peer',
    async ask(onText) {
      for await (const text of streamText({ model, prompt: 'Hello', maxRetries: 0 }).textStream) onText(text);
    },
  };
}

function langChain(baseURL: string): ChatClient {
  const model = new ChatOpenAI({ model: 'glm-4.7', apiKey, configuration: { baseURL }, maxRetries: 0 });
  return {
    name: 'LangChain',
    kind: 'peer',
    async ask(onText) {
      for await (const chunk of await model.stream('Hello')) {
        if (typeof chunk.content === 'string' && chunk.content !== '') onText(chunk.content);
      }
    },
  };
}
