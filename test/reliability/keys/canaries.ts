import { inspect } from 'node:util';
import type { ApiDescriptor, AuthMode, CredentialField, Credentials } from '../../../src/core/vendor.ts';

/** A value that must not turn up anywhere, with the forms in which it might. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  readonly forms: readonly Form[];
}

/** A piece of text by which a value is recognised. */
export interface Form {
  readonly name: string;
  readonly text: string;
}

/** Shorter pieces occur by chance. */
const shortestPiece = 8;

/** @param value long enough to be no chance; its parts between punctuation count as well. */
export function canary(name: string, value: string): Canary {
  const parts = value.split(/[^0-9A-Za-z]+/).filter((part) => part.length >= shortestPiece);
  const pieces = [...new Set([value, ...parts])];
  const forms = pieces.flatMap((piece) => [
    { name: 'as it is', text: piece },
    { name: 'URL-encoded', text: encodeURIComponent(piece) },
    { name: 'hex', text: Buffer.from(piece).toString('hex') },
    { name: 'HEX', text: Buffer.from(piece).toString('hex').toUpperCase() },
    ...base64Forms(piece),
  ]);
  return { name, value, forms: forms.filter(({ text }, at) => firstAt(forms, text) === at) };
}

/** What is the same of a text's base64 whatever stands around it: one form for each place that it may begin at. */
function base64Forms(piece: string): Form[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(' '.repeat(offset) + piece);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    const text = whole.slice(offset === 0 ? 0 : 4);
    return text.length < shortestPiece
      ? []
      : [
          { name: 'base64', text },
          { name: 'base64url', text: text.replaceAll('+', '-').replaceAll('/', '_') },
        ];
  });
}

function firstAt(forms: readonly Form[], text: string): number {
  return forms.findIndex((form) => form.text === text);
}

/** Which canaries are in a text, and in which form; empty if there is none. */
export function canariesIn(text: string, canaries: readonly Canary[]): string[] {
  return canaries.flatMap(({ name, forms }) => {
    const found = forms.find((form) => text.includes(form.text));
    return found ? [`${name}, ${found.name}`] : [];
  });
}

/**
 * Whatever is in a value, as texts: its JSON, what Node shows of it, and every string and buffer that can be reached
 * from it by any property, enumerable or not, of any object, map or set on the way.
 */
export function textsIn(value: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const seen = new Set<object>();
  const visit = (each: unknown): void => {
    if (typeof each === 'string') texts.add(each);
    if (typeof each !== 'object' || each === null || seen.has(each)) return;
    seen.add(each);
    if (ArrayBuffer.isView(each)) {
      texts.add(Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString('latin1'));
      return;
    }
    if (each instanceof Map) for (const [key, item] of each) [key, item].forEach(visit);
    if (each instanceof Set) each.forEach(visit);
    for (const key of Reflect.ownKeys(each)) {
      const property = Reflect.getOwnPropertyDescriptor(each, key);
      if (typeof key === 'string') texts.add(key);
      visit(property && 'value' in property ? property.value : undefined);
    }
  };
  visit(value);
  const options = {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxStringLength: null,
    maxArrayLength: null,
  };
  texts.add(inspect(value, options)).add(String(value));
  if (value instanceof Error) texts.add(value.stack ?? '').add(inspect(value.cause, options));
  try {
    texts.add(JSON.stringify(value) ?? '');
  } catch {
    // What points at itself has no JSON; its parts were visited.
  }
  return texts;
}

