import { adviseOn, type Translate } from '../../src/chat/advice.ts';
import type { Advice, ProviderError } from '../../src/core/error.ts';
import type { ApiDescriptor } from '../../src/core/vendor.ts';

export interface Asked {
  readonly vendorId: string;
  readonly vendorLabel: string;
  readonly api: ApiDescriptor;
  readonly modelLabel: string;
}

/** The message says it all, or the advice is to press a button. */
const silent: readonly (Advice | undefined)[] = [undefined, 'option', 'no-key'];

/** What a failed request leaves on stderr: `kind: message (the vendor's facts)`, and below it what to do. */
export function describeFailure({ kind, message, details }: ProviderError, asked: Asked): string {
  const { status, code, requestId, retryAfterMs, advice } = details;
  const facts = [
    status === undefined ? '' : `HTTP ${status}`,
    code === undefined ? '' : `code ${code}`,
    requestId === undefined ? '' : `request ${requestId}`,
    retryAfterMs === undefined ? '' : `retry after ${Math.ceil(retryAfterMs / 1000)} s`,
  ].filter((fact) => fact !== '');
  const lines = [`${kind}: ${message}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`];
  if (!silent.includes(advice)) {
    const { vendorId, vendorLabel, modelLabel, api } = asked;
    const respondent = { vendorId, apiId: api.id, vendorLabel, modelLabel };
    const notice = adviseOn({ kind, message, details }, respondent, inEnglish);
    lines.push(`${notice.title}. ${notice.text.replace(/ ?Your question is kept\./, '')}`);
  }
  if (advice === 'choose-model' || advice === 'activate-model') {
    lines.push(`Known models: ${asked.api.models.map(({ id }) => id).join(', ')}`);
  }
  return lines.map((line) => `${line.replace(/\s+/g, ' ').trim()}\n`).join('');
}

const inEnglish: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
