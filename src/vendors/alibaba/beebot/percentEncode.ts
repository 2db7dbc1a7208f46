/** RFC 3986: everything but letters, digits, `-`, `_`, `.` and `~` becomes `%XX` of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Parameters as both signatures want them: sorted by name in code-unit order, encoded and joined. The address that is
 * sent must carry the very same text: a `+` for a space breaks the signature.
 */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? '')}`)
    .join('&');
}
