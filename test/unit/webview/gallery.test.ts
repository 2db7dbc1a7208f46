import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, it } from 'mocha';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';
import { gallery } from './gallery.ts';

/** Attributes that say something by being there, or of which nothing is a value. */
const mayBeEmpty = ['alt', 'checked', 'data-newest', 'disabled', 'hidden', 'style', 'title', 'value'];
const roles = (
  'alert checkbox group img link listbox log menu menuitem menuitemcheckbox note option presentation region ' +
  'searchbox separator status toolbar'
).split(' ');
const references = ['aria-activedescendant', 'aria-controls', 'aria-labelledby'];
const named =
  'button, textarea, input:not([type=checkbox]), [role=img], [role=group], [role=region], [role=menu]';

const css = readFileSync(createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.css'), 'utf8');
const icons = new Set(css.match(/(?<=\.)codicon-[a-z0-9-]+(?=:before)/g));

function all(selector: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

function nameOf(control: HTMLElement): string {
  const label = document.getElementById(control.getAttribute('aria-labelledby') ?? '');
  return (control.getAttribute('aria-label') ?? label?.textContent ?? control.textContent ?? '').trim();
}

/** The rules, and what is drawn against each of them. */
const rules: Readonly<Record<string, () => readonly Element[]>> = {
  'every attribute says something': () =>
    all('body *').filter(({ attributes }) =>
      [...attributes].some(({ name, value }) => value.trim() === '' && !mayBeEmpty.includes(name)),
    ),
  'every button does what its click says and nothing else': () =>
    all('button').filter((button) => button.getAttribute('type') !== 'button'),
  'every icon is one of VS Code’s': () =>
    all('.codicon').filter(({ classList }) => ![...classList].some((name) => icons.has(name))),
  'no picture is read out': () =>
    all('.codicon, svg').filter((picture) => picture.getAttribute('aria-hidden') !== 'true'),
  'every control has a name': () => all(named).filter((control) => nameOf(control) === ''),
  'every role has a meaning': () =>
    all('[role]').filter((element) => !roles.includes(element.getAttribute('role') ?? '')),
  'every id is there once': () =>
    all('[id]').filter(({ id }) => document.querySelectorAll(`[id="${id}"]`).length > 1),
  'what an element refers to is there': () =>
    references.flatMap((name) =>
      all(`[${name}]`).filter((element) => !document.getElementById(element.getAttribute(name) ?? '')),
    ),
};

describe('in every state of the view', () => {
  useBrowser();
  const faults = new Map<string, string[]>(Object.keys(rules).map((rule) => [rule, []]));

  before(() => {
    assert.ok(icons.size > 400);
    for (const [state, draw] of Object.entries(gallery)) {
      draw();
      for (const [rule, look] of Object.entries(rules))
        for (const { outerHTML } of look()) faults.get(rule)?.push(`${state}: ${outerHTML.slice(0, 200)}`);
    }
  });

  for (const rule of Object.keys(rules)) it(rule, () => assert.deepEqual(faults.get(rule), []));
});
