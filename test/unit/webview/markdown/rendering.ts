import { viewStrings } from '../../../../src/shared/strings.ts';
import type { CodeBlockContext } from '../../../../src/webview/markdown/codeBlock.ts';
import { createMarkdownView, type MarkdownView } from '../../../../src/webview/markdown/markdownView.ts';
import { makeAllSteps } from '../deadline.ts';

/** What a view asks of the panel around it; what can wait runs when the test says so. */
export function createIdleContext(): CodeBlockContext & { runIdle(): void } {
  const idle: Iterator<unknown>[] = [];
  return {
    texts: viewStrings,
    copy: () => {},
    actOnCode: () => {},
    expect: () => {},
    inSlices: (steps) => idle.push(steps),
    runIdle() {
      for (let steps = idle.shift(); steps; steps = idle.shift()) {
        const next = steps.next.bind(steps);
        makeAllSteps(
          () => !next().done,
          () => 'colours and links',
        );
      }
    },
  };
}

/** A view that shows what it gets at once. */
export function createEagerView(context: CodeBlockContext, onSettled?: () => void): MarkdownView {
  const view = createMarkdownView(context, onSettled);
  return {
    ...view,
    append(text) {
      view.append(text);
      makeAllSteps(view.step, () => `shows ${JSON.stringify(text.slice(0, 200))}`);
    },
  };
}

/** The element of a finished text. */
export function render(pieces: readonly string[], context = createIdleContext()): HTMLElement {
  const view = createEagerView(context);
  for (const piece of pieces) view.append(piece);
  view.finish();
  context.runIdle();
  return view.element;
}

/** The DOM without the traces of how it came to be: cut texts, and what is known to be settled. */
export function picture(element: HTMLElement): string {
  element.normalize();
  return element.innerHTML.replaceAll(/ (?:settled|complete)"/g, '"');
}
