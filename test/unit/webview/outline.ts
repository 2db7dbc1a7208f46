/**
 * What is drawn, a line for each element: its name, its classes, its attributes by name, its own text.
 *
 *   button.send[aria-label="Send"]
 *     svg
 *
 * What is inside a picture is left out.
 */
export function outline(element: Element, indent = ''): string {
  const lines = [indent + describeElement(element)];
  if (element.localName !== 'svg')
    for (const child of element.childNodes) {
      if (child instanceof Element) lines.push(outline(child, `${indent}  `));
      else if (child.textContent) lines.push(`${indent}  ${JSON.stringify(child.textContent)}`);
    }
  return lines.join('\n');
}

function describeElement(element: Element): string {
  const classes = [...element.classList].map((name) => `.${name}`).join('');
  const attributes = [...element.attributes]
    .filter(({ name }) => name !== 'class')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, value }) => (value === '' ? `[${name}]` : `[${name}=${JSON.stringify(value)}]`))
    .join('');
  return element.localName + classes + attributes;
}
