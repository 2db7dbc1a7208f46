import { gallery } from './gallery.ts';
import { find } from './galleryPanel.ts';
import { outline } from './outline.ts';

/** Draws a state of the gallery and outlines what matches in it, with `N` for the numbers in ids. */
export function drawn(state: string, selector: string, index = 0): string {
  gallery[state]?.();
  return outline(find(selector, index)).replace(/(?<=(?:reasoning|menu)-)\d+/g, 'N');
}

/** The lines of a template without the indentation of its place. */
export function lines(template: string): string {
  const indent = /^\n( *)/.exec(template)?.[1] ?? '';
  return template.trim().replaceAll(`\n${indent}`, '\n');
}
