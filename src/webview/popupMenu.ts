import { element, icon } from './dom.ts';
import { isComposing } from './keyboard.ts';

export interface MenuItem {
  readonly label: string;
  /** A codicon's name. */
  readonly icon: string;
  /** For something that is on or off. */
  readonly checked?: boolean;
  /** Why it cannot be chosen now. */
  readonly disabled?: string | undefined;
  run(): void;
}

const gap = 4;

let closeOpen: (() => void) | undefined;

/**
 * Opens a menu below a button, or above where there is no room. Choosing, Escape, Tab, a click elsewhere and scrolling
 * close it; the first two give the focus back to the button. The same button's next click closes it too.
 */
export function openPopupMenu(
  anchor: HTMLElement,
  label: string,
  items: readonly (MenuItem | 'separator')[],
): void {
  const isOwn = anchor.getAttribute('aria-expanded') === 'true';
  closeOpen?.();
  if (isOwn) return;

  const menu = element('div', { class: 'popup-menu', role: 'menu', 'aria-label': label, tabindex: -1 });
  menu.append(...items.map((item) => (item === 'separator' ? createSeparator() : createItem(item, choose))));

  function choose(item: MenuItem): void {
    if (item.disabled !== undefined) return;
    close();
    anchor.focus();
    item.run();
  }

  function close(): void {
    document.removeEventListener('pointerdown', onPointer, true);
    document.removeEventListener('scroll', close, true);
    window.removeEventListener('blur', close);
    window.removeEventListener('resize', close);
    anchor.setAttribute('aria-expanded', 'false');
    menu.remove();
    closeOpen = undefined;
  }

  function onPointer(event: Event): void {
    const target = event.target instanceof Node ? event.target : null;
    // The button's own click closes it by itself.
    if (!menu.contains(target) && !anchor.contains(target)) close();
  }

  menu.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    // The panel's keys mean nothing here.
    event.stopPropagation();
    if (event.key === 'Tab') {
      close();
      anchor.focus();
      return;
    }
    const rows = [...menu.querySelectorAll<HTMLElement>('.popup-item')];
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const goals: Record<string, number> = {
      ArrowDown: (current + 1) % rows.length,
      ArrowUp: (Math.max(current, 0) + rows.length - 1) % rows.length,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.key === 'Escape') {
      close();
      anchor.focus();
    } else if (event.key in goals) rows[goals[event.key] ?? 0]?.focus();
    else return;
    event.preventDefault();
  });

  // Inside the landmark, where people who cannot see it look for it.
  (anchor.closest('main') ?? document.body).append(menu);
  place(menu, anchor);
  anchor.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', onPointer, true);
  document.addEventListener('scroll', close, true);
  window.addEventListener('blur', close);
  window.addEventListener('resize', close);
  closeOpen = close;
  menu.querySelector<HTMLElement>('.popup-item')?.focus({ preventScroll: true });
}

function createItem(item: MenuItem, choose: (item: MenuItem) => void): HTMLElement {
  const made = element(
    'button',
    {
      type: 'button',
      class: 'popup-item',
      role: item.checked === undefined ? 'menuitem' : 'menuitemcheckbox',
      tabindex: -1,
      'aria-checked': item.checked === undefined ? undefined : String(item.checked),
      'aria-disabled': item.disabled === undefined ? undefined : 'true',
      title: item.disabled,
    },
    icon(item.checked === true ? 'check' : item.icon),
    element('span', { class: 'label' }, item.label),
  );
  if (item.disabled !== undefined) {
    made.append(element('span', { class: 'visually-hidden' }, ` ${item.disabled}`));
  }
  made.addEventListener('click', () => choose(item));
  // The pointer takes the choice along, as in VS Code's own menus.
  made.addEventListener('pointermove', () => {
    if (document.activeElement !== made) made.focus({ preventScroll: true });
  });
  return made;
}

function createSeparator(): HTMLElement {
  return element('div', { class: 'popup-separator', role: 'separator' });
}

/** Right edges aligned, inside the window. */
function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + gap;
  const top = below + size.height <= window.innerHeight - gap ? below : at.top - gap - size.height;
  const left = Math.min(at.right - size.width, window.innerWidth - gap - size.width);
  menu.style.setProperty('top', `${Math.max(gap, top)}px`);
  menu.style.setProperty('left', `${Math.max(gap, left)}px`);
}
