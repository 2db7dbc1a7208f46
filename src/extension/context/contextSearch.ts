import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import { symbolIcon } from '../../chat/codeSymbols.ts';
import { visibleName } from '../../chat/hiddenCharacters.ts';
import { LatestEntries } from '../../chat/latestEntries.ts';
import { withLatest } from '../../chat/recentItems.ts';
import type { ContextItem } from '../../shared/protocol.ts';
import { notify } from '../display/messages.ts';
import { fileName } from '../fileNames.ts';
import { translate } from '../translate.ts';
import { ignoredFiles } from '../workspaceFiles/ignoredFiles.ts';
import { permitSending } from '../workspaceFiles/permitSending.ts';
import { leadsOut } from '../workspaceFiles/realPlace.ts';
import { editorInSight, selectedCode } from './codeContext.ts';
import { contextWords, fitsWords, isOneOf } from './contextWords.ts';
import { uriAttachment } from './fileAttachment.ts';
import { openEditors, openEditorsAttachment } from './folderAttachment.ts';
import { changedFiles, changesAttachment } from './gitChanges.ts';
import {
  fileProblemsAttachment,
  problemsOf,
  workspaceProblems,
  workspaceProblemsAttachment,
} from './problemsAttachment.ts';
import { bestFiles, bonusOf, folderOf, foldersOf, uniqueFiles } from './rankFiles.ts';
import { type FoundSymbol, SymbolFinder, symbolAttachment } from './symbols.ts';
import { terminalAttachment } from './terminalAttachment.ts';
import { type WorkspaceFile, WorkspaceFiles } from './workspaceFiles.ts';

/** Things of one kind that can be attached. */
export interface ContextGroup {
  /** In the user's language. */
  readonly label: string;
  readonly items: ContextItem[];
}

/** Something that can be attached, before it is read. */
interface Offer extends ContextItem {
  readonly read: () => Promise<Attachment>;
}

const most = { files: 12, folders: 4, symbols: 8, recent: 50 };
/** A language server that takes longer is not waited for. */
const symbolsWithinMs = 400;
/** What was offered may be chosen while the next search is on its way. */
const mostOffers = 500;
/**
 * What can be attached to a question with `@` or by dropping it: files, folders, symbols, and what is on the screen.
 * Nothing of it is read before the user has chosen it.
 */
export class ContextSearch implements vscode.Disposable {
  readonly #files = new WorkspaceFiles();
  readonly #symbols = new SymbolFinder();
  readonly #offers = new LatestEntries<string, Offer['read']>(mostOffers);
  readonly #subscription: vscode.Disposable;
  /** The files that were looked at, the last one first. */
  #recent: readonly vscode.Uri[] = [];

