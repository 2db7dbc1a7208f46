type Child = Node | string | undefined;

/**
 * Builds an element. An attribute that is undefined or false is left out; true gives an empty one.
 * Markup is never parsed: a string child is text.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** Builds a part of an inline picture. */
export function svgElement(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** One of VS Code's icons by its codicon name. It says nothing to a screen reader: the button around it does. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

export interface ButtonOptions {
  /** What a screen reader says and the tooltip shows. */
  readonly label: string;
  readonly className: string;
  readonly icon?: string;
  /** Text beside the icon. */
  readonly text?: string;
  readonly onClick: (event: MouseEvent) => void;
}

export function button(options: ButtonOptions): HTMLButtonElement {
  const { label, className, text } = options;
  const made = element(
    'button',
    // What is written on a button is its name already.
    { type: 'button', class: className, ...(text === label ? {} : { title: label, 'aria-label': label }) },
    options.icon === undefined ? undefined : icon(options.icon),
    text === undefined ? undefined : element('span', { class: 'label' }, text),
  );
  made.addEventListener('click', options.onClick);
  return made;
}
