import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import * as tls from 'node:tls';
import type { Translate } from '../../../src/chat/advice.ts';
import type { CheckName, DiagnosisRow } from '../../../src/chat/diagnosis.ts';
import type { Connection } from '../../../src/core/vendor.ts';
import { cleanText, secretsOf, secretsOfProxy } from '../../../src/extension/diagnose/cleanText.ts';
import { Diagnosis, type DiagnosisView } from '../../../src/extension/diagnose/diagnosis.ts';
import type { LookUp } from '../../../src/extension/diagnose/lookUpName.ts';
import { createUndiciTransport } from '../../../src/net/undiciTransport.ts';
import { findApi } from '../../../src/vendors/registry.ts';

/** A way out of this machine, in the user's settings. */
export interface Trial {
  /** `vendor/api`. */
  readonly api: string;
  readonly baseUrl: string;
  readonly credentials: Connection['credentials'];
  /** The API's first when absent. */
  readonly authMode?: string;
  /** The setting `http.proxy`. */
  readonly proxy?: string;
  /** The setting `http.noProxy`. */
  readonly exceptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Authorities that the system trusts, as PEM texts. */
  readonly authorities?: readonly string[];
  /** Those of NODE_EXTRA_CA_CERTS, which are trusted as well. */
  readonly extra?: readonly string[];
  readonly isLenient?: boolean;
  readonly isRemote?: boolean;
  readonly lookUp?: LookUp;
  /** By how much this machine's clock is wrong, in milliseconds. */
  readonly skewMs?: number;
  /** The settings name another address, which nobody has agreed to. */
  readonly wanted?: string;
}

export const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8');

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

export interface Running {
  readonly diagnosis: Diagnosis;
  /** Every view there was, as it was posted. */
  readonly views: readonly DiagnosisView[];
  close(): Promise<void>;
}

/** Starts a diagnosis as the extension does, with undici as the way out. */
export function start(trial: Trial): Running {
  const { api: id, baseUrl, credentials, proxy = '', environment = {}, isLenient = false } = trial;
  const [vendorId = '', apiId = ''] = id.split('/');
  const found = findApi(vendorId, apiId);
  if (!found) throw new Error(`There is no ${id}.`);
  const { vendor, api } = found;
  const authorities = [...(trial.authorities ?? []), ...(trial.extra ?? [])];
  const now = () => Date.now() + (trial.skewMs ?? 0);
  const transport = createUndiciTransport(
    {
      ...(proxy !== '' && { httpProxy: proxy, httpsProxy: proxy }),
      noProxy: trial.exceptions ?? [],
      strictSSL: !isLenient,
      systemCertificates: false,
      ca: authorities,
    },
    { now },
  );
  const secrets = [...secretsOf(credentials), ...secretsOfProxy(proxy, undefined)];
  const views: DiagnosisView[] = [];
  const authMode = trial.authMode ?? api.authModes[0]?.id ?? '';
  const diagnosis = new Diagnosis(
    {
      subjects: [
        {
          id,
          vendor: vendor.label,
          label: `${vendor.label} · ${api.label}`,
          subject: {
            api,
            source: 'entered',
            target:
              trial.wanted === undefined
                ? { state: 'ready', connection: { credentials, authMode, baseUrl, language: 'en' } }
                : { state: 'not-confirmed', bound: new URL(baseUrl).origin, wanted: trial.wanted },
          },
        },
      ],
      wayOut: {
        transport,
        proxies: { support: 'override', setting: proxy, exceptions: trial.exceptions ?? [], environment },
        trust: {
          everybody: () => tls.createSecureContext({ ca: [...tls.rootCertificates, ...authorities] }),
          extra: trial.extra ?? [],
          checksProxy: !isLenient,
        },
        lookUp: trial.lookUp ?? ((name) => lookup(name, { all: true })),
        wayOf: () => ({ way: 'undici', chosen: true }),
        // npm run mutate makes performance.now() slow.
        clock: () => Number(process.hrtime.bigint()) / 1e6,
      },
      surroundings: { shown: ['Requests leave from here.'], reported: ['Requests leave from here.'] },
      isRemote: trial.isRemote ?? false,
      translate: fill,
      clean: (text) => cleanText(text, secrets, []),
      now: Date.now,
    },
    () => views.push(diagnosis.view),
  );
  return { diagnosis, views, close: () => transport.close() };
}

export interface Outcome {
  readonly view: DiagnosisView;
  readonly views: readonly DiagnosisView[];
  row(check: CheckName): DiagnosisRow;
}

/** Runs a diagnosis to its end. */
export async function diagnose(trial: Trial): Promise<Outcome> {
  const { diagnosis, views, close } = start(trial);
  await diagnosis.over;
  await close();
  const { view } = diagnosis;
  return {
    view,
    views,
    row(check) {
      const row = view.groups[0]?.rows.find((one) => one.check === check);
      if (!row) throw new Error(`There is no row for ${check}.`);
      return row;
    },
  };
}