/** Pieces that look like what they stand for, and are different in each run of a test. */
const hex = (length: number) => random(length, '0123456789abcdef');
const alphanumeric = (length: number) =>
  random(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');

function random(length: number, alphabet: string): string {
  const values = crypto.getRandomValues(new Uint32Array(length));
  return [...values].map((value) => alphabet[value % alphabet.length]).join('');
}

/** Keys as the vendors hand them out. What is not named here is a word of letters and digits. */
const makers: Readonly<Record<string, () => string>> = {
  'bigmodel/apiKey': () => `${hex(32)}.${alphanumeric(16)}`,
  'v2/apiKey': () => `bce-v3/ALTAK-${alphanumeric(21)}/${hex(40)}`,
  'v2/accessKey': () => `ALTAK${alphanumeric(21)}`,
  'v2/secretKey': () => hex(32),
  'v2/appId': () => `app-${alphanumeric(8)}`,
  'v1-oauth/apiKey': () => `k${alphanumeric(23)}`,
  'v1-oauth/secretKey': () => `s${alphanumeric(31)}`,
  'v1-iam/accessKey': () => `ALTAK${alphanumeric(21)}`,
  'v1-iam/secretKey': () => hex(32),
  'websocket/appId': () => hex(8),
  'websocket/apiKey': () => hex(32),
  'websocket/apiSecret': () => `S${alphanumeric(31)}`,
  'http/apiKey': () => hex(32),
  'http/apiSecret': () => `S${alphanumeric(31)}`,
  'http/password': () => `${alphanumeric(20)}:${alphanumeric(20)}`,
  'dashscope/apiKey': () => `sk-${hex(32)}`,
  'beebot/accessKeyId': () => `LTAI${alphanumeric(20)}`,
  'beebot/accessKeySecret': () => `x${alphanumeric(29)}`,
  'beebot/securityToken': () => `CAIS${alphanumeric(60)}+/${alphanumeric(20)}==`,
  'beebot/instanceId': () => `chatbot-cn-${alphanumeric(10)}`,
  'beebot/agentKey': () => `${hex(12)}_p_beebot_${hex(8)}`,
  'openai/apiKey': () => `sk-${alphanumeric(32)}`,
};

/** Canaries of one way to sign in, and the credentials that they make up. */
export interface Planted {
  readonly credentials: Credentials;
  readonly canaries: readonly Canary[];
}

/** Puts a canary into every field, optional ones included; each is a value that the field takes. */
export function plantCanaries(api: ApiDescriptor, { fields }: AuthMode): Planted {
  const planted = fields.map((field) => (field.id === 'headers' ? plantHeaders(field) : plant(api, field)));
  return {
    credentials: Object.fromEntries(planted.map(({ id, text }) => [id, text])),
    canaries: planted.flatMap(({ canaries }) => canaries),
  };
}

interface PlantedField {
  readonly id: string;
  readonly text: string;
  readonly canaries: readonly Canary[];
}

function plant(api: ApiDescriptor, field: CredentialField): PlantedField {
  const text = (makers[`${api.id}/${field.id}`] ?? (() => `word${alphanumeric(20)}`))();
  mustBeTaken(field, text);
  return { id: field.id, text, canaries: [canary(field.id, text)] };
}

/** Headers with a key of each customary kind. */
function plantHeaders(field: CredentialField): PlantedField {
  const token = `tok-${alphanumeric(24)}`;
  const password = `pw-${alphanumeric(24)}`;
  const gateway = `gw-${alphanumeric(24)}`;
  const headers = {
    'X-Gateway-Key': gateway,
    'X-Auth': `Bearer ${token}`,
    'X-Basic': `Basic ${Buffer.from(`someone:${password}`).toString('base64')}`,
  };
  const text = JSON.stringify(headers);
  mustBeTaken(field, text);
  return {
    id: field.id,
    text,
    canaries: [
      canary('a header’s key', gateway),
      canary('a header’s bearer', token),
      canary('a header’s password', password),
    ],
  };
}

function mustBeTaken(field: CredentialField, text: string): void {
  const fault = field.check(field.normalise(text));
  if (fault !== undefined || field.normalise(text) !== text) {
    throw new Error(`The field ${field.id} does not take its canary: ${fault ?? 'it changes it'}`);
  }
}

/** Tokens as servers hand them out for keys. */
export interface Tokens {
  readonly accessToken: string;
  readonly bearer: string;
  readonly streamAccessToken: string;
  readonly channelId: string;
  readonly streamSecret: string;
}

export function makeTokens(): Tokens {
  return {
    accessToken: `24.${hex(32)}.2592000.${hex(10)}.282335-${hex(8)}`,
    bearer: `bce-v3/ALTAKTMP-${alphanumeric(30)}/${hex(40)}`,
    streamAccessToken: `${alphanumeric(30)}+/${alphanumeric(30)}==`,
    channelId: `channel${alphanumeric(20)}`,
    streamSecret: alphanumeric(32),
  };
}
