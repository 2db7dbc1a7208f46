import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../src/net/json.ts';
import {
  bodySources,
  bodySuggestions,
  bodyText,
  handOverReason,
  isNoAnswer,
  joinSentences,
  sentences,
} from '../../../../../src/vendors/alibaba/beebot/messageBody.ts';

const direct = (members: JsonObject): JsonObject => ({ Type: 'Direct', DirectMessageBody: members });
const clarify = (members: JsonObject): JsonObject => ({ Type: 'Clarify', ClarifyMessageBody: members });

describe('the text of a Beebot message', () => {
  it('is that of its sentences, each a paragraph unless it ends one', () => {
    const rows: readonly (readonly [readonly string[], string])[] = [
      [[], ''],
      [['a'], 'a'],
      [['a', 'b'], 'a\nb'],
      [['a\n', 'b'], 'a\nb'],
      [['', 'b'], 'b'],
      [['a', ''], 'a\n'],
    ];
    for (const [contents, text] of rows) {
      assert.equal(joinSentences(contents), text);
      const body = direct({ SentenceList: contents.map((Content) => ({ Content })) });
      assert.deepEqual(sentences(body), contents);
      assert.equal(bodyText(body), text);
      assert.equal(bodyText({ ...body, Type: 'Card' }), text);
    }
  });

  it('counts what is no text as an empty sentence', () => {
    const body = direct({ SentenceList: [{ Content: 1 }, null, 'a', {}, { Content: 'b' }] });
    assert.deepEqual(sentences(body), ['', '', '', '', 'b']);
  });

  it('is not known where a direct answer has no list of sentences, whatever else it holds', () => {
    for (const members of [
      {},
      { SentenceList: 'a' },
      { SentenceList: null },
      { Title: 'a', PlainContent: 'b' },
    ]) {
      assert.equal(bodyText(direct(members)), undefined);
    }
    assert.equal(bodyText({ Type: 'Direct', Title: 'a' }), undefined);
    assert.equal(bodyText({ Type: 'Direct', DirectMessageBody: 'a' }), undefined);
  });

  it('is that of a question back, not of the answer beside it', () => {
    const body = {
      ...clarify({ ClarifyContent: 'Which?' }),
      ...{ DirectMessageBody: { SentenceList: [{ Content: 'a' }] } },
    };
    assert.equal(sentences(body), undefined);
    assert.equal(bodyText(body), 'Which?');
  });

  it('is the question back as it is, or else its title and its numbered choices', () => {
    const ClarifyList = [{ Title: 'x' }, { Title: 'y' }];
    const rows: readonly (readonly [JsonObject, string])[] = [
      [{ ClarifyContent: 'Which?', Title: 'T', ClarifyList }, 'Which?'],
      [{ ClarifyContent: ' ', Title: 'T', ClarifyList }, 'T\n1. x\n2. y'],
      [{ ClarifyList }, '1. x\n2. y'],
      [{ Title: 'T' }, 'T'],
      [{ Title: ' ' }, ''],
      [{}, ''],
    ];
    for (const [members, text] of rows) assert.equal(bodyText(clarify(members)), text);
  });

  it('is whatever can be shown of a type that nobody documents, a title first and nothing twice', () => {
    const rows: readonly (readonly [JsonObject, string | undefined])[] = [
      [{ Type: 'Card', CardBody: { CardContent: 'b', Title: 'a' } }, 'a\nb'],
      [{ Type: 'Card', CardBody: { Title: 'a', CardContent: 'b' } }, 'a\nb'],
      [{ Type: 'Card', PlainContent: 'b', Title: 'a' }, 'a\nb'],
      [{ Type: 'Card', CardBody: { Title: 'a', CardContent: 'a' } }, 'a'],
      [{ Type: 'Card', CardBody: { AContent: 'b', BContent: 'c' } }, 'b\nc'],
      [{ Content: 'b' }, 'b'],
      [
        { Type: 'Card', CardBody: { Title: ' ', CardContent: 1, ContentType: 'x', Subtitle: 'y' } },
        undefined,
      ],
      [{ Type: 'Card' }, undefined],
      [{}, undefined],
    ];
    for (const [body, text] of rows) assert.equal(bodyText(body), text, JSON.stringify(body));
  });
});

