import { stat } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { posix } from 'node:path';

/*
 * As much of VS Code as src/extension/writing looks at. Only there: everything else that imports it is tested in the
 * extension host.
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
  written: [] as string[],
  warnings: [] as { readonly text: string; readonly buttons: number }[],
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

const vscode = {
  Uri: FakeUri,
  Range: FakeRange,
  WorkspaceEdit: FakeWorkspaceEdit,
  TextEdit: { replace: (_: unknown, newText: string) => ({ newText }) },
  FileType: { SymbolicLink: 64 },
  TabInputText: FakeTab,
  TabInputTextDiff: class {},
  TabInputNotebook: class {},
  l10n: {
    t: (text: string, values: Record<string, string>) =>
      text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  },
  window: {
    activeTextEditor: undefined,
    visibleTextEditors: [],
    showWarningMessage: async (text: string, ...buttons: unknown[]) => {
      fake.warnings.push({ text, buttons: buttons.length });
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
    applyEdit: async ({ texts }: FakeWorkspaceEdit) => {
      fake.written.push(...texts);
      return true;
    },
    fs: {
      stat: async (uri: FakeUri) => {
        if (uri.scheme === 'file') await stat(uri.path);
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
