import * as vscode from 'vscode';
import type { Translate } from '../chat/advice.ts';

/** Translates by the bundle of the window's language in l10n/. */
export const translate: Translate = (text, values) => vscode.l10n.t(text, values ?? {});
