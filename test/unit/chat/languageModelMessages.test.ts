import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  messageRole,
  type RequestPart,
  readMessages,
  toolInput,
} from '../../../src/chat/languageModelMessages.ts';

const text = (value: string): RequestPart => ({ type: 'text', text: value });
const data = (mimeType: string, value: string): RequestPart => ({
  type: 'data',
  mimeType,
  data: new TextEncoder().encode(value),
});

describe('the messages of another extension', () => {
  it('keep their roles and texts, joined as they are', () => {
    assert.deepEqual(
      readMessages([
        { role: 'system', parts: [text('Be '), text('brief.')] },
        { role: 'user', parts: [text('Hello')] },
        { role: 'assistant', parts: [text('Hi')] },
      ]),
      [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: 'Hi' },
      ],
    );
  });

  it('are left out where nothing is in them that a model could read', () => {
    const marker: RequestPart = { type: 'other' };
    const cache = data('application/x-cache', 'ephemeral');
    for (const role of ['system', 'user', 'assistant'] as const) {
      assert.deepEqual(readMessages([{ role, parts: [marker, cache, text('')] }]), [], role);
    }
  });

  it('have texts and pictures as data, too', () => {
    const types = ['text/plain', 'application/json', 'application/ld+json', 'x/text', 'application/jsonp'];
    assert.deepEqual(readMessages([{ role: 'user', parts: types.map((type) => data(type, `${type};`)) }]), [
      { role: 'user', text: 'text/plain;application/json;application/ld+json;' },
    ]);
    assert.deepEqual(
      readMessages([{ role: 'user', parts: [data('image/png', 'p'), data('ximage/png', 'q')] }]),
      [{ role: 'user', text: '', images: [{ mediaType: 'image/png', data: 'cA==' }] }],
    );
  });

  it('have calls of tools, and their results under the same names, before what the user says', () => {
    const call = (id: string, input: unknown): RequestPart => ({
      type: 'tool-call',
      id,
      name: `tool-${id}`,
      input,
    });
    const result = (id: string, ...parts: RequestPart[]): RequestPart => ({ type: 'tool-result', id, parts });
    assert.deepEqual(
      readMessages([
        { role: 'assistant', parts: [text('Look:'), call('1', { a: 1 }), call('2', undefined)] },
        {
          role: 'user',
          parts: [text('And?'), result('1', text('25'), data('text/plain', ' °C')), result('3')],
        },
        { role: 'user', parts: [result('2', text('x'))] },
      ]),
      [
        {
          role: 'assistant',
          text: 'Look:',
          toolCalls: [
            { id: '1', name: 'tool-1', input: '{"a":1}' },
            { id: '2', name: 'tool-2', input: '{}' },
          ],
        },
        { role: 'tool', callId: '1', name: 'tool-1', text: '25 °C' },
        { role: 'tool', callId: '3', name: '', text: '' },
        { role: 'user', text: 'And?' },
        { role: 'tool', callId: '2', name: 'tool-2', text: 'x' },
      ],
    );
  });

  it('may be calls alone', () => {
    assert.deepEqual(
      readMessages([{ role: 'assistant', parts: [{ type: 'tool-call', id: '1', name: 'a', input: null }] }]),
      [{ role: 'assistant', text: '', toolCalls: [{ id: '1', name: 'a', input: '{}' }] }],
    );
  });
});

describe('the role of a message', () => {
  it('is VS Code’s number, that of system messages included', () => {
    assert.deepEqual([1, 2, 3].map(messageRole), ['user', 'assistant', 'system']);
  });
});

describe('the input of a tool', () => {
  it('is an object, whatever the model has written', () => {
    assert.deepEqual(toolInput('{"a":1}'), { a: 1 });
    assert.deepEqual(toolInput('[1]'), [1]);
    assert.deepEqual(toolInput(''), {});
    assert.deepEqual(toolInput('null'), { input: null });
    assert.deepEqual(toolInput('"a"'), { input: 'a' });
    assert.deepEqual(toolInput('{"a":'), { input: '{"a":' });
  });
});
