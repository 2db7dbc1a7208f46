import { assert } from './assert.ts';
import { outline } from './outline.ts';

/** Whether an element is drawn so, see `outline`. What all lines of the expected text are indented by does not count. */
export function assertDrawn(element: Element | null | undefined, expected: string): void {
  assert.ok(element, 'it is not there');
  const lines = expected.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  assert.equal(outline(element), lines.map((line) => line.slice(indent)).join('\n'));
}

/** What is put in, taken out or put elsewhere in an element meanwhile: the names of the elements and texts. */
export function movedIn(element: Element, change: () => void): readonly string[] {
  const { defaultView } = element.ownerDocument;
  assert.ok(defaultView);
  const observer = new defaultView.MutationObserver(() => {});
  observer.observe(element, { childList: true, subtree: true });
  change();
  const records = observer.takeRecords();
  observer.disconnect();
  return records.flatMap(({ addedNodes, removedNodes }) =>
    [...addedNodes, ...removedNodes].map(({ nodeName }) => nodeName.toLowerCase()),
  );
}
