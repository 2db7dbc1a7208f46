import * as vscode from 'vscode';
import { type PriceTable, readPrices } from '../chat/prices.ts';
import { builtInCommands, type OwnCommands, readOwnCommands } from '../chat/slashCommands.ts';
import type { ModelOptions, OptionName } from '../core/modelOptions.ts';
import type { SlashCommand } from '../shared/protocol.ts';
import { translate } from './translate.ts';

/** What decides where keys go must come from the user, whatever a workspace says. */
function userValue<T>(key: string): T | undefined {
  return vscode.workspace.getConfiguration('hanlin').inspect<T>(key)?.globalValue;
}

/** The address that the user set for an API instead of the entered one. */
export function endpointOverride(vendorId: string, apiId: string): string | undefined {
  const address = userValue<Record<string, unknown>>('endpoints')?.[`${vendorId}/${apiId}`];
  return typeof address === 'string' && address.trim() !== '' ? address : undefined;
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
  const { [key]: before, ...others } = userValue<Record<string, ModelOptions>>('options') ?? {};
  const { [name]: _, ...rest } = before ?? {};
  const changed = value === undefined ? rest : { ...rest, [name]: value };
  const options = Object.keys(changed).length === 0 ? others : { ...others, [key]: changed };
  await vscode.workspace
    .getConfiguration('hanlin')
    .update(
      'options',
      Object.keys(options).length === 0 ? undefined : options,
      vscode.ConfigurationTarget.Global,
    );
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

/** All commands that a question may begin with, the user's own first. */
export function slashCommandRows(own: OwnCommands): SlashCommand[] {
  const builtIn = builtInCommands(translate).filter(({ name }) => !Object.hasOwn(own, name));
  return [
    ...Object.entries(own).map(([name, { text, description = text }]) => ({
      name,
      description: firstLine(description),
      own: true,
    })),
    ...builtIn.map(({ name, description }) => ({ name, description, own: false })),
  ];
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}

/** What sends a question. */
export function sendWith(): 'enter' | 'ctrlEnter' {
  const key = vscode.workspace.getConfiguration('hanlin').get<string>('sendWith');
  return key === 'ctrlEnter' ? 'ctrlEnter' : 'enter';
}

/** A language’s name is shorter: what else a workspace may set here would be an instruction to the model. */
const longestLanguage = 40;

/** The language of the answers by its English name: as set, else that of the window. */
export function answerLanguage(): string {
  const set: unknown = vscode.workspace.getConfiguration('hanlin').get('answerLanguage', 'auto');
  const language = typeof set === 'string' ? set.trim() : 'auto';
  const isName =
    /^[\p{L}\p{M}][\p{L}\p{M}\p{N} ()'’-]*$/u.test(language) && language.length <= longestLanguage;
  if (isName && language !== 'auto') return language;
  return new Intl.DisplayNames('en', { type: 'language' }).of(displayLanguage()) ?? 'English';
}

/** BCP 47; VS Code’s tags are in lower case and those for Chinese name the region rather than the script. */
export function displayLanguage(): string {
  const tag = vscode.env.language;
  if (/^zh-(tw|hk)/i.test(tag)) return 'zh-Hant';
  return /^zh/i.test(tag) ? 'zh-Hans' : tag;
}
