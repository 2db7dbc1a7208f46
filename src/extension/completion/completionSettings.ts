import * as vscode from 'vscode';
import { languageSwitch } from '../../chat/completionRules.ts';
import type { ModelSelection } from '../../chat/conversation.ts';
import { modelId, parseModelId } from '../../chat/modelId.ts';
import { findApi } from '../../vendors/registry.ts';

export const completionSection = 'hanlin.completion';

/** Whether code is to be suggested at all. */
export function isCompletionEnabled(): boolean {
  return section().get('enabled', false);
}

export async function enableCompletion(isEnabled: boolean): Promise<void> {
  await section().update('enabled', isEnabled, vscode.ConfigurationTarget.Global);
}

/** The model that the user has set; undefined if none, or none that there is. */
export function completionModel(): ModelSelection | undefined {
  return parseModel(section().get('model', ''));
}

export async function setCompletionModel(selection: ModelSelection): Promise<void> {
  await section().update('model', modelId(selection), vscode.ConfigurationTarget.Global);
}

/** A model as it is written in the settings, if we have its API. */
export function parseModel(text: string): ModelSelection | undefined {
  const selection = parseModelId(text);
  return selection && findApi(selection.vendorId, selection.apiId) ? selection : undefined;
}

/** What is needed at every keystroke, read once: looking it up each time would take most of the time there is. */
export interface CompletionSettings {
  /** Milliseconds without typing before the model is asked. */
  readonly delayMs: number;
  /** Whether code is to be suggested in files of a language, by its id. */
  isLanguageOn(language: string): boolean;
}

export function readCompletionSettings(): CompletionSettings {
  const { defaultValue, globalValue } = section().inspect<Record<string, boolean>>('languages') ?? {};
  return {
    delayMs: section().get('delay', 250),
    isLanguageOn: languageSwitch(defaultValue ?? {}, globalValue ?? {}),
  };
}

export async function setLanguageOn(language: string, isOn: boolean): Promise<void> {
  const languages = section().inspect<Record<string, boolean>>('languages')?.globalValue ?? {};
  await section().update('languages', { ...languages, [language]: isOn }, vscode.ConfigurationTarget.Global);
}

function section(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(completionSection);
}
