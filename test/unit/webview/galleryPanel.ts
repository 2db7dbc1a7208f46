import type { Answer, Attachment } from '../../../src/shared/protocol.ts';
import { answer, attachment, createTestPanel, question, state, type TestPanel } from './fakes.ts';

const picture = 'data:image/png;base64,AAAA';

/** One of each kind, and one with its picture. */
export const everyAttachment: readonly Attachment[] = [
  ...(
    [
      'selection',
      'symbol',
      'block',
      'file',
      'folder',
      'problems',
      'terminal',
      'changes',
      'image',
      'instructions',
    ] as const
  ).map((kind) => ({ ...attachment, id: kind, kind })),
  { id: 'p', kind: 'image', name: 'a.png', path: 'a.png', picture },
  { ...attachment, id: 's', suggested: true },
];
/** A panel with these answers, each to a question. */
export function open(...turns: readonly Partial<Answer>[]): TestPanel {
  const test = createTestPanel();
  test.root.id = 'root';
  // Every theme at once.
  document.body.className =
    'vscode-dark vscode-light vscode-high-contrast vscode-high-contrast-light vscode-reduce-motion';
  const answers = turns.map((changes, index) => answer({ id: `a${index}`, ...changes }));
  const questions = answers.map((_, index) => ({ ...question, id: `q${index}` }));
  test.send(state({ turns: questions.flatMap((asked, index) => [asked, answers[index] ?? asked]) }));
  return test;
}

export function find(selector: string, index = 0): HTMLElement {
  const found = document.querySelectorAll<HTMLElement>(selector)[index];
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}
