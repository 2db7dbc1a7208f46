import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ProviderError } from '../../../src/core/error.ts';
import type { StreamPart } from '../../../src/core/streamPart.ts';
import { createChatDecoder } from '../../../src/net/openAiChat/chatDecoder.ts';
import type { ChatDialect } from '../../../src/net/openAiChat/chatDialect.ts';
import { dialect as dashscope } from '../../../src/vendors/alibaba/dashscope/wire.ts';
import { dialect as custom } from '../../../src/vendors/custom/wire.ts';
import { dialect as qianfan } from '../../../src/vendors/qianfan/v2/wire.ts';
import { completionDialect } from '../../../src/vendors/spark/completionDialect.ts';
import { dialect as zhipu } from '../../../src/vendors/zhipu/wire.ts';

const mapFailure = ({ code, message }: { readonly code?: string; readonly message: string }) =>
  new ProviderError('protocol', `${code} ${message}`);
const dialects: Readonly<Record<string, ChatDialect>> = {
  zhipu,
  'Qianfan V2': qianfan,
  DashScope: { ...dashscope, mapFailure },
  'a server of one’s own': { ...custom, mapFailure },
  Spark: completionDialect({ started: false, warned: false, finished: false }, mapFailure),
};

/** The pieces in which a call may come, in any order: only those of its input have one. */
const pieces: readonly (readonly [string, ...object[]])[] = [
  ['all at once', { id: 'a', function: { name: 'read_file', arguments: '{"path":"x"}' } }],
  [
    'the name, then the input',
    { id: 'a', function: { name: 'read_file', arguments: '' } },
    { function: { arguments: '{"path":' } },
    { function: { arguments: '"x"}' } },
  ],
  [
    'the name after the id',
    { id: 'a', function: { name: null, arguments: '' } },
    { id: '', function: { name: 'read_file' } },
    { function: { arguments: '{"path":"x"}' } },
  ],
  [
    'the id after the name',
    { function: { name: 'read_file' } },
    { id: 'a', function: { name: '', arguments: '{"path":' } },
    { id: null, function: { arguments: '"x"}' } },
  ],
  [
    'the name and the id last',
    { function: { arguments: '{"path":' } },
    { function: { arguments: '"x"}' } },
    { id: 'a', function: { name: 'read_file' } },
  ],
  [
    'the name and the id each time',
    { id: 'a', function: { name: 'read_file', arguments: '{"path":' } },
    { id: 'a', function: { name: 'read_file', arguments: '"x"}' } },
  ],
];

describe('a tool call that comes in pieces', () => {
  for (const [vendor, dialect] of Object.entries(dialects)) {
    for (const [how, ...fragments] of pieces) {
      it(`is the same from ${vendor}: ${how}`, () => {
        const parts: StreamPart[] = [];
        const decoder = createChatDecoder(dialect, (part) => parts.push(part), { newId: () => 'new' });
        const push = (choice: object, more: object = {}) =>
          decoder.push({ event: undefined, data: JSON.stringify({ code: 0, choices: [choice], ...more }) });
        for (const fragment of fragments)
          push({ index: 0, delta: { tool_calls: [{ index: 0, ...fragment }] } });
        push({ index: 0, delta: {}, finish_reason: 'tool_calls' }, { usage: { prompt_tokens: 1 } });
        decoder.push({ event: undefined, data: '[DONE]' });
        const [call, finish, ...others] = parts;
        assert.deepEqual(call, { type: 'tool-call', id: 'a', name: 'read_file', input: '{"path":"x"}' });
        assert.equal(finish?.type === 'finish' && finish.reason, 'tool-calls');
        assert.deepEqual(others, []);
      });
    }
  }
});
