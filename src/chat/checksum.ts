/** CRC-32 as zip and PNG have it (ISO 3309, reflected polynomial 0xedb88320), byte by byte. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const encoder = new TextEncoder();

/** The CRC-32 of a text in UTF-8: eight hexadecimal digits in lower case. */
export function checksum(text: string): string {
  let value = 0xffffffff;
  for (const byte of encoder.encode(text)) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return (~value >>> 0).toString(16).padStart(8, '0');
}
