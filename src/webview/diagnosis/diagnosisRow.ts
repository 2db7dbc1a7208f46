import type { DiagnosisGroup } from '../../shared/protocol.ts';
import type { ViewStrings } from '../../shared/strings.ts';
import { element, icon } from '../dom.ts';

export type CheckState = DiagnosisGroup['state'];
export type DiagnosisRow = DiagnosisGroup['rows'][number];

const icons: Record<CheckState, string> = {
  running: 'loading',
  ok: 'pass',
  warning: 'warning',
  error: 'error',
  skipped: 'circle-slash',
};

/** One thing that was looked at: a sign, what it is, what was found, and what to do about it. */
export function createDiagnosisRow(row: DiagnosisRow, texts: ViewStrings): HTMLElement {
  const { check, state, label, text, hint, code } = row;
  return element(
    'li',
    { class: `check ${state}`, 'data-check': check },
    stateIcon(state),
    element('div', { class: 'check-label' }, label, spoken(`: ${stateWord(state, texts)}. `)),
    element(
      'div',
      { class: 'check-finding' },
      element('div', {}, text === '' ? texts.diagnosisChecking : text),
      hint === undefined ? undefined : element('div', { class: 'check-hint' }, hint),
      code === undefined ? undefined : element('div', { class: 'check-code' }, code),
    ),
  );
}

/** The sign of a state. Its shape says it as well as its colour; a screen reader needs the word beside it. */
export function stateIcon(state: CheckState): HTMLElement {
  const made = icon(icons[state]);
  made.classList.add('check-icon', state);
  return made;
}

/** Text that only a screen reader meets. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, text);
}

export function stateWord(state: CheckState, texts: ViewStrings): string {
  const words: Record<CheckState, string> = {
    running: texts.stateRunning,
    ok: texts.stateOk,
    warning: texts.stateWarning,
    error: texts.stateError,
    skipped: texts.stateSkipped,
  };
  return words[state];
}
