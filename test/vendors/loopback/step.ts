/** One thing to do to a response. What follows the last step is a polite end. */
export type Step =
  | { readonly type: 'head'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'pause'; readonly ms: number }
  | { readonly type: 'hold' }
  | { readonly type: 'destroy'; readonly reset: boolean };

const encoder = new TextEncoder();

export function head(status: number, headers: Readonly<Record<string, string>>): Step {
  return { type: 'head', status, headers };
}

export function write(body: string | Uint8Array): Step {
  return { type: 'write', bytes: typeof body === 'string' ? encoder.encode(body) : body };
}

export function json(value: object): Step {
  return write(JSON.stringify(value));
}

/** Destroys the socket; `reset` sends RST instead of FIN. */
export function destroy(reset: boolean | undefined): Step {
  return { type: 'destroy', reset: reset ?? false };
}
