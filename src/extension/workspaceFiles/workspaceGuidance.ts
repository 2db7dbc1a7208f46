import * as vscode from 'vscode';
import {
  type DeclinedFiles,
  guidanceGlob,
  instructionPaths,
  isGuidancePath,
  promptFiles,
  promptFolder,
  withDeclined,
} from '../../chat/guidanceFiles.ts';
import { visibleText } from '../../chat/hiddenCharacters.ts';
import { readPromptFile } from '../../chat/promptFile.ts';
import type { OwnCommands } from '../../chat/slashCommands.ts';
import { type InstructionText, instructionText } from '../../chat/workspaceInstructions.ts';
import { longestPromptFile } from '../../core/limits.ts';
import { filePath } from '../fileNames.ts';
import { ownCommands, sendsWorkspaceInstructions } from '../settings.ts';
import { readBelow } from './readBelow.ts';

/** A file with what the project asks of everybody who works on it. */
export interface InstructionFile extends InstructionText {
  readonly uri: vscode.Uri;
}

/** Editors and Git write several files at a time. */
const settledAfterMs = 50;
const declinedKey = 'hanlin.declinedInstructions';

/** What the folders of a trusted workspace say to us: instructions for the model, and commands for the user. */
export class WorkspaceGuidance implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #report: (error: unknown) => void;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #watchers: vscode.Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;
  #instructions: readonly InstructionFile[] = [];
  #prompts: OwnCommands = {};
  #isRestricted = false;
  #read: Promise<void>;

  /** The commands are others, what goes along as instructions, or `isRestricted`. */
  readonly onDidChange = this.#changed.event;

  /** @param memento keeps which instructions the user does not want in which conversation */
  constructor(memento: vscode.Memento, report: (error: unknown) => void) {
    this.#memento = memento;
    this.#report = report;
    this.#subscriptions = [
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
        this.#refresh();
      }),
      // What was saved here holds at once.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (isGuidancePath(uri.path)) this.#refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const settings = ['hanlin.prompts', 'hanlin.workspaceInstructions'];
        if (settings.some((setting) => event.affectsConfiguration(setting))) this.#changed.fire();
      }),
    ];
    this.#watch();
    this.#read = this.#readAll();
  }

  /** Resolves when what the other members return is up to date. VS Code does not always tell that a file is gone. */
  ready(): Promise<void> {
    this.#refresh();
    return this.#read;
  }

  /** The user's own commands: those of the workspace, and before them those of the settings. */
  get commands(): OwnCommands {
    return { ...this.#prompts, ...ownCommands() };
  }

  /** Whether there are instructions or commands that are left out because the workspace is not trusted. */
  get isRestricted(): boolean {
    return this.#isRestricted;
  }

  /** The instructions that go along with the questions of a conversation. */
  instructionsFor(conversation: string): readonly InstructionFile[] {
    if (!sendsWorkspaceInstructions()) return [];
    const declined = this.#declined()[conversation] ?? [];
    return this.#instructions.filter(({ uri }) => !declined.includes(uri.toString()));
  }

  /** Leaves a file out of a conversation from now on. */
  decline(conversation: string, { uri }: InstructionFile): void {
    const declined = withDeclined(this.#declined(), conversation, uri.toString());
    this.#memento.update(declinedKey, declined).then(undefined, this.#report);
    this.#changed.fire();
  }

  #declined(): DeclinedFiles {
    return this.#memento.get(declinedKey, {});
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    const change = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#refresh(), settledAfterMs);
    };
    this.#watchers = (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(folder, guidanceGlob),
      );
      return [watcher, watcher.onDidCreate(change), watcher.onDidChange(change), watcher.onDidDelete(change)];
    });
  }

  #refresh(): void {
    this.#read = this.#read.then(() => this.#readAll());
  }

  async #readAll(): Promise<void> {
    try {
      // Whoever has written it may not be trusted: it would steer the model, and be sent.
      const { isTrusted, workspaceFolders = [] } = vscode.workspace;
      const folders = isTrusted ? workspaceFolders : [];
      const [instructions, prompts] = await Promise.all([
        Promise.all(folders.map(instructionsIn)),
        Promise.all(folders.map(promptsIn)),
      ]);
      const before = this.#inWords();
      this.#instructions = instructions.flat();
      // Where two folders have the same command, the first one's holds.
      this.#prompts = Object.assign({}, ...prompts.reverse());
      this.#isRestricted = !isTrusted && (await someHaveGuidance(workspaceFolders));
      // It is read for each question, and whoever hears of a change draws everything anew.
      if (this.#inWords() !== before) this.#changed.fire();
    } catch (error) {
      this.#report(error);
    }
  }

  #inWords(): string {
    return JSON.stringify([this.#instructions, this.#prompts, this.#isRestricted]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of [...this.#watchers, ...this.#subscriptions]) subscription.dispose();
    this.#changed.dispose();
  }
}

/** Whether a folder has anything to say to us; nothing of it is read. */
async function someHaveGuidance(folders: readonly vscode.WorkspaceFolder[]): Promise<boolean> {
  const places = folders.flatMap(({ uri }) =>
    [...instructionPaths, promptFolder].map((path) => vscode.Uri.joinPath(uri, path)),
  );
  const found = await Promise.allSettled(places.map((place) => vscode.workspace.fs.stat(place)));
  return found.some(({ status }) => status === 'fulfilled');
}

async function instructionsIn({ uri: folder }: vscode.WorkspaceFolder): Promise<InstructionFile[]> {
  const files = await Promise.all(
    instructionPaths.map(async (path) => {
      const uri = vscode.Uri.joinPath(folder, path);
      const text = await readBelow(folder, path);
      if (text === undefined || text.trim() === '') return [];
      return [{ uri, path: filePath(uri), text: instructionText(text) }];
    }),
  );
  return files.flat();
}

async function promptsIn({ uri: folder }: vscode.WorkspaceFolder): Promise<OwnCommands> {
  const entries = await vscode.workspace.fs
    .readDirectory(vscode.Uri.joinPath(folder, promptFolder))
    .then(undefined, () => []);
  const names = promptFiles(entries.map(([name]) => name));
  const read = await Promise.all(
    names.map(async (name) => {
      const text = await readBelow(folder, `${promptFolder}/${name}`, longestPromptFile);
      const prompt = text === undefined ? undefined : readPromptFile(name, visibleText(text));
      return prompt ? [[prompt.name, prompt.command] as const] : [];
    }),
  );
  return Object.fromEntries(read.flat());
}