  constructor() {
    for (const { uri } of vscode.workspace.textDocuments) this.#remember(uri);
    this.#remember(vscode.window.activeTextEditor?.document.uri);
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) =>
      this.#remember(editor?.document.uri),
    );
  }

  /** What fits `query`, in groups without empty ones. An empty query finds what is open and on the screen, else any files. */
  async search(query: string): Promise<ContextGroup[]> {
    const typed = query.trim();
    const [context, files, symbols] = await Promise.all([
      contextOffers(typed),
      this.#fileOffers(typed),
      this.#symbolOffers(typed),
    ]);
    const onScreen = { label: translate('Context'), offers: context };
    const groups = [
      { label: translate('Files and folders'), offers: files },
      { label: translate('Symbols'), offers: symbols },
    ];
    // With a few letters a file is more likely to be meant; with the whole word it is not.
    const isNamed = typed === '' || Object.values(contextWords).some((words) => isOneOf(typed, words));
    return (isNamed ? [onScreen, ...groups] : [...groups, onScreen])
      .filter(({ offers }) => offers.length > 0)
      .map(({ label, offers }) => ({ label, items: offers.map((offer) => this.#offered(offer)) }));
  }

  /**
   * Reads what a search has found.
   *
   * @throws {Error} with a message for the user where that cannot be attached, or is not there any more.
   */
  async attach(id: string): Promise<Attachment> {
    const read = this.#offers.get(id);
    if (!read) throw new Error(translate('This list is out of date. Search again.'));
    return read();
  }

  /** Reads what was dropped, files and folders. The user is told what cannot be attached. */
  async attachUris(uris: readonly string[]): Promise<Attachment[]> {
    const read = await Promise.allSettled(uris.map(async (uri) => uriAttachment(localUri(uri))));
    const faults = read.flatMap((result) =>
      result.status === 'rejected' && !(result.reason instanceof vscode.CancellationError)
        ? [String(result.reason.message)]
        : [],
    );
    if (faults.length > 0) void notify('warning', [...new Set(faults)].join(' '));
    return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  async #fileOffers(query: string): Promise<Offer[]> {
    const { isForbidden } = await ignoredFiles();
    // What the user has opened he may want to ask about although Git ignores it.
    const open = openEditors().filter(({ uri }) => !isForbidden(uri));
    const recent = this.#recent
      .filter((uri) => !isForbidden(uri))
      .map((uri) => ({ uri, path: vscode.workspace.asRelativePath(uri) }));
    if (query === '') {
      // For the letters that follow.
      const listed = this.#files.list();
      const seen = uniqueFiles([...open, ...recent]);
      return Promise.all((seen.length > 0 ? seen : await listed).slice(0, most.files).map(fileOffer));
    }
    const bonus = bonusOf(open, recent);
    const listed = await this.#files.list();
    const files = bestFiles(query, uniqueFiles([...open, ...recent, ...listed]), bonus);
    const folders = bestFiles(query, foldersOf(listed, parentOf), bonus);
    return Promise.all([
      ...files.slice(0, most.files).map(fileOffer),
      ...folders.slice(0, most.folders).map(folderOffer),
    ]);
  }

  async #symbolOffers(query: string): Promise<Offer[]> {
    if (query === '') return [];
    const found = this.#symbols.find(query, editorInSight()?.document).catch(() => []);
    const symbols = await Promise.race([found, delay(symbolsWithinMs, [] as readonly FoundSymbol[])]);
    // Several extensions may know the symbols of one language.
    const { isIgnored } = await ignoredFiles();
    const kept = symbols.filter(({ uri }) => !isIgnored(uri));
    const byId = new Map(kept.map(symbolOffer).map((offer) => [offer.id, offer]));
    return [...byId.values()].slice(0, most.symbols);
  }

  #offered({ read, ...item }: Offer): ContextItem {
    this.#offers.set(item.id, read);
    return item;
  }

  #remember(uri: vscode.Uri | undefined): void {
    if (!uri || (uri.scheme !== 'file' && !vscode.workspace.getWorkspaceFolder(uri))) return;
    this.#recent = withLatest(this.#recent, uri, isSameUri, most.recent);
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** What is on the screen, as far as there is any and `query` fits what it is called. */
async function contextOffers(query: string): Promise<Offer[]> {
  const asked = Object.entries(contextWords).filter(([, words]) => fitsWords(query, words));
  const offers = await Promise.all(asked.map(([kind]) => offersOf[kind as keyof typeof contextWords]()));
  return offers.flat();
}

const offersOf: Record<keyof typeof contextWords, () => Offer[] | Promise<Offer[]>> = {
  selection() {
    const code = selectedCode();
    if (!code) return [];
    const { name, startLine, endLine } = code;
    return [
      {
        id: 'selection',
        icon: 'list-selection',
        label: translate('Selected code'),
        detail: `${name}:${startLine}-${endLine}`,
        async read() {
          const selected = selectedCode() ?? code;
          await permitSending(vscode.Uri.parse(selected.uri));
          return selected;
        },
      },
    ];
  },
  async problems() {
    const uri = editorInSight()?.document.uri;
    const ofFile = uri ? problemsOf(uri).length : 0;
    const inAll = (await workspaceProblems()).reduce((sum, [, problems]) => sum + problems.length, 0);
    return [
      ...(uri && ofFile > 0
        ? [
            {
              id: `problems:${uri}`,
              icon: 'warning',
              label: translate('Problems in {name}', { name: fileName(uri) }),
              detail: String(ofFile),
              read: () => fileProblemsAttachment(uri),
            },
          ]
        : []),
      ...(inAll > 0
        ? [
            {
              id: 'problems',
              icon: 'warning',
              label: translate('Problems in the workspace'),
              detail: String(inAll),
              read: workspaceProblemsAttachment,
            },
          ]
        : []),
    ];
  },
  terminal() {
    const terminal = vscode.window.activeTerminal;
    if (!terminal) return [];
    const label = translate('Selection in the terminal');
    return [
      {
        id: 'terminal',
        icon: 'terminal',
        label,
        detail: visibleName(terminal.name),
        read: terminalAttachment,
      },
    ];
  },
  async changes() {
    const count = await changedFiles();
    if (count === 0) return [];
    const label = translate('Git changes');
    const detail = count === 1 ? translate('1 file') : translate('{count} files', { count: String(count) });
    return [{ id: 'changes', icon: 'git-compare', label, detail, read: changesAttachment }];
  },
  editors() {
    const count = openEditors().length;
    if (count === 0) return [];
    const label = translate('Open editors');
    const detail = count === 1 ? translate('1 file') : translate('{count} files', { count: String(count) });
    return [{ id: 'editors', icon: 'files', label, detail, read: openEditorsAttachment }];
  },
};

function symbolOffer(symbol: FoundSymbol): Offer {
  const line = symbol.range.start.line + 1;
  return {
    id: `symbol:${symbol.uri}:${line}:${symbol.name}`,
    icon: symbolIcon(symbol.kind),
    label: visibleName(symbol.name),
    detail: `${fileName(symbol.uri)}:${line}`,
    read: () => symbolAttachment(symbol),
  };
}

async function fileOffer(file: WorkspaceFile): Promise<Offer> {
  const shown = await place(file);
  return { id: `file:${file.uri}`, icon: 'file-code', ...shown, read: () => uriAttachment(file.uri) };
}

async function folderOffer(folder: WorkspaceFile): Promise<Offer> {
  return {
    id: `folder:${folder.uri}`,
    icon: 'folder',
    ...(await place(folder)),
    read: () => uriAttachment(folder.uri),
  };
}

/** The name, and the folder that it is in; of a link out of the workspace, that it is one. */
async function place({ uri, path }: WorkspaceFile): Promise<{ label: string; detail: string }> {
  const folder = visibleName(folderOf(path));
  const warning = (await leadsOut(uri)) ? [translate('leads out of the workspace')] : [];
  return { label: fileName(uri), detail: [folder, ...warning].filter((part) => part !== '').join(' · ') };
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

function isSameUri(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

/** In a remote window the panel's browser names files by the remote, which to an extension there are plain files. */
function localUri(dropped: string): vscode.Uri {
  const uri = vscode.Uri.parse(dropped, true);
  const isHere = vscode.workspace.workspaceFolders?.some((folder) => folder.uri.scheme === 'file');
  return uri.scheme === 'vscode-remote' && isHere ? vscode.Uri.file(uri.path) : uri;
}
