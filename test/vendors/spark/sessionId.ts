/** A `sid` of the vendor's shape: `cht` for a WebSocket, `cha` for HTTP, a number, the time in ms since 1970. */
export function sessionId(kind: 'cht' | 'cha', serial: number, now: number): string {
  return `${kind}${serial.toString(16).padStart(8, '0')}@dx${now.toString(16)}b8f550`;
}
