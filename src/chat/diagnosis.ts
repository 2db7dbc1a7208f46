import type { Failure } from './conversation.ts';

/** What is looked at for each API, in the order in which it is shown. */
export const checkNames = [
  'address',
  'proxy',
  'dns',
  'tls',
  'websocket',
  'sign-in',
  'clock',
  'first-token',
  'streaming',
  'way',
] as const;

export type CheckName = (typeof checkNames)[number];

/** Why something was not looked at. */
export type SkipReason =
  | 'address-not-confirmed'
  | 'no-name'
  | 'proxy-resolves'
  | 'proxy-not-seen-through'
  | 'not-encrypted'
  | 'not-reached'
  | 'not-answered'
  | 'no-date'
  | 'stopped';

/** Where the address of an API comes from. */
export type AddressSource = 'entered' | 'environment' | 'settings';

/** What was found out about one thing. Addresses are `host:port`; nothing in here is secret. */
export type Finding =
  | { readonly check: CheckName; readonly type: 'skipped'; readonly because: SkipReason }
  | { readonly check: CheckName; readonly type: 'failed'; readonly failure: Failure }
  | {
      readonly check: 'address';
      readonly type: 'usable';
      readonly host: string;
      readonly source: AddressSource;
      /** Whether the vendor documents it. */
      readonly documented: boolean;
      /** Whether it is on the side that the request leaves from. */
      readonly loopback: boolean;
    }
  | {
      readonly check: 'address';
      readonly type: 'not-confirmed';
      /** The origin that the key was entered for; absent for one from the environment. */
      readonly bound?: string;
      /** The environment variable that names the address, if one does. */
      readonly variable?: string;
      readonly wanted: string;
    }
  | { readonly check: 'proxy'; readonly type: 'loopback' | 'switched-off' | 'none' }
  | {
      readonly check: 'proxy';
      readonly type: 'excepted';
      readonly entry: string;
      /** A setting or an environment variable. */
      readonly source: string;
    }
  | {
      readonly check: 'proxy';
      readonly type: 'connects';
      readonly proxy: string;
      readonly source: string;
      readonly ms: number;
    }
  | {
      readonly check: 'proxy';
      readonly type: 'not-tried' | 'refuses';
      readonly proxy: string;
      readonly source: string;
      readonly failure?: Failure;
      /** Whether it is to be on the side that the request leaves from. */
      readonly loopback: boolean;
    }
  | {
      readonly check: 'dns';
      readonly type: 'found';
      readonly addresses: readonly string[];
      readonly ms: number;
      /** Not `usual`: a proxy that makes addresses up, or a filter that leads nowhere. */
      readonly kind: 'usual' | 'made-up' | 'nowhere';
    }
  | {
      readonly check: 'tls';
      readonly type: 'trusted';
      /** Such as `TLSv1.3`. */
      readonly protocol: string;
      readonly issuer: string;
      /** Milliseconds since 1970 UTC. */
      readonly validUntil: number;
      /** Where the authority at the end of the chain is listed. */
      readonly root: 'public' | 'system' | 'extra';
      /** Whether the vendor has a certificate of a public authority there. */
      readonly documented: boolean;
      readonly ms: number;
    }
  | {
      readonly check: 'tls';
      readonly type: 'untrusted';
      readonly issuer: string;
      /** OpenSSL's or Node's word for it. */
      readonly code: string;
      readonly expiredAt?: number;
    }
  | { readonly check: 'websocket'; readonly type: 'opened'; readonly ms: number }
  | { readonly check: 'websocket'; readonly type: 'refused'; readonly status: number }
  | {
      readonly check: 'sign-in';
      readonly type: 'accepted';
      readonly model: string;
      readonly inputTokens?: number;
      readonly outputTokens?: number;
    }
  | {
      readonly check: 'clock';
      readonly type: 'compared';
      /** By how much this side is ahead, in milliseconds. */
      readonly skewMs: number;
      /** How far `skewMs` may be from the truth. */
      readonly uncertaintyMs: number;
      /** How far off it may be for signing in, where that depends on it. */
      readonly toleranceMs?: number;
    }
  | { readonly check: 'clock'; readonly type: 'good-enough'; readonly toleranceMs: number }
  | { readonly check: 'first-token'; readonly type: 'came'; readonly ms: number }
  | {
      readonly check: 'streaming';
      readonly type: 'streamed' | 'held-back' | 'too-quick';
      readonly pieces: number;
      /** From the first piece to the last. */
      readonly spanMs: number;
      /** From the question to the first piece. */
      readonly waitMs: number;
    }
  | {
      readonly check: 'way';
      readonly type: 'taken';
      readonly way: 'vscode' | 'undici';
      /** Whether the settings say so; else what worked. */
      readonly chosen: boolean;
    };

export type CheckState = 'running' | 'ok' | 'warning' | 'error' | 'skipped';

/** One thing that was looked at, in words. */
export interface DiagnosisRow {
  readonly check: CheckName;
  readonly state: CheckState;
  readonly label: string;
  /** What was found; empty as long as it is being looked at. */
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The vendor's own words and ids in one line. */
  readonly code?: string;
}

/** An API and what was looked at. */
export interface DiagnosisGroup {
  /** Our ids of vendor and API: `zhipu/bigmodel`. */
  readonly id: string;
  readonly label: string;
  readonly state: CheckState;
  readonly rows: readonly DiagnosisRow[];
}

/** How far the diagnosis of one API has come. */
export interface DiagnosisProgress {
  readonly checks: readonly CheckName[];
  readonly findings: readonly Finding[];
  /** What is being looked at now. */
  readonly running: readonly CheckName[];
  readonly isOver: boolean;
}

/** What is to be shown of the progress: rows as far as something is known, in their own order. */
export function foldProgress(
  { checks, findings, running, isOver }: DiagnosisProgress,
  describe: (finding: Finding) => Omit<DiagnosisRow, 'check' | 'label'>,
  label: (check: CheckName) => string,
): Pick<DiagnosisGroup, 'state' | 'rows'> {
  const rows = checkNames
    .filter((check) => checks.includes(check))
    .flatMap((check): DiagnosisRow[] => {
      const known = findings.find((finding) => finding.check === check);
      const stopped: Finding | undefined = isOver
        ? { check, type: 'skipped', because: 'stopped' }
        : undefined;
      const finding = known ?? stopped;
      if (finding) return [{ check, label: label(check), ...describe(finding) }];
      return running.includes(check) ? [{ check, label: label(check), state: 'running', text: '' }] : [];
    });
  return { rows, state: isOver ? worstOf(rows) : 'running' };
}

/** The state of a whole: the worst one of its parts; skipped ones count only if there is no other. */
export function worstOf(parts: readonly { readonly state: CheckState }[]): CheckState {
  const order: readonly CheckState[] = ['error', 'warning', 'ok'];
  return order.find((state) => parts.some((part) => part.state === state)) ?? 'skipped';
}
