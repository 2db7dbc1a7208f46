import * as vscode from 'vscode';
import type { StreamPart } from '../../core/streamPart.ts';

/**
 * Hands stream parts on to VS Code. What has been handed on cannot be taken back: where a server rewrites what it has
 * said, only what is new follows, or the whole anew after a blank line.
 */
export function createResponseReporter(
  progress: vscode.Progress<vscode.LanguageModelResponsePart>,
): (part: StreamPart) => void {
  let reported = '';

  function reportText(text: string): void {
    if (text === '') return;
    reported += text;
    progress.report(new vscode.LanguageModelTextPart(text));
  }

  return (part) => {
    switch (part.type) {
      case 'text-delta':
        return reportText(part.text);
      case 'text-replace':
        return reportText(
          part.text.startsWith(reported) ? part.text.slice(reported.length) : `\n\n${part.text}`,
        );
      case 'tool-call':
        progress.report(new vscode.LanguageModelToolCallPart(part.id, part.name, inputOf(part.input)));
        return;
    }
  };
}

/** What a model writes as a tool's input need not be JSON. */
function inputOf(input: string): object {
  try {
    const parsed: unknown = JSON.parse(input === '' ? '{}' : input);
    return typeof parsed === 'object' && parsed !== null ? parsed : { input: parsed };
  } catch {
    return { input };
  }
}
