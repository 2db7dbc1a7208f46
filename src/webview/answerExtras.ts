import type { Extras, NoticeAction, Source, Suggestions, VendorNotice } from '../shared/protocol.ts';
import { button, element, icon } from './dom.ts';
import { isComposing } from './keyboard.ts';
import { linkHref, safeAddress } from './markdown/links.ts';
import type { PanelContext } from './panelContext.ts';

/** What stands below an answer's text: what it rests on, what the vendor remarks, and what can be asked next. */
export interface AnswerExtras {
  readonly element: HTMLElement;
  /** All that it rests on so far. */
  readonly sources: readonly Source[];
  /** Puts more behind what is there. */
  add(added: AddedExtras): void;
}

/** What was added to each list; where nothing was, nothing. */
export type AddedExtras = { readonly [List in keyof Extras]?: Extras[List] | undefined };

export function createExtras(context: PanelContext, act: (action: NoticeAction) => void): AnswerExtras {
  const { texts } = context;
  const root = element('div', { class: 'answer-extras' });
  const sources: Source[] = [];
  const rows = element('ol', {});
  /** The first of the suggestions, which come last. */
  let suggested: HTMLElement | null = null;

  function addSources(added: readonly Source[]): void {
    if (added.length === 0) return;
    if (sources.length === 0) {
      const heading = element('h2', {}, texts.sources);
      root.prepend(element('section', { class: 'sources', 'aria-label': texts.sources }, heading, rows));
    }
    rows.append(...added.map((source, index) => createSource(source, sources.length + index + 1)));
    sources.push(...added);
  }

  return {
    element: root,
    sources,
    add({ sources: more = [], notices = [], suggestions = [] }) {
      addSources(more);
      for (const notice of notices) root.insertBefore(createRemark(notice, act), suggested);
      for (const each of suggestions) {
        const group = createSuggestions(each, context);
        suggested ??= group;
        root.append(group);
      }
    },
  };
}

/** @param place among the sources, from 1 */
function createSource({ title, number, url, snippet }: Source, place: number): HTMLElement {
  const target = url === undefined ? undefined : safeAddress(url);
  const content = [
    element('span', { class: 'source-number' }, String(number ?? place)),
    element('span', { class: 'label' }, title === '' ? (target ?? url ?? '') : title),
  ];
  const about = [title, target ?? url, snippet]
    .filter((text) => text !== undefined && text !== '')
    .join('\n');
  const row =
    target !== undefined
      ? element('a', { class: 'source', href: linkHref, 'data-url': target, title: about }, ...content)
      : element('span', { class: 'source', title: about }, ...content);
  return element('li', {}, row);
}

function createRemark({ text, action }: VendorNotice, act: (action: NoticeAction) => void): HTMLElement {
  return element(
    'div',
    { class: 'remark' },
    icon('info'),
    element('span', { class: 'remark-text' }, text),
    action &&
      button({
        label: action.label,
        text: action.label,
        className: 'button secondary',
        onClick: () => act(action.action),
      }),
  );
}

/** Numbered choices; the digits pick them while one of them has the focus. */
function createSuggestions({ purpose, items }: Suggestions, { texts, post }: PanelContext): HTMLElement {
  const label = purpose === 'clarify' ? texts.clarify : texts.related;
  const ask = (item: string): void => post({ type: 'send', text: item, proposed: true });
  const choices = items.map((item, index) => {
    const choice = element(
      'button',
      { type: 'button', class: 'choice' },
      element('span', { class: 'choice-number' }, String(index + 1)),
      element('span', { class: 'choice-text' }, item),
    );
    choice.addEventListener('click', () => ask(item));
    return choice;
  });
  const group = element('div', { class: 'choices', role: 'group', 'aria-label': label });
  if (purpose === 'related') group.append(element('h2', {}, label));
  group.append(...choices);
  group.addEventListener('keydown', (event) => {
    const item = isComposing(event) ? undefined : items[Number(event.key) - 1];
    if (item !== undefined) ask(item);
  });
  return group;
}
