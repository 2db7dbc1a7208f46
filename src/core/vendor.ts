import type { OptionRules } from './modelOptions.ts';
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
  /** Whether it may be left empty. */
  readonly optional?: boolean;
  /** Values of this shape belong here and hardly anywhere else: a pasted key is recognised by it. */
  readonly shape?: RegExp;
  /** Customary environment variables, the preferred one first; used when nothing is stored. */
  readonly environmentVariables: readonly string[];
  /** Brings what was pasted into its stored form: white space, a pasted `Bearer ` and the like removed. */
  normalise(value: string): string;
  /** The fault of a normalised value in one sentence, or undefined if it may be right. */
  check(value: string): string | undefined;
}

/** One way to sign in to an API. */
export interface AuthMode {
  /** Stable, unique within the API. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly fields: readonly CredentialField[];
  /** How far off this computer's clock may be, in milliseconds, where what is sent is signed with the time. */
  readonly clockToleranceMs?: number;
}

/** One address of an API: a region, a plan. */
export interface Endpoint {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** How many requests the plan takes at the same time, where it is known to be few. */
  readonly concurrency?: number;
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
  readonly tools?: boolean;
  readonly images?: boolean;
  readonly webSearch?: boolean;
  /** Whether it fills in the middle of a file: see `Provider.completeCode`. */
  readonly completion?: boolean;
  /** The most characters (code points) of one question, where the API counts those. */
  readonly maxInputCharacters?: number;
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

/** A server that runs on this computer, and what it has to offer. */
export interface LocalServer {
  readonly endpoint: Endpoint;
  /** May be none. */
  readonly models: readonly string[];
}

/** One way into a vendor, with its own credentials, addresses and models. */
export interface ApiDescriptor {
  /** Stable, unique within the vendor. */
  readonly id: string;
  readonly label: string;
  /** Where the user gets credentials. */
  readonly keyUrl: string;
  /** What to know before choosing it, in one sentence. */
  readonly warning?: string;
  /** At least one; the first is the default. */
  readonly authModes: readonly AuthMode[];
  /** At least one; the first is the default. */
  readonly endpoints: readonly Endpoint[];
  /** Suggestions, at least one; the first is the default. */
  readonly models: readonly ModelInfo[];
  /** The cheapest model to try a key with. */
  readonly probeModel: string;
  /** The options that every model of the API takes. */
  readonly options: OptionRules;
  /** `server`: only the newest question is sent, the vendor keeps the rest. */
  readonly history: 'client' | 'server';
  /** The customary environment variable for its address, where there is one. */
  readonly baseUrlVariable?: string;
  /** Whether each server has models of its own: then the suggestions are examples, and the server is asked. */
  readonly ownModels?: boolean;
  /** Finds the servers of this API that run on this computer. Never throws but when it is cancelled. */
  findLocalServers?(transport: Transport, signal: AbortSignal): Promise<readonly LocalServer[]>;
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
