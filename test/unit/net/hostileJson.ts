import fc from 'fast-check';

/**
 * What may stand between the quotes of a JSON string, and often may not: whole and broken escapes, characters that have
 * to be escaped and are not, and the end of the string with more behind it.
 */
export const rawText: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...['a', '中', '😀', '\ud83d', '\uffff', '\u2028', ' ', '\\', '"', '\\"', '\\n', '\\u4e2d', '\\uffff'],
      ...[
        '\\u00',
        '\\x',
        '\n',
        '\0',
        '}',
        '","content":"',
        '","status":2,"x":"',
        '"},{"content":"',
        '","seq":"',
      ],
    ),
    { maxLength: 4 },
  )
  .map((pieces) => pieces.join(''));

/** What may stand for a whole number, and often may not. */
export const rawNumber: fc.Arbitrary<string> = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom(
    '0',
    '00',
    '01',
    '-1',
    '-',
    '',
    '1.5',
    '1e3',
    '1e',
    ' 1',
    '1 ',
    '+1',
    '"1"',
    '１',
    'null',
    '1,"a":2',
  ),
);
