import type { Provider } from './provider.ts';
import type { Transport } from './transport.ts';

/*
 * Descriptors are data: labels, limits, fields. Texts in them are English and are translated where they are shown;
 * the English text is the key of the translation.
 */

/** One value that the user enters to sign in. */
export interface CredentialField {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  /** Masked while typing, and redacted wherever it might turn up. */
  readonly secret: boolean;
  /** Customary environment variables, the preferred one first; used when nothing is stored. */
  readonly environmentVariables: readonly string[];
  /** Brings what was pasted into its stored form: white space, a pasted `Bearer ` and the like removed. */
  normalise(value: string): string;
  /** The fault of a normalised value in one sentence, or undefined if it may be right. */
  check(value: string): string | undefined;
}

/** One way to sign in to an API with the same credentials. */
export interface AuthMode {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Whether these credentials have the shape that this way needs. */
  accepts(credentials: Credentials): boolean;
}

/** One address of an API: a region, a plan. */
export interface Endpoint {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/** `always`: the model reasons and cannot be told not to. */
export type Thinking = 'none' | 'optional' | 'always';

/** What is known of a model. Any other id may be used as well; then nothing is known of it. */
export interface ModelInfo {
  readonly id: string;
  readonly label: string;
  /** Tokens of question and reply together. */
  readonly contextWindow: number;
  /** The most tokens of one reply. */
  readonly maxOutputTokens: number;
  readonly thinking: Thinking;
}

/** Values by field id, normalised. */
export type Credentials = Readonly<Record<string, string>>;

/** Everything a provider needs to know about the user's account. */
export interface Connection {
  readonly credentials: Credentials;
  /** The id of one of the API's auth modes. */
  readonly authMode: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The language of the vendor's own messages, as a BCP 47 tag. */
  readonly language: string;
}

/** One way into a vendor, with its own credentials, addresses and models. */
export interface ApiDescriptor {
  /** Stable, unique within the vendor. */
  readonly id: string;
  readonly label: string;
  /** Where the user gets credentials. */
  readonly keyUrl: string;
  readonly fields: readonly CredentialField[];
  /** At least one; the first is the default. */
  readonly authModes: readonly AuthMode[];
  /** At least one; the first is the default. */
  readonly endpoints: readonly Endpoint[];
  /** Suggestions, at least one; the first is the default. */
  readonly models: readonly ModelInfo[];
  /** The cheapest model to try a key with. */
  readonly probeModel: string;
  /** Loads the vendor's code on first use and makes a client. */
  create(connection: Connection, transport: Transport): Promise<Provider>;
}

/** A company whose models can be asked. */
export interface VendorDescriptor {
  /** Stable. */
  readonly id: string;
  readonly label: string;
  /** Other names people look for, in any language. */
  readonly aliases: readonly string[];
  readonly apis: readonly ApiDescriptor[];
}
