import * as vscode from 'vscode';

/** What lies at the root of a repository or a package. */
const marks = [
  '.git',
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'composer.json',
  'Gemfile',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Dockerfile',
];

/** Whether a file lies at the root of a repository or a package: hosts and tools look for their files there. */
export async function isAtProjectRoot(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.Uri.joinPath(uri, '..');
  const found = await Promise.all(marks.map((mark) => isThere(vscode.Uri.joinPath(folder, mark))));
  return found.includes(true);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
