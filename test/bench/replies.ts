/*
 * What the servers send: texts as a model writes them, in the vendors' framing. Every client gets the same bytes.
 */

const words = [
  '你好',
  '，',
  ' const',
  ' value',
  ' =',
  ' await',
  '函数',
  ' the',
  ' debounce',
  '返回',
  ' "x"',
  '\n',
  '。',
];

/** A piece of text of one token or so; about one in seven needs escaping in JSON. */
export function pieceOf(index: number): string {
  return words[(index * 7 + (index >> 4)) % words.length] ?? '';
}

export function textOf(pieces: number): string {
  return Array.from({ length: pieces }, (_, index) => pieceOf(index)).join('');
}

/** The events of a streamed chat completion: one small delta each, then the finish reason, the usage and the end mark. */
export function chatEvents(deltas: number): readonly string[] {
  const frame = {
    id: '20261121104405c3f1a9d27b604e58',
    object: 'chat.completion.chunk',
    created: 1_795_257_845,
  };
  const event = (choice: object, rest: object = {}) =>
    `data: ${JSON.stringify({ ...frame, model: 'glm-4.7', choices: [{ index: 0, ...choice }], ...rest })}\n\n`;
  return [
    ...Array.from({ length: deltas }, (_, index) =>
      event({ delta: { role: 'assistant', content: pieceOf(index) } }),
    ),
    event(
      { delta: { role: 'assistant', content: '' }, finish_reason: 'stop' },
      { usage: { prompt_tokens: 9, completion_tokens: deltas, total_tokens: deltas + 9 } },
    ),
    'data: [DONE]\n\n',
  ];
}

/** Spark's frames: one small delta each; the last one has the usage. */
export function sparkFrames(deltas: number): readonly string[] {
  return Array.from({ length: deltas }, (_, index) => {
    const status = index === 0 ? 0 : index === deltas - 1 ? 2 : 1;
    const tokens = {
      question_tokens: 3,
      prompt_tokens: 9,
      completion_tokens: deltas,
      total_tokens: deltas + 9,
    };
    return JSON.stringify({
      header: { code: 0, message: 'Success', sid: 'cht000b0c24@dx19b7ca98c88b8f550', status },
      payload: {
        choices: { status, seq: index, text: [{ content: pieceOf(index), role: 'assistant', index: 0 }] },
        ...(status === 2 && { usage: { text: tokens } }),
      },
    });
  });
}

/** About so many UTF-8 bytes of text are added by each of Beebot's events. */
const bytesPerEvent = 100;

/** Beebot's texts, each of them the whole answer so far, growing to `bytes` in UTF-8. */
export function* growingTexts(bytes: number): Generator<string> {
  let text = '';
  let size = 0;
  for (let index = 0; size < bytes; ) {
    for (const next = size + bytesPerEvent; size < next; index += 1) {
      const piece = pieceOf(index);
      text += piece;
      size += Buffer.byteLength(piece);
    }
    yield text;
  }
}

export function beebotEvents(bytes: number): readonly string[] {
  const texts = [...growingTexts(bytes)];
  return texts.map((text, index) => {
    const last = index === texts.length - 1;
    const value = JSON.stringify({
      IsAIGC: true,
      MessageBody: {
        DirectMessageBody: { ContentType: 'RICH_TEXT', Ext: {}, SentenceList: [{ Content: text }] },
        Type: 'Direct',
        VoiceConfig: {},
      },
      MessageId: 'aad1d419-45cb-4f8d-9f24-a0c12ca62749',
      QuerySegList: ['你', '好'],
      SequenceId: `da038f26ab9e4ad7acd8087a${index.toString(16).padStart(8, '0')}`,
      SessionId: 'dfa8ed43a2584d6c867a1c9b5baee490',
      Source: 'NON_STRUCTURAL_KNOWLEDGE',
      StreamEnd: last,
    });
    return `data:${JSON.stringify({
      data: [{ type: 'JSON_TEXT', value }],
      messageId: '6bd684db-7259-4060-88fc-de562d2c86e7',
      requestId: `5fb4a490-e0d7-4832-b460-${index.toString(16).padStart(12, '0')}`,
      success: true,
    })}\n\n`;
  });
}
