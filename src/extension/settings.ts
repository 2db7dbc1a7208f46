import * as vscode from 'vscode';
import { type PriceTable, readPrices } from '../chat/prices.ts';
import { addressSetFor, languageOfAnswers, languageTag, sendKey, withOption } from '../chat/settingValues.ts';
import { type OwnCommands, readOwnCommands } from '../chat/slashCommands.ts';
import type { ModelOptions, OptionName } from '../core/modelOptions.ts';

/** What decides where keys go must come from the user, whatever a workspace says. */
function userValue<T>(key: string): T | undefined {
  return vscode.workspace.getConfiguration('hanlin').inspect<T>(key)?.globalValue;
}

/** The address that the user set for an API instead of the entered one. */
export function endpointOverride(vendorId: string, apiId: string): string | undefined {
  return addressSetFor(userValue('endpoints'), `${vendorId}/${apiId}`);
}

/** What the user set for an API (`vendor/api`) and, going before that, for one of its models (`vendor/api/model`). */
export function modelOptions(vendorId: string, apiId: string, model: string): ModelOptions {
  return { ...optionsSetFor(`${vendorId}/${apiId}`), ...optionsSetFor(`${vendorId}/${apiId}/${model}`) };
}

/** What the user set for exactly this: an API (`vendor/api`) or a model (`vendor/api/model`). */
export function optionsSetFor(key: string): ModelOptions {
  return userValue<Record<string, ModelOptions>>('options')?.[key] ?? {};
}

/** Sets one option of an API or a model in the user's settings; undefined takes it out again. */
export async function setOption(key: string, name: OptionName, value: unknown): Promise<void> {
  const options = withOption(userValue<Record<string, ModelOptions>>('options') ?? {}, key, name, value);
  await vscode.workspace
    .getConfiguration('hanlin')
    .update('options', options, vscode.ConfigurationTarget.Global);
}

/** What the models cost, as the user entered it. */
export function prices(): PriceTable {
  return readPrices(userValue('prices'));
}

/** Whether the instructions of a trusted workspace go along. */
export function sendsWorkspaceInstructions(): boolean {
  return vscode.workspace.getConfiguration('hanlin').get('workspaceInstructions', true);
}

/** The commands that the user wrote in the settings; those of a trusted workspace may add some. */
export function ownCommands(): OwnCommands {
  return readOwnCommands(vscode.workspace.getConfiguration('hanlin').get('prompts'));
}

/** What sends a question. */
export function sendWith(): 'enter' | 'ctrlEnter' {
  return sendKey(vscode.workspace.getConfiguration('hanlin').get('sendWith'));
}

/** The language of the answers by its English name: as set, else that of the window. */
export function answerLanguage(): string {
  const setting: unknown = vscode.workspace.getConfiguration('hanlin').get('answerLanguage', 'auto');
  return languageOfAnswers(setting, displayLanguage());
}

/** BCP 47. */
export function displayLanguage(): string {
  return languageTag(vscode.env.language);
}
