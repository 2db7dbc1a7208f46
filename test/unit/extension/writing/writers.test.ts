import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { type Node, parse } from 'acorn';
import { describe, it } from 'mocha';
import { repository } from '../../../../scripts/vscode/paths.ts';

/*
 * Whatever changes a document or a file asks first (WritePermission), so nothing else may: this finds, in all code that
 * runs in the extension host, the names by which VS Code and Node let files be written.
 */

/** By which documents are changed, commands run in a terminal and files written; each with the files that may. */
const names: Readonly<Record<string, readonly string[]>> = {
  applyEdit: ['src/extension/writing/writeChanges.ts'],
  WorkspaceEdit: ['src/extension/writing/writeChanges.ts'],
  TextEdit: ['src/extension/writing/writeChanges.ts'],
  writeFile: [
    'src/extension/writing/writeFile.ts',
    // Its own folder in the global storage.
    'src/extension/history/summaryIndex.ts',
    'src/extension/history/compactFile.ts',
    // The name of our own function.
    'src/extension/conversationActions.ts',
  ],
  NotebookEdit: [],
  SnippetString: [],
  SnippetTextEdit: [],
  insertSnippet: [],
  DocumentPasteEdit: [],
  DocumentDropEdit: [],
  registerDocumentFormattingEditProvider: [],
  registerFileSystemProvider: [],
  saveAll: [],
  // Nothing is suggested by itself where any other way asks.
  InlineCompletionItem: ['src/extension/completion/inlineCompletions.ts'],
  // After the whole command was shown.
  sendText: ['src/extension/codeActions/runInTerminal.ts'],
  sendSequence: [],
  executeTask: [],
  Task: [],
  ShellExecution: [],
  ProcessExecution: [],
};

const fileWriter = 'src/extension/writing/writeFile.ts';

/** What may be done with `workspace.fs` elsewhere. */
const reading = new Set(['readFile', 'stat', 'readDirectory', 'isWritableFileSystem']);

/** Node's functions that leave files as they are. */
const nodeReading = new Set(['readFile', 'readdir', 'stat', 'lstat', 'realpath', 'readlink', 'watch']);
/** Files that keep what is Hanlin's own, in VS Code's global storage. */
const ownStorage = /^src\/extension\/(history\/\w+|usageLog)\.ts$/;

/** VS Code's commands that change no file. */
const commands =
  /^(noop|setContext|undo|redo|vscode\.(open|diff|moveViews|execute\w+Provider)|revealInExplorer|workbench\.action\.(openSettings|terminal\.copySelection)|hanlin\..*)$/;

interface Found {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** As far as it is looked at. */
interface AnyNode extends Node {
  readonly name?: string;
  readonly value?: unknown;
  readonly callee?: AnyNode;
  readonly arguments?: readonly AnyNode[];
  readonly object?: AnyNode;
  readonly property?: AnyNode;
  readonly source?: AnyNode;
  readonly specifiers?: readonly (AnyNode & { readonly imported?: AnyNode })[];
  readonly key?: AnyNode;
}

function* nodesIn(node: Node): Generator<AnyNode> {
  yield node;
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && 'type' in child) yield* nodesIn(child as Node);
  }
}

/** The name that something is reached by, written out or in quotes. */
function nameOf(node: AnyNode | undefined): string | undefined {
  return node?.name ?? (typeof node?.value === 'string' ? node.value : undefined);
}

