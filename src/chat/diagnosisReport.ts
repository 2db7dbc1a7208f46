import type { Translate } from './advice.ts';
import type { CheckState, DiagnosisGroup } from './diagnosis.ts';
import { inlineCode } from './inlineCode.ts';

export interface DiagnosisReport {
  /** Lines about the machine and the settings. */
  readonly surroundings: readonly string[];
  readonly groups: readonly DiagnosisGroup[];
  /** How it went, in a sentence. */
  readonly summary: string;
}

/** The whole as Markdown, for an issue or a colleague. What a server said stands in code spans and can do nothing. */
export function diagnosisReport(
  { surroundings, groups, summary }: DiagnosisReport,
  translate: Translate,
): string {
  const lines = [
    `### ${translate('Hanlin: connections')}`,
    '',
    ...surroundings.map((line) => `- ${plain(line)}`),
    ...groups.flatMap(({ label, rows }) => [
      '',
      `#### ${plain(label)}`,
      '',
      ...rows.map(({ state, label: name, text, hint, code }) =>
        [
          `- **${stateText(state, translate)}** · ${plain(name)}: ${plain(text)}`,
          hint === undefined ? '' : ` · ${plain(hint)}`,
          code === undefined ? '' : ` · ${inlineCode(code)}`,
        ].join(''),
      ),
    ]),
    '',
    plain(summary),
  ];
  return `${lines.join('\n')}\n`;
}

/** The word for a state. */
export function stateText(state: CheckState, translate: Translate): string {
  switch (state) {
    case 'running':
      return translate('checking');
    case 'ok':
      return translate('fine');
    case 'warning':
      return translate('remark');
    case 'error':
      return translate('fault');
    case 'skipped':
      return translate('skipped');
  }
}

/** Text that means nothing to Markdown, mentions nobody and links to nothing. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>[\]|#~@]/g, (sign) => `\\${sign}`);
}
