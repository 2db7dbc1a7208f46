import * as vscode from 'vscode';
import { commandLink } from '../../chat/commandLink.ts';
import { labelText, markdownLabel, messageText } from '../../chat/foreignText.ts';
import { type Icon, iconMark } from './icons.ts';

export interface HoverLink {
  readonly icon?: Icon;
  readonly title: string;
  readonly command: string;
  /** As JSON can hold them. */
  readonly values?: readonly unknown[];
}

export interface HoverContent {
  /** In bold, with a text beside it. */
  readonly heading?: string;
  readonly beside?: string;
  readonly paragraphs?: readonly string[];
  /** The only thing in it that can be clicked, and the only commands that it may run. */
  readonly links: readonly HoverLink[];
}

/** What is shown over something: texts are texts, whatever Markdown would see in them. */
export function hover({ heading, beside = '', paragraphs = [], links }: HoverContent): vscode.MarkdownString {
  const content = new vscode.MarkdownString('', true);
  content.isTrusted = { enabledCommands: [...new Set(links.map(({ command }) => command))] };
  if (heading !== undefined) {
    content.appendMarkdown('**').appendText(labelText(heading)).appendMarkdown('**');
    if (beside !== '') content.appendMarkdown(' · ').appendText(labelText(beside));
  }
  for (const paragraph of paragraphs) content.appendMarkdown('\n\n').appendText(messageText(paragraph));
  if (heading !== undefined) content.appendMarkdown('\n\n---\n\n');
  const shown = links.map(({ icon, title, command, values = [] }) => {
    const text = markdownLabel(title);
    return commandLink(icon ? `${iconMark(icon)} ${text}` : text, command, ...values);
  });
  return content.appendMarkdown(shown.join(' &nbsp; '));
}
