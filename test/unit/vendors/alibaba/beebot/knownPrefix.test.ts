import assert from 'node:assert/strict';
import {
  additionIn,
  createPrefixFilter,
  findPrefix,
  isShortened,
  type KnownPrefix,
  lengthen,
  restore,
} from '../../../../../src/vendors/alibaba/beebot/knownPrefix.ts';

const marker = '\uffff';

/** As the vendor writes an event: JSON inside a string of JSON. */
const written = (Content: string, rest: object = {}): string =>
  JSON.stringify({ value: JSON.stringify({ Content, ...rest }) });

const read = (data: string): string | undefined => {
  try {
    return JSON.parse(JSON.parse(data).value).Content;
  } catch {
    return undefined;
  }
};

const find = (text: string): KnownPrefix => findPrefix(written(text), text, read) ?? assert.fail(text);
const known = ({ bytes, length }: KnownPrefix): string => bytes.toString('utf8', 0, length);

describe('what an event of Beebot repeats', () => {
  const texts = ['', 'a', '好的', 'a"b\\c\nd', '👌'];

  it('is all up to the end of its text, however that is escaped', () => {
    for (const text of texts) {
      const prefix = find(text);
      const [head = '', tail] = written('|').split('|');
      assert.equal(prefix.head, head);
      assert.equal(known(prefix) + tail, `data:${written(text)}`);
    }
  });

  it('is not known where the text is not written as expected', () => {
    for (const data of [
      '',
      '{}',
      written('b'),
      written('ab'),
      written('ba'),
      written('a').replace('Content', 'Text'),
    ]) {
      assert.equal(
        findPrefix(data, 'a', () => 'a'),
        undefined,
        data,
      );
    }
    // Another member of the same name is not the text.
    const twice = written('a', { Other: [{ Content: 'a' }] });
    assert.equal(findPrefix(twice, 'a', read), undefined);
    // What is read has to change with the text, and with nothing else.
    assert.equal(
      findPrefix(written('a'), 'a', (data) => `${read(data)}!`),
      undefined,
    );
    assert.equal(
      findPrefix(written('a'), 'a', (data) => (read(data) === marker ? 'x' : read(data))),
      undefined,
    );
    assert.equal(
      findPrefix(written('a'), 'a', (data) => (read(data) === marker ? marker : 'x')),
      undefined,
    );
  });

  it('is left out of the next one, which says what was added all the same', () => {
    for (const text of texts) {
      const prefix = find(text);
      const [head = '', tail] = written('|').split('|');
      const shortened = `${head}${marker}b${tail}`;
      assert.equal(isShortened(prefix, shortened), true);
      assert.equal(additionIn(read(shortened)), 'b');
      assert.equal(restore(prefix, shortened), written(`${text}b`));
      for (const other of ['', head, written(text), `x${shortened}`, `${head}x${marker}`]) {
        assert.equal(isShortened(prefix, other), false);
      }
    }
    for (const text of [undefined, '', 'a', `a${marker}`]) assert.equal(additionIn(text), undefined);
    assert.equal(additionIn(marker), '');
  });

  it('is longer after an event that has added something, as often as one has', () => {
    let prefix = find('');
    let text = '';
    for (const addition of [...texts, 'x'.repeat(200), ...texts]) {
      const [head = '', tail] = written('|').split('|');
      const raw = written(addition).slice(head.length, -(tail ?? '').length);
      const longer = lengthen(prefix, `${head}${marker}${raw}${tail}`, addition) ?? assert.fail(addition);
      text += addition;
      assert.equal(known(longer), known(find(text)));
      assert.equal(longer.head, head);
      prefix = longer;
    }
    for (const shortened of [
      written(`${marker}b`),
      written(`${marker}ab`),
      written('a'),
      written(`x${marker}a`),
    ]) {
      assert.equal(lengthen(find('x'), shortened, 'a'), undefined, shortened);
    }
  });
});

describe('what is passed on of Beebot’s stream', () => {
  const first = `data:${written('ab')}\n\n`;
  const rows: Readonly<
    Record<string, readonly [stream: string, fed: readonly (readonly [text: string, leftOut: boolean])[]]>
  > = {
    'the same again': [first, [[`data:${written(marker)}\n\n`, true]]],
    'a text that goes on': [`data:${written('abc')}\n\n`, [[`data:${written(`${marker}c`)}\n\n`, true]]],
    'several that go on': [
      `data:${written('abc')}\n\ndata:${written('abd')}\n\n`,
      [[`data:${written(`${marker}c`)}\n\ndata:${written(`${marker}d`)}\n\n`, true]],
    ],
    'a text that does not': [`data:${written('b')}\n\n`, [[`data:${written('b')}\n\n`, false]]],
    'one that does not, and one that does': [
      `data:${written('b')}\n\ndata:${written('abc')}\n\n`,
      [
        [`data:${written('b')}\n\n`, false],
        [`data:${written(`${marker}c`)}\n\n`, true],
      ],
    ],
    'one with another line end': [
      `data:${written('ab')}\r\n\r\ndata:${written('ab')}\n\n`,
      [[`data:${written(marker)}\r\n\r\ndata:${written('ab')}\n\n`, true]],
    ],
    'a comment between two': [
      `:\n\n${first}`,
      [
        [':\n\n', false],
        [`data:${written(marker)}\n\n`, true],
      ],
    ],
    'a beginning that has no end': [`data:${written('abc')}`, [[`data:${written(`${marker}c`)}`, true]]],
    'a line end and more': [`data:${written('ab')}\nid:1\n\n`, [[`data:${written(marker)}\nid:1\n\n`, true]]],
  };

  for (const [what, [stream, fed]] of Object.entries(rows)) {
    it(`is what is new of ${what}, wherever it is cut`, () => {
      const bytes = Buffer.from(stream);
      const prefix = find('ab');
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        const found = filtered(() => prefix, [bytes.subarray(0, cut), bytes.subarray(cut)]);
        assert.deepEqual(found, fed, `at ${cut}`);
      }
      assert.deepEqual(
        filtered(
          () => prefix,
          [...bytes].map((byte) => Buffer.of(byte)),
        ),
        fed,
      );
    });
  }

  it('is all where nothing is known', () => {
    assert.deepEqual(
      filtered(() => undefined, [Buffer.from(first), Buffer.from(first)]),
      [[first + first, false]],
    );
  });

  it('depends on what is known when an event begins', () => {
    let asked = 0;
    const getKnown = () => {
      asked += 1;
      return asked === 1 ? undefined : find('ab');
    };
    assert.deepEqual(filtered(getKnown, [Buffer.from(first + first)]), [
      [first, false],
      [`data:${written(marker)}\n\n`, true],
    ]);
    assert.equal(asked, 3);
  });

  /** The texts that were passed on, those with the same part left out together. */
  function filtered(getKnown: () => KnownPrefix | undefined, chunks: readonly Uint8Array[]) {
    const fed: [Buffer, boolean][] = [];
    const push = createPrefixFilter(getKnown, (bytes, leftOut) => {
      const last = fed.at(-1);
      if (last && last[1] === (leftOut !== undefined)) last[0] = Buffer.concat([last[0], bytes]);
      else fed.push([Buffer.from(bytes), leftOut !== undefined]);
    });
    for (const chunk of chunks) push(chunk);
    return fed.map(([bytes, isShort]) => [bytes.toString(), isShort]);
  }
});
