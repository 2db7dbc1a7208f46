import { element, icon } from './dom.ts';
import { highlight } from './menuHighlight.ts';

export interface MenuRow {
  readonly id: string;
  /** A codicon's name. */
  readonly icon?: string;
  readonly label: string;
  readonly detail: string;
}

export interface MenuGroup {
  /** The heading, where it has one. */
  readonly label?: string;
  readonly rows: readonly MenuRow[];
}

export interface MenuOptions {
  /** The field that keeps the focus while the menu is open. */
  readonly input: HTMLTextAreaElement;
  /** What a screen reader calls it. */
  readonly label: string;
  /** Tells one kind of menu from the other in the style sheet. */
  readonly className: string;
  /** The keys and what they do, for the last line. */
  readonly keys: readonly (readonly [key: string, does: string])[];
  /** A row was clicked. */
  readonly onChoose: (row: MenuRow) => void;
}

/** A list of choices over a text field, for something that is being typed there. */
export interface Menu {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** The row that is chosen. The first one after every `show`. */
  readonly chosen: MenuRow | undefined;
  /** @param query what to mark in the labels */
  show(groups: readonly MenuGroup[], query: string): void;
  /** Shows a sentence in place of rows. While `loading` it waits a moment, as the rows are seldom far. */
  showMessage(text: string, loading?: boolean): void;
  /** Shows that other rows are on their way. */
  setBusy(busy: boolean): void;
  /** Moves the choice. Returns whether it is a key that does. */
  move(key: string): boolean;
  close(): void;
}

const rowsPerPage = 8;
/** In pixels, to the upper edge of the panel. */
const margin = 4;

let made = 0;

export function createMenu(options: MenuOptions): Menu {
  const { input } = options;
  const id = `menu-${made++}`;
  let rows: { readonly row: MenuRow; readonly element: HTMLElement }[] = [];
  let index = 0;

  const list = element('div', {
    class: 'menu-list',
    id,
    role: 'listbox',
    'aria-label': options.label,
    // Something that scrolls has to be reachable; as long as it has rows, though, the field keeps Tab for itself.
    tabindex: 0,
  });
  const message = element('div', { class: 'menu-message', role: 'status' });
  const keys = options.keys.map(([key, does]) =>
    element('span', {}, element('kbd', {}, key), document.createTextNode(` ${does}`)),
  );
  const root = element(
    'div',
    { class: `menu ${options.className}`, hidden: true },
    list,
    message,
    element('div', { class: 'menu-keys', 'aria-hidden': 'true' }, ...keys),
  );
  // The field keeps the focus.
  root.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    const clicked = rows.find((each) => each.element === target);
    if (clicked) options.onChoose(clicked.row);
  });

  function open(): void {
    if (root.hidden) {
      root.hidden = false;
      // A text area may not be a combobox, but a text box may have all of this, and only while there is a menu.
      input.setAttribute('aria-autocomplete', 'list');
      input.setAttribute('aria-haspopup', 'listbox');
      input.setAttribute('aria-controls', id);
    }
    const room = root.parentElement?.getBoundingClientRect().top ?? 0;
    root.style.setProperty('--room', `${Math.max(0, room - 2 * margin)}px`);
  }

  function choose(next: number): void {
    rows[index]?.element.setAttribute('aria-selected', 'false');
    index = next;
    const chosen = rows[index];
    if (!chosen) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    chosen.element.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', chosen.element.id);
    // With its heading.
    if (index === 0) list.scrollTop = 0;
    else chosen.element.scrollIntoView({ block: 'nearest' });
  }

  function createGroup({ label, rows: groupRows }: MenuGroup, number: number, query: string): HTMLElement {
    const headingId = `${id}-heading-${number}`;
    const heading =
      label === undefined ? undefined : element('div', { class: 'menu-heading', id: headingId }, label);
    const group = element('div', {
      role: 'group',
      'aria-labelledby': heading && headingId,
    });
    if (heading) {
      heading.setAttribute('role', 'presentation');
      group.append(heading);
    }
    for (const row of groupRows) {
      const option = createOption(row, `${id}-option-${rows.length}`, query);
      rows.push({ row, element: option });
      group.append(option);
    }
    return group;
  }

  return {
    element: root,
    get isOpen() {
      return !root.hidden;
    },
    get chosen() {
      return root.hidden ? undefined : rows[index]?.row;
    },
    show(groups, query) {
      rows = [];
      list.replaceChildren(...groups.map((group, number) => createGroup(group, number, query)));
      list.hidden = false;
      message.replaceChildren();
      root.classList.remove('loading');
      open();
      choose(0);
    },
    showMessage(text, loading = false) {
      rows = [];
      list.replaceChildren();
      list.hidden = true;
      message.textContent = text;
      root.classList.toggle('loading', loading);
      open();
      choose(0);
    },
    setBusy(busy) {
      list.setAttribute('aria-busy', String(busy));
    },
    move(key) {
      if (root.hidden || rows.length === 0) return false;
      const last = rows.length - 1;
      const goals: Readonly<Record<string, number>> = {
        ArrowDown: index === last ? 0 : index + 1,
        ArrowUp: index === 0 ? last : index - 1,
        PageDown: Math.min(index + rowsPerPage, last),
        PageUp: Math.max(index - rowsPerPage, 0),
        Home: 0,
        End: last,
      };
      const goal = goals[key];
      if (goal === undefined) return false;
      choose(goal);
      return true;
    },
    close() {
      if (root.hidden) return;
      root.hidden = true;
      rows = [];
      list.replaceChildren();
      message.replaceChildren();
      for (const attribute of ['activedescendant', 'autocomplete', 'controls', 'haspopup']) {
        input.removeAttribute(`aria-${attribute}`);
      }
    },
  };
}

function createOption(row: MenuRow, id: string, query: string): HTMLElement {
  const label = highlight(row.label, query).map(({ text, match }) =>
    match ? element('span', { class: 'match' }, text) : text,
  );
  return element(
    'div',
    { class: 'menu-row', id, role: 'option', 'aria-selected': 'false', title: `${row.label} ${row.detail}` },
    row.icon === undefined ? undefined : icon(row.icon),
    element('span', { class: 'menu-label' }, ...label),
    element('span', { class: 'menu-detail' }, row.detail),
  );
}
