import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import type { StreamPart } from '../../../../src/core/streamPart.ts';
import { createChatWriter } from '../../../../src/extension/participant/chatWriter.ts';

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** What is written of some parts, in order; neighbouring texts as one. */
function written(...parts: readonly StreamPart[]) {
  const output: string[] = [];
  const respondent = { vendorId: 'v', apiId: 'a', model: 'm', vendorLabel: 'V', modelLabel: 'M' };
  let text = '';
  const flush = (): void => {
    if (text !== '') output.push(text);
    text = '';
  };
  const note = (line: string): void => {
    flush();
    output.push(line);
  };
  const writer = createChatWriter(
    {
      markdown: (piece) => {
        text += piece;
      },
      progress: (line) => note(`progress ${line}`),
      reference: (url) => note(`reference ${url}`),
    },
    respondent,
    inEnglish,
  );
  for (const part of parts) writer.write(part);
  writer.end();
  flush();
  return { output, related: writer.related };
}

describe('an answer in VS Code’s own chat', () => {
  const said = (text: string): StreamPart => ({ type: 'text-delta', text });

  it('is what the model says, all of it by the end', () => {
    assert.deepEqual(written(said('a'), said('b'), said('c')).output, ['abc']);
  });

  it('goes on where the server rewrites it, else begins anew', () => {
    const replaced = (text: string): StreamPart => ({ type: 'text-replace', text });
    assert.deepEqual(written(said('a'), said('b'), replaced('abc'), replaced('abcd')).output, ['abcd']);
    assert.deepEqual(written(said('ab'), replaced('x')).output, ['ab\n\nx']);
  });

  it('says once that the model reasons, after what was said before', () => {
    const reasons: StreamPart = { type: 'reasoning-delta', text: 'hm' };
    assert.deepEqual(written(said('a'), said('b'), reasons, reasons, said('c')).output, [
      'ab',
      'progress Thinking',
      'c',
    ]);
  });

  it('names the pages that it rests on, if they are pages', () => {
    const source = (url?: string): StreamPart => ({
      type: 'source',
      title: 't',
      ...(url !== undefined && { url }),
    });
    const sources = [
      source('https://a.example'),
      source('HTTP://b.example'),
      source('file:///c?https://d.example'),
      source(),
    ];
    assert.deepEqual(written(said('a'), said('b'), ...sources, said('c')).output, [
      'ab',
      'reference https://a.example',
      'reference HTTP://b.example',
      'c',
    ]);
  });

  it('leaves the questions that the vendor proposes for below', () => {
    const proposed = (...items: string[]): StreamPart => ({ type: 'suggestions', purpose: 'related', items });
    assert.deepEqual(written(proposed('a?'), proposed('b?')).related, ['a?', 'b?']);
  });

  it('has remarks and the limit in italics', () => {
    assert.deepEqual(written(said('a'), { type: 'notice', kind: 'no-answer' }, said('b')).output, [
      'a\n\n*The bot found no answer in its knowledge.*\n\nb',
    ]);
    assert.deepEqual(written(said('a'), { type: 'finish', reason: 'length' }).output, [
      'a\n\n*Stopped at the model’s limit for one answer*',
    ]);
    assert.deepEqual(written(said('a'), { type: 'finish', reason: 'stop' }).output, ['a']);
  });
});
