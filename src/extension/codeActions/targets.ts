import * as vscode from 'vscode';
import type { AttachedRange } from '../../chat/applyCode.ts';
import type { Attachment } from '../../chat/attachment.ts';
import { filesInQuestion } from '../../chat/filesInQuestion.ts';
import { fileName, filePath } from '../fileNames.ts';
import { normalisedAddress, openableAddress } from '../openableAddress.ts';
import { translate } from '../translate.ts';
import { findPath } from '../workspacePaths.ts';
import type { Dialogues } from './dialogues.ts';
import type { LastEditor } from './lastEditor.ts';

/** A code block that is to be applied. */
export interface AppliedBlock {
  readonly code: string;
  readonly language: string | undefined;
  /** The file that it says it is for. */
  readonly path: string | undefined;
  /** Of the question that it answers. */
  readonly attachments: readonly Attachment[];
}

/** A file that the block may be for. */
export interface Target {
  readonly document: vscode.TextDocument;
  readonly ranges: readonly AttachedRange[];
}

/** The file that the block names, else those that the question was about, else the one the user works in. */
export async function findTargets(
  { path, attachments }: Pick<AppliedBlock, 'path' | 'attachments'>,
  lastEditor: LastEditor,
): Promise<readonly Target[]> {
  const named = path === undefined ? undefined : await findPath(path);
  const files = filesInQuestion(attachments, named && String(named), normalisedAddress);
  const targets = await Promise.all(
    files.map(async ({ uri, ranges }) => {
      const document = await openDocument(uri);
      return document ? [{ document, ranges }] : [];
    }),
  );
  if (files.length > 0) return targets.flat();
  const place = await lastEditor.find();
  return place ? [{ document: place.document, ranges: [] }] : [];
}

/** Undefined where the file is gone or is no text, or where it must not be touched. */
async function openDocument(address: string): Promise<vscode.TextDocument | undefined> {
  try {
    const uri = await openableAddress(address);
    return uri && (await vscode.workspace.openTextDocument(uri));
  } catch {
    return undefined;
  }
}

/** Undefined where the user chooses none. */
export async function chooseTarget(
  targets: readonly Target[],
  dialogues: Dialogues,
): Promise<Target | undefined> {
  if (targets.length === 1) return targets[0];
  return dialogues.choose(
    translate('Which file is this code for?'),
    targets.map((target) => ({
      label: fileName(target.document.uri),
      description: filePath(target.document.uri),
      value: target,
    })),
  );
}