/** What of some code may write without asking. */
function unaskedWrites(file: string, source: string): Found[] {
  const found: Found[] = [];
  const code = stripTypeScriptTypes(source);
  const report = (node: Node, what: string) => {
    found.push({ file, line: node.loc?.start.line ?? 0, what });
  };
  // Only there VS Code can be reached: lint sees to that.
  const hasVSCode = file.startsWith('src/extension/');
  const readOnlyUse = new Set<Node>();
  for (const node of nodesIn(parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }))) {
    const { type, callee, object, property } = node;
    const imported = type === 'ImportDeclaration' ? nameOf(node.source) : undefined;
    if (imported !== undefined && /^(node:)?fs(\/promises)?$/.test(imported) && !ownStorage.test(file)) {
      for (const specifier of node.specifiers ?? []) {
        const name = nameOf(specifier.imported) ?? '*';
        if (!nodeReading.has(name)) report(node, `${imported} ${name}`);
      }
    }
    if (/^(node:)?(child_process|worker_threads|vm)$/.test(imported ?? '')) report(node, `${imported}`);
    if (!hasVSCode) continue;
    if (
      type === 'MemberExpression' &&
      object?.type === 'MemberExpression' &&
      nameOf(object.property) === 'fs'
    ) {
      if (reading.has(nameOf(property) ?? '') && property?.type === 'Identifier') readOnlyUse.add(object);
    }
    if (
      type === 'MemberExpression' &&
      nameOf(property) === 'fs' &&
      !readOnlyUse.has(node) &&
      file !== fileWriter
    )
      report(node, 'fs');
    if (type === 'Property' && nameOf(node.key) === 'fs') report(node, 'fs');
    const name = type === 'Identifier' || type === 'Literal' ? nameOf(node) : undefined;
    if (name !== undefined && Object.hasOwn(names, name) && !names[name]?.includes(file)) report(node, name);
    // editor.edit(…), but not Session's edit(id, …) and the like.
    const isEdit = type === 'CallExpression' && nameOf(callee?.property) === 'edit';
    const isOfSession = nameOf(callee?.object) === 'session';
    if (isEdit && !isOfSession && file !== 'src/extension/writing/writeChanges.ts') report(node, 'edit');
    if (type === 'CallExpression' && nameOf(callee?.property) === 'executeCommand') {
      const id = node.arguments?.[0];
      if (typeof id?.value === 'string' && !commands.test(id.value)) report(node, id.value);
    }
  }
  return found;
}

describe('what writes files', () => {
  it('goes through src/extension/writing, which asks', () => {
    const files = globSync('src/{extension,chat,core,net,vendors,shared}/**/*.ts', {
      cwd: repository,
    }).sort();
    assert.ok(files.length > 300);
    const found = files.flatMap((file) => unaskedWrites(file, readFileSync(join(repository, file), 'utf8')));
    assert.deepEqual(found, []);
  });

  it('is named here only as long as it is there', () => {
    const missing = Object.entries(names).flatMap(([name, files]) =>
      files.filter((file) => !readFileSync(join(repository, file), 'utf8').includes(name)),
    );
    assert.deepEqual(missing, []);
  });

  it('is found however it is written', () => {
    for (const code of [
      'await vscode.workspace.applyEdit(edit)',
      'const { applyEdit } = vscode.workspace',
      "vscode.workspace['applyEdit'](edit)",
      'new vscode.WorkspaceEdit()',
      'await editor.edit((builder) => builder.insert(at, text))',
      'editor?.edit(build, { undoStopBefore: false })',
      "editor['edit'](build)",
      'await editor.insertSnippet(snippet)',
      'await vscode.workspace.fs.writeFile(uri, bytes)',
      'await vscode.workspace.fs.delete(uri)',
      'await vscode.workspace.fs.rename(one, other)',
      'await vscode.workspace.fs.copy(one, other)',
      'await vscode.workspace.fs.createDirectory(uri)',
      'await vscode.workspace.fs[name](uri)',
      'const { fs } = vscode.workspace',
      'const files = vscode.workspace.fs',
      "import { writeFile } from 'node:fs/promises'",
      "import { cp } from 'node:fs/promises'",
      "import * as fs from 'node:fs'",
      "import fs from 'fs'",
      "import { spawn } from 'node:child_process'",
      'terminal.sendText(code)',
      "vscode.commands.executeCommand('type', { text })",
      "vscode.commands.executeCommand('editor.action.insertSnippet', { snippet })",
      "vscode.commands.executeCommand('workbench.action.files.saveAll')",
    ])
      assert.notDeepEqual(unaskedWrites('src/extension/new.ts', code), [], code);
  });

  it('is told from what only reads', () => {
    const code = [
      "import { readFile } from 'node:fs/promises';",
      'await vscode.workspace.fs.readFile(uri);',
      'session.edit(id, question);',
      "void vscode.commands.executeCommand('setContext', key, true);",
      'map.delete(key);',
    ];
    assert.deepEqual(unaskedWrites('src/extension/new.ts', code.join('\n')), []);
  });
});
