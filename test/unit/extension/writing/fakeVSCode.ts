import { stat } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { posix } from 'node:path';

/*
 * As much of VS Code as src/extension/writing, what it calls, the notifications and the lists to choose from look at.
 * Everything else that imports it is tested in the extension host.
 */

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

export class FakeUri implements Parts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;

  constructor({ scheme, authority, path }: Parts) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
  }

  static file(path: string): FakeUri {
    return new FakeUri({ scheme: 'file', authority: '', path });
  }

  static joinPath(uri: FakeUri, ...parts: string[]): FakeUri {
    return uri.with({ path: posix.join(uri.path, ...parts) });
  }

  get fsPath(): string {
    return this.path;
  }

  with(other: Partial<Parts>): FakeUri {
    return new FakeUri({ scheme: this.scheme, authority: this.authority, path: this.path, ...other });
  }

  toString(): string {
    return `${this.scheme}://${this.authority}${this.path}`;
  }
}

class FakeTab {
  readonly uri: FakeUri;
  constructor(uri: FakeUri) {
    this.uri = uri;
  }
}

class FakeRange {
  readonly numbers: readonly number[];
  constructor(...numbers: number[]) {
    this.numbers = numbers;
  }
}

/** What the tests set, and what is written. */
export const fake = {
  folders: [] as { readonly uri: FakeUri }[],
  openTabs: [] as FakeUri[],
  notebooks: [] as { readonly uri: FakeUri }[],
  links: [] as string[],
  /** What is on no disk, of another file system than this computer's. */
  missing: [] as string[],
  written: [] as string[],
  /** How often an edit was applied, one without changes included. */
  edits: 0,
  warnings: [] as { readonly text: string; readonly buttons: number }[],
  /** All that is handed to VS Code to be shown, by the name of the function. */
  shown: [] as { readonly name: string; readonly values: readonly unknown[] }[],
  /** The button that is chosen in a notification, from 0. */
  chosen: undefined as number | undefined,
  /** What the next document without a place holds, if not what was asked for. */
  textOfUntitled: undefined as string | undefined,
  /** The list to choose from that is made next. */
  quickPick: undefined as unknown,
  /** What a command of VS Code does. */
  execute: async (_command: string): Promise<void> => {},
};

class FakeWorkspaceEdit {
  readonly texts: string[] = [];
  replace(uri: FakeUri, _: unknown, text: string): void {
    this.texts.push(`${uri} ${text}`);
  }
}

function isIn(folder: FakeUri, uri: FakeUri): boolean {
  return folder.scheme === uri.scheme && `${uri.path}/`.startsWith(`${folder.path}/`);
}

interface FakeToken {
  onCancellationRequested(listener: () => void): void;
}

async function message(name: string, values: readonly unknown[]): Promise<unknown> {
  fake.shown.push({ name, values });
  const buttons = values.filter((value) => value instanceof Object && 'title' in value);
  return fake.chosen === undefined ? undefined : buttons[fake.chosen];
}

const vscode = {
  Uri: FakeUri,
  Range: FakeRange,
  WorkspaceEdit: FakeWorkspaceEdit,
  TextEdit: { replace: (_: unknown, newText: string) => ({ newText }) },
  FileType: { SymbolicLink: 64 },
  QuickPickItemKind: { Separator: -1 },
  TabInputText: FakeTab,
  TabInputTextDiff: class {},
  TabInputNotebook: class {},
  l10n: {
    t: (text: string, values: Record<string, string>) =>
      text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  },
  commands: { executeCommand: (command: string) => fake.execute(command) },
  window: {
    createQuickPick: () => fake.quickPick,
    activeTextEditor: undefined,
    visibleTextEditors: [],
    showInformationMessage: (...values: unknown[]) => message('showInformationMessage', values),
    showWarningMessage: (text: string, ...buttons: unknown[]) => {
      fake.warnings.push({ text, buttons: buttons.length });
      return message('showWarningMessage', [text, ...buttons]);
    },
    showErrorMessage: (...values: unknown[]) => message('showErrorMessage', values),
    setStatusBarMessage: (...values: unknown[]) =>
      void fake.shown.push({ name: 'setStatusBarMessage', values }),
    withProgress: (options: unknown, work: (progress: unknown, token: FakeToken) => unknown) => {
      fake.shown.push({ name: 'withProgress', values: [options] });
      return work({}, { onCancellationRequested: (listener) => listener() });
    },
    get tabGroups() {
      return { all: [{ tabs: fake.openTabs.map((uri) => ({ input: new FakeTab(uri) })) }] };
    },
  },
  workspace: {
    get workspaceFolders() {
      return fake.folders;
    },
    get notebookDocuments() {
      return fake.notebooks;
    },
    getWorkspaceFolder: (uri: FakeUri) => fake.folders.find((folder) => isIn(folder.uri, uri)),
    asRelativePath: (uri: FakeUri) => {
      const folder = fake.folders.find((one) => isIn(one.uri, uri));
      return folder ? uri.path.slice(folder.uri.path.length + 1) : uri.path;
    },
    openTextDocument: async ({ content }: { readonly content: string }) => ({
      uri: new FakeUri({ scheme: 'untitled', authority: '', path: 'Untitled-1' }),
      lineCount: 1,
      getText: () => fake.textOfUntitled ?? content,
    }),
    applyEdit: async ({ texts }: FakeWorkspaceEdit) => {
      fake.edits += 1;
      fake.written.push(...texts);
      return true;
    },
    fs: {
      stat: async (uri: FakeUri) => {
        if (uri.scheme === 'file') await stat(uri.path);
        if (fake.missing.includes(uri.path)) throw new Error('There is no such file.');
        return { type: fake.links.includes(uri.path) ? 65 : 1 };
      },
      writeFile: async (uri: FakeUri, bytes: Uint8Array) => {
        fake.written.push(`${uri} ${new TextDecoder().decode(bytes)}`);
      },
    },
  },
};

const shared = Symbol.for('hanlin.fakeVSCode');
Object.assign(globalThis, { [shared]: vscode });
const source = `const vscode = globalThis[Symbol.for('hanlin.fakeVSCode')];
export const { ${Object.keys(vscode).join(', ')} } = vscode;`;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'vscode'
      ? { url: `data:text/javascript,${encodeURIComponent(source)}`, format: 'module', shortCircuit: true }
      : next(specifier, context);
  },
});
