import type { AnswerMeta, Branch } from '../shared/protocol.ts';
import type { ViewStrings } from '../shared/strings.ts';
import { createBranchSwitch } from './branchSwitch.ts';
import { button, element } from './dom.ts';
import { format, formatCount, formatSeconds, formatShort } from './texts.ts';

export interface AnswerFooterOptions {
  readonly model: string;
  readonly meta: AnswerMeta;
  readonly branch: Branch | undefined;
  /** Left out where there is nothing to copy. */
  readonly copy: ((copyButton: HTMLButtonElement) => void) | undefined;
  /** @param choose whether another model is to be chosen */
  regenerate(choose: boolean): void;
  step(step: -1 | 1): void;
}

/** The line below an answer: what can be done with it, who wrote it, and what it took. */
export function createAnswerFooter(options: AnswerFooterOptions, texts: ViewStrings): HTMLElement {
  const { branch, copy } = options;
  const footer = element('div', { class: 'footer' });
  if (copy) {
    const made: HTMLButtonElement = button({
      label: texts.copy,
      className: 'icon-button copy-answer',
      icon: 'copy',
      onClick: () => copy(made),
    });
    footer.append(made);
  }
  footer.append(
    button({
      label: texts.regenerate,
      className: 'icon-button',
      icon: 'refresh',
      onClick: (event) => options.regenerate(event.shiftKey),
    }),
    button({
      label: texts.askAnother,
      className: 'icon-button',
      icon: 'arrow-swap',
      onClick: () => options.regenerate(true),
    }),
  );
  if (branch) footer.append(createBranchSwitch(branch, texts, options.step));
  footer.append(createMeta(options, texts));
  return footer;
}

/** In words where there is room, in figures where there is not; in full in the tooltip and for a screen reader. */
function createMeta({ model, meta }: AnswerFooterOptions, texts: ViewStrings): HTMLElement {
  const full = [model, ...words(meta, texts, true)].join(' · ');
  const withDots = (parts: readonly string[]): string => parts.map((part) => ` · ${part}`).join('');
  return element(
    'span',
    { class: 'meta', title: full },
    element('span', { class: 'meta-model', 'aria-hidden': 'true' }, model),
    element(
      'span',
      { class: 'meta-figures wide', 'aria-hidden': 'true' },
      withDots(words(meta, texts, false)),
    ),
    element('span', { class: 'meta-figures narrow', 'aria-hidden': 'true' }, withDots(figures(meta, texts))),
    element('span', { class: 'visually-hidden' }, full),
  );
}

function words(meta: AnswerMeta, texts: ViewStrings, withCached: boolean): readonly string[] {
  const { inputTokens, outputTokens, cachedTokens, firstTokenMs, totalMs, cost } = meta;
  const parts: string[] = [];
  if (inputTokens !== undefined && outputTokens !== undefined) {
    parts.push(format(texts.tokensInOut, formatCount(inputTokens), formatCount(outputTokens)));
  }
  if (withCached && cachedTokens !== undefined && cachedTokens > 0) {
    parts.push(format(texts.cachedTokens, formatCount(cachedTokens)));
  }
  if (firstTokenMs !== undefined) parts.push(format(texts.firstToken, formatSeconds(firstTokenMs)));
  if (totalMs !== undefined) parts.push(format(texts.totalSeconds, formatSeconds(totalMs)));
  if (cost !== undefined) parts.push(cost);
  return parts;
}

function figures(meta: AnswerMeta, texts: ViewStrings): readonly string[] {
  const { inputTokens, outputTokens, firstTokenMs } = meta;
  const parts: string[] = [];
  if (inputTokens !== undefined && outputTokens !== undefined) {
    parts.push(`↑${formatShort(inputTokens)} ↓${formatShort(outputTokens)}`);
  }
  if (firstTokenMs !== undefined) parts.push(format(texts.seconds, formatSeconds(firstTokenMs)));
  return parts;
}
