import type { Translate } from '../chat/advice.ts';
import type { Icon } from './display/icons.ts';

/** What the status bar says of the model. */
export interface StatusFacts {
  readonly needsKey: boolean;
  readonly isBusy: boolean;
  readonly vendorLabel: string;
  readonly modelLabel: string;
}

export function statusText(
  { needsKey, isBusy, vendorLabel, modelLabel }: StatusFacts,
  translate: Translate,
): { readonly icon: Icon; readonly text: string; readonly label: string; readonly heading: string } {
  if (needsKey) {
    const label = translate('Hanlin: add key');
    return { icon: 'key', text: label, label, heading: '' };
  }
  return {
    icon: isBusy ? 'loading~spin' : 'hanlin-mark',
    text: modelLabel,
    label: translate('Hanlin: {model} of {vendor}', { model: modelLabel, vendor: vendorLabel }),
    heading: `${vendorLabel} · ${modelLabel}`,
  };
}

/** Today's tokens, a line for each vendor. */
export function usageLines(
  usage: ReadonlyMap<string, { readonly inputTokens: number; readonly outputTokens: number }>,
  labels: ReadonlyMap<string, string>,
  translate: Translate,
): string[] {
  return [...usage].map(([vendorId, { inputTokens, outputTokens }]) =>
    translate('{vendor} today: {input} tokens in, {output} out', {
      vendor: labels.get(vendorId) ?? vendorId,
      input: inputTokens.toLocaleString('en'),
      output: outputTokens.toLocaleString('en'),
    }),
  );
}
