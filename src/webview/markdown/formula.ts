/** Longer ones, in characters, are a dollar sign in a text and another one somewhere. */
const longest = 2000;
/** What tells a formula in brackets from a text in brackets. */
const telling = String.raw`(?:[\^_={}+*/<>|]|\\[A-Za-z])`;

/**
 * A formula in a text: `$$…$$`, `$…$`, `\(…\)` or `\[…\]`. `$5 and $6` is none (a space before the second sign),
 * `$5-$6` neither (a digit after it), `**$5**, **$6**` neither, and `\[1\]` are brackets.
 */
export const inlineFormula = new RegExp(
  [
    String.raw`\$\$(?!\$)(?:\\[\s\S]|[^\\$]){1,${longest}}?\$\$`,
    String.raw`\$(?![\s$])(?:\\[\s\S]|(?!\*\*)[^\\$\u0060]){1,${longest}}?(?<!\s)\$(?![$\w])`,
    String.raw`\\\([^\n]{1,${longest}}?\\\)`,
    String.raw`\\\[(?=(?:(?!\\\])[\s\S]){0,${longest}}?${telling})(?:(?!\\\])[\s\S]){1,${longest}}\\\](?!\()`,
  ].join('|'),
  'uy',
);

/** A formula that begins a block and ends a line. No formula goes over a blank line. */
export const blockFormula = new RegExp(
  `^ {0,3}(?:${[
    String.raw`\$\$(?!\$)(?:(?!\n[ \t]*\n|\$\$)[\s\S]){1,${longest}}\$\$`,
    String.raw`\\\[(?=(?:(?!\\\]|\n[ \t]*\n)[\s\S]){0,${longest}}?(?:\n|${telling}))(?:(?!\n[ \t]*\n|\\\])[\s\S]){1,${longest}}\\\]`,
  ].join('|')})[ \t]*(?:\n|$)`,
);
