/**
 * How a text may stand in another one: as it is, URL-encoded, within a JSON string, in hexadecimal, and anywhere inside
 * base64.
 */
export function encodedForms(text: string): readonly string[] {
  const forms = [
    text,
    encodeURIComponent(text.toWellFormed()),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('hex'),
    ...[0, 1, 2].map((offset) => base64Core(text, offset)),
  ];
  return [...new Set(forms)];
}

/** What is the same of a text's base64 whatever stands around it, where it begins at this byte of three. */
export function base64Core(text: string, offset: number): string {
  const bytes = Buffer.from(' '.repeat(offset) + text);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  return offset === 0 ? whole : whole.slice(4);
}