describe('what goes along with a Beebot message', () => {
  it('are choices or related questions, of whatever shape, each once', () => {
    const items = ['a', { Title: 'b' }, { Question: 'c' }, { Content: 'd' }, { Text: 'e' }, { Name: 'f' }];
    const lower = [{ title: 'g' }, { question: 'h' }, { content: 'i' }, { text: 'j' }, { name: 'k' }];
    const none = ['', ' ', 1, null, {}, { Title: ' ' }, { Id: 'x' }, 'a', { Name: 'f' }];
    const found = [...'abcdefghijk'];
    const list = [...items, ...lower, ...none];
    assert.deepEqual(bodySuggestions(clarify({ ClarifyList: list })), {
      ...{ type: 'suggestions', purpose: 'clarify', items: found },
    });
    assert.deepEqual(bodySuggestions(direct({ RelatedQuestionList: list })), {
      ...{ type: 'suggestions', purpose: 'related', items: found },
    });
    // The name that says the most counts.
    const both = [
      { Name: 'n', Text: 'e', Content: 'd', Question: 'c', Title: 'b' },
      { Title: ' ', name: 'n' },
    ];
    assert.deepEqual(bodySuggestions(clarify({ ClarifyList: both }))?.items, ['b', 'n']);
  });

  it('are choices rather than related questions, and nothing where neither is', () => {
    const related = { DirectMessageBody: { RelatedQuestionList: ['r'] } };
    assert.equal(bodySuggestions({ ...clarify({ ClarifyList: ['c'] }), ...related })?.purpose, 'clarify');
    assert.equal(bodySuggestions({ ...clarify({ ClarifyList: [] }), ...related })?.purpose, 'related');
    for (const body of [
      {},
      clarify({}),
      clarify({ ClarifyList: [''] }),
      direct({ RelatedQuestionList: 'r' }),
    ]) {
      assert.equal(bodySuggestions(body), undefined);
    }
  });

  const sources = (...ItemList: unknown[]) => bodySources(direct({ AnswerReference: { ItemList } }));

  it('are sources with their title, document, number, address and passage', () => {
    const rows: readonly (readonly [JsonObject, JsonObject])[] = [
      [{ Title: 't' }, { title: 't' }],
      [{ Title: 't', ReferenceExt: { DocName: 'd' } }, { title: 't (d)' }],
      [{ Title: 't', ReferenceExt: { DocName: 't' } }, { title: 't' }],
      [{ Title: ' ', ReferenceExt: { DocName: 'd' } }, { title: 'd' }],
      [{ Title: 't', ReferenceExt: { DocName: ' ' } }, { title: 't' }],
      [
        { Title: 't', Number: 1 },
        { title: 't', number: 1 },
      ],
      [
        { Title: 't', Number: '2' },
        { title: 't', number: 2 },
      ],
      ...[0, -1, 1.5, 'x', null, 2 ** 53].map(
        (number) => [{ Title: 't', Number: number }, { title: 't' }] as const,
      ),
      [
        { Title: 't', Url: 'https://a.test' },
        { title: 't', url: 'https://a.test' },
      ],
      [
        { Title: 't', Url: 'HTTP://a.test' },
        { title: 't', url: 'HTTP://a.test' },
      ],
      [
        { Title: 't', ReferenceExt: { DocUrl: 'http://b.test' } },
        { title: 't', url: 'http://b.test' },
      ],
      [
        { Title: 't', ReferenceExt: { Url: 'http://c.test' } },
        { title: 't', url: 'http://c.test' },
      ],
      [
        {
          Title: 't',
          Url: 'https://a.test',
          ReferenceExt: { DocUrl: 'http://b.test', Url: 'http://c.test' },
        },
        { title: 't', url: 'https://a.test' },
      ],
      [
        { Title: 't', Url: 'a.pdf', ReferenceExt: { DocUrl: 'http://b.test', Url: 'http://c.test' } },
        { title: 't', url: 'http://b.test' },
      ],
      ...['javascript:alert(1)', 'see https://a.test', 'https:a', 'ftp://a.test', ''].map(
        (Url) => [{ Title: 't', Url }, { title: 't' }] as const,
      ),
      [
        { Title: 't', Content: 's' },
        { title: 't', snippet: 's' },
      ],
      [
        { Content: ' s ', Url: 'https://a.test' },
        { title: 'https://a.test', url: 'https://a.test', snippet: ' s ' },
      ],
      [{ Content: ' s ' }, { title: 's', snippet: ' s ' }],
      [{ Content: '😀'.repeat(61) }, { title: '😀'.repeat(60), snippet: '😀'.repeat(61) }],
    ];
    for (const [item, source] of rows) {
      assert.deepEqual(sources(item), [{ type: 'source', ...source }], JSON.stringify(item));
    }
  });

  it('are no sources where nothing is named', () => {
    assert.deepEqual(
      sources(null, 'a', {}, { Url: 'https://a.test', Number: 1 }, { Title: ' ', Content: ' ' }),
      [],
    );
    for (const body of [
      {},
      direct({}),
      direct({ AnswerReference: {} }),
      direct({ AnswerReference: { ItemList: 'a' } }),
    ]) {
      assert.deepEqual(bodySources(body), []);
    }
    const many = Array.from({ length: 101 }, (_, index) => ({ Title: `${index}` }));
    assert.equal(sources(...many).length, 100);
  });

  it('is that the robot knows no answer', () => {
    assert.equal(isNoAnswer(direct({ HitSystemAskConfig: 'NO_ANSWER' })), true);
    assert.equal(isNoAnswer(direct({ HitSystemAskConfig: 'GPTQA_MODEL' })), false);
    assert.equal(isNoAnswer({ HitSystemAskConfig: 'NO_ANSWER' }), false);
    assert.equal(isNoAnswer({}), false);
  });

  it('is why a human agent is to take over, wherever the command stands', () => {
    const rows: readonly (readonly [command: unknown, reason: string | undefined])[] = [
      ['{"toAgentReason":"r","skillGroup":"g"}', 'r'],
      [{ toAgentReason: 'r', skillGroup: 'g' }, 'r'],
      ['{"skillGroup":"g"}', 'g'],
      [{ toAgentReason: ' ', skillGroup: 'g' }, 'g'],
      [{ toAgentReason: 1, skillGroup: ' ' }, ''],
      ['now', ''],
      ['', ''],
      [true, ''],
      [null, undefined],
      [undefined, undefined],
    ];
    for (const [sysToAgent, reason] of rows) {
      const Commands = { sysToAgent };
      assert.equal(handOverReason({}, { Commands }), reason);
      assert.equal(handOverReason({}, direct({ Commands })), reason);
      assert.equal(handOverReason({ Commands }, {}), reason);
    }
    const because = (reason: string) => ({ Commands: { sysToAgent: { toAgentReason: reason } } });
    assert.equal(
      handOverReason(because('value'), { ...because('body'), DirectMessageBody: because('direct') }),
      'body',
    );
    assert.equal(handOverReason(because('value'), direct(because('direct'))), 'direct');
    assert.equal(handOverReason(because('value'), { Commands: { sysToAgent: null } }), 'value');
    assert.equal(handOverReason({}, { Commands: 'sysToAgent' }), undefined);
  });
});
