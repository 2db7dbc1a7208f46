import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { optionsSchema } from '../../scripts/optionsSchema.ts';
import { commandIds } from '../../src/extension/commandIds.ts';
import { vendors } from '../../src/vendors/registry.ts';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { commands, keybindings, menus, submenus, views, viewsContainers, walkthroughs } = manifest.contributes;
const { properties } = manifest.contributes.configuration;

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

const contributed: readonly string[] = commands.map(({ command }: { command: string }) => command);
const steps: readonly WalkthroughStep[] = walkthroughs.flatMap(
  (walkthrough: { steps: WalkthroughStep[] }) => walkthrough.steps,
);

/** What a key of a manifest is in words, in each language. */
function translations(text: string): readonly string[] {
  const key = text.replace(/^%(.*)%$/, '$1');
  return ['package.nls.json', 'package.nls.zh-cn.json'].map((file) => {
    const translated = JSON.parse(readFileSync(join(root, file), 'utf8'))[key];
    assert.ok(translated, `${file} has no ${key}`);
    return translated;
  });
}

describe('the manifest', () => {
  it('contributes the commands of commandIds.ts', () => {
    assert.deepEqual([...contributed].sort(), Object.values(commandIds).sort());
    for (const [name, id] of Object.entries(commandIds)) assert.equal(id, `hanlin.${name}`);
  });

  it('names each command of the palette in words of its own', () => {
    const hidden = new Set(
      menus.commandPalette.flatMap(({ command, when }: MenuItem) => (when === 'false' ? command : [])),
    );
    const titles = commands
      .filter(({ command }: { command: string }) => !hidden.has(command))
      .map(({ title }: { title: string }) => translations(title).join());
    assert.equal(new Set(titles).size, titles.length);
  });

  it('has no menu and no key for what is not there', () => {
    const items: MenuItem[] = [...(Object.values(menus) as MenuItem[][]).flat(), ...keybindings];
    const ids = submenus.map(({ id }: { id: string }) => id);
    for (const { command, submenu } of items) {
      assert.ok(
        submenu === undefined ? contributed.includes(command ?? '') : ids.includes(submenu),
        submenu ?? command,
      );
    }
    for (const name of Object.keys(menus).filter((menu) => menu.startsWith('hanlin.'))) {
      assert.ok(ids.includes(name), name);
    }
  });

  it('offers to accept or reject a change only where one is proposed', () => {
    for (const menu of ['editor/title', 'commandPalette']) {
      const items: MenuItem[] = menus[menu];
      for (const id of [commandIds.acceptChange, commandIds.rejectChange]) {
        const item = items.find(({ command }) => command === id);
        assert.match(
          item?.when ?? '',
          /^resourceScheme == 'hanlin-proposal' \|\| hanlin\.inlineEdit( == 'review')?$/,
          `${id} in ${menu}`,
        );
      }
    }
  });

  it('takes keys that VS Code has a use for only in the chat, or where a change is proposed', () => {
    // After Ctrl+K VS Code and its own extensions have these.
    const taken = [...'cdefimnopqrstuvwyz', 'shift+n', 'shift+o'];
    const places = [
      /^hanlin\.chatFocused$/,
      /^resourceScheme == 'hanlin-proposal' && editorFocus \|\| hanlin\.inlineEdit( == 'review')? && editorTextFocus$/,
      /^hanlin\.inlineEdit && editorTextFocus && /,
    ];
    for (const { key, when } of keybindings) {
      const chord = /^ctrl\+k ((?:(?:shift|alt)\+)?[a-z])$/.exec(key)?.[1];
      const isFree = key === 'ctrl+alt+h' || (chord !== undefined && !taken.includes(chord));
      assert.ok(isFree || places.some((place) => place.test(when ?? '')), key);
    }
  });

  it('has a container on either side, and the view in one of them', () => {
    const containers = [...viewsContainers.activitybar, ...viewsContainers.secondarySidebar];
    assert.equal(new Set(containers.map(({ id }: { id: string }) => id)).size, 2);
    assert.deepEqual(Object.keys(views), [viewsContainers.activitybar[0].id]);
  });

  it('walks through steps that can be completed and run what is there', () => {
    assert.equal(steps.length, 4);
    for (const { id, description, media, completionEvents } of steps) {
      assert.ok(existsSync(join(root, media.svg)), media.svg);
      assert.notEqual(completionEvents.length, 0, id);
      for (const event of completionEvents) {
        assert.ok(contributed.includes(event.replace(/^onCommand:/, '')), event);
      }
      const links = translations(description).map((text) =>
        [...text.matchAll(/\]\(command:([\w.]+)(?:\?([^)]*))?\)/g)].map(([, command = '', values]) => {
          assert.ok(contributed.includes(command), command);
          if (values !== undefined) assert.ok(Array.isArray(JSON.parse(decodeURIComponent(values))));
          return `${command}?${values}`;
        }),
      );
      assert.deepEqual(links[1], links[0], id);
      assert.notEqual(links[0]?.length, 0, id);
    }
  });

  it('knows the options of every API (npm run build:schema writes them)', () => {
    const { patternProperties, additionalProperties } = properties['hanlin.options'];
    assert.deepEqual({ patternProperties, additionalProperties }, optionsSchema());
  });

  it('lets the address of every API be set', () => {
    const apis = vendors.flatMap(({ id, apis: all }) => all.map((api) => `${id}/${api.id}`));
    assert.deepEqual(Object.keys(properties['hanlin.endpoints'].properties).sort(), apis.sort());
  });

  it('leaves code completion off until the user turns it on', () => {
    assert.equal(properties['hanlin.completion.enabled'].default, false);
  });

  it('takes prices for an API or one of its models, and for nothing else', () => {
    const patterns = Object.keys(properties['hanlin.prices'].patternProperties).map(
      (pattern) => new RegExp(pattern),
    );
    const isKey = (key: string) => patterns.some((pattern) => pattern.test(key));
    for (const { id, apis } of vendors) {
      for (const api of apis) {
        assert.ok(isKey(`${id}/${api.id}`));
        for (const model of api.models) assert.ok(isKey(`${id}/${api.id}/${model.id}`), model.id);
      }
      assert.equal(isKey(id), false);
    }
    assert.equal(properties['hanlin.prices'].additionalProperties, false);
  });
});
