import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../problem.ts';

export type Language = 'en' | 'zh-cn';

export interface Profile {
  /** The user-data directory. What is in it already is kept. */
  readonly userData: string;
  /** The extensions directory; made anew. */
  readonly extensions: string;
  readonly language: Language;
  /** Win over settings that are there already. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Folders of unpacked extensions. */
  readonly unpacked: readonly string[];
}

/** No welcome page, no tips, no telemetry, nothing that looks for updates: a window that shows what was asked for. */
export const calmSettings: Readonly<Record<string, unknown>> = {
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The user's settings for tests: what costs much of the processor's time, and is of no use to them. */
export const frugalSettings: Readonly<Record<string, unknown>> = {
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'js/ts.tsserver.useSyntaxServer': 'never',
  'workbench.reduceMotion': 'on',
};

/** Writes what VS Code reads when it starts. */
export async function writeProfile(profile: Profile): Promise<void> {
  await writeSettings(profile);
  await writeLanguage(profile);
  await writeExtensions(profile);
}

/** Adds to the user's settings. */
export async function writeSettings({
  userData,
  settings,
}: Pick<Profile, 'userData' | 'settings'>): Promise<void> {
  const file = join(userData, 'User', 'settings.json');
  await mkdir(join(userData, 'User'), { recursive: true });
  let existing: object = {};
  try {
    existing = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Problem(`${file} has comments or mistakes in it. Please make it plain JSON, or delete it.`);
    }
  }
  await writeFile(file, JSON.stringify({ ...existing, ...settings }, undefined, 2));
}

/**
 * VS Code speaks to its extensions in a language that a language pack was installed for. An empty pack will do:
 * VS Code's own texts stay English then, an extension's are in the language.
 */
async function writeLanguage({ userData, language }: Profile): Promise<void> {
  // The texts of extensions, as they were in the language of the last start.
  await rm(join(userData, 'CachedProfilesData'), { recursive: true, force: true });
  const packs = join(userData, 'languagepacks.json');
  if (language === 'en') {
    await rm(packs, { force: true });
    return;
  }
  const translation = join(userData, `${language}.json`);
  await writeFile(translation, JSON.stringify({ contents: {} }));
  const pack = {
    hash: 'empty',
    label: language,
    // If this list is empty, no extension is activated at all.
    extensions: [{ extensionIdentifier: { id: 'empty.language-pack' }, version: '0.0.1' }],
    translations: { vscode: translation },
  };
  await writeFile(packs, JSON.stringify({ [language]: pack }));
}

/** The server takes what lies in its extensions directory at its first start; so the directory is made for each start. */
async function writeExtensions({ extensions, unpacked }: Profile): Promise<void> {
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  for (const folder of unpacked) {
    const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    await symlink(folder, join(extensions, `${publisher}.${name}-${version}`), 'junction');
  }
}

/**
 * @returns the path of a copy of the folder `source`, made inside `directory`
 */
export async function copyWorkspace(source: string, directory: string): Promise<string> {
  const copy = join(directory, basename(source));
  await rm(copy, { recursive: true, force: true });
  await cp(source, copy, { recursive: true });
  return copy;
}
