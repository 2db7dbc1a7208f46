import * as vscode from 'vscode';
import type { ModelOptions } from '../core/modelOptions.ts';

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
  const options = userValue<Record<string, ModelOptions>>('options') ?? {};
  return { ...options[`${vendorId}/${apiId}`], ...options[`${vendorId}/${apiId}/${model}`] };
}

/** The language of the answers by its English name: as set, else that of the window. */
export function answerLanguage(): string {
  const language = vscode.workspace.getConfiguration('hanlin').get<string>('answerLanguage', 'auto');
  if (language !== 'auto') return language;
  return new Intl.DisplayNames('en', { type: 'language' }).of(displayLanguage()) ?? 'English';
}

/** BCP 47; VS Code’s tags are in lower case and those for Chinese name the region rather than the script. */
export function displayLanguage(): string {
  const tag = vscode.env.language;
  if (/^zh-(tw|hk)/i.test(tag)) return 'zh-Hant';
  return /^zh/i.test(tag) ? 'zh-Hans' : tag;
}
