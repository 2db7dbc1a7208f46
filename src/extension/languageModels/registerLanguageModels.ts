import * as vscode from 'vscode';
import type { ModelService } from '../modelService.ts';
import { LanguageModelProvider, languageModelVendor } from './languageModelProvider.ts';

/** Offers the configured models to VS Code’s own chat and to other extensions, where the editor has a place for that. */
export function registerLanguageModels(models: ModelService): vscode.Disposable[] {
  // Editors that are built upon an older VS Code, or leave this out, have no such function.
  if (typeof vscode.lm?.registerLanguageModelChatProvider !== 'function') return [];
  const provider = new LanguageModelProvider(models);
  return [provider, vscode.lm.registerLanguageModelChatProvider(languageModelVendor, provider)];
}
