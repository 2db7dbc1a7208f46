import type { DiagnosisGroup } from '../../shared/protocol.ts';
import type { ViewStrings } from '../../shared/strings.ts';
import { element } from '../dom.ts';
import { createDiagnosisRow, spoken, stateIcon, stateWord } from './diagnosisRow.ts';

export interface DiagnosisGroupView {
  readonly element: HTMLElement;
  /** Shows what is known now. Rows that have not changed stay as they are, with what is selected in them. */
  update(group: DiagnosisGroup): void;
}

/** What was found out about the connection to one API. */
export function createDiagnosisGroup({ id }: DiagnosisGroup, texts: ViewStrings): DiagnosisGroupView {
  const heading = element('h2', { id: `diagnosis-${id}` });
  const list = element('ul', {});
  const root = element(
    'section',
    { class: 'check-group', 'aria-labelledby': heading.id, 'data-api': id },
    heading,
    list,
  );
  const shown = new Map<string, { readonly key: string; readonly element: HTMLElement }>();
  let headingKey = '';

  return {
    element: root,
    update({ label, state, rows }) {
      if (headingKey !== label + state) {
        headingKey = label + state;
        heading.replaceChildren(
          stateIcon(state),
          element('span', {}, label),
          spoken(`: ${stateWord(state, texts)}`),
        );
      }
      const checks = new Set(rows.map(({ check }) => check));
      for (const [check, row] of shown) {
        if (checks.has(check)) continue;
        row.element.remove();
        shown.delete(check);
      }
      let cursor: Element | null = list.firstElementChild;
      for (const row of rows) {
        const key = JSON.stringify(row);
        const before = shown.get(row.check);
        if (before?.key === key) {
          cursor = before.element.nextElementSibling;
          continue;
        }
        const made = createDiagnosisRow(row, texts);
        if (before) before.element.replaceWith(made);
        else list.insertBefore(made, cursor);
        shown.set(row.check, { key, element: made });
        cursor = made.nextElementSibling;
      }
    },
  };
}
