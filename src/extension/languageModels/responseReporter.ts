import { toolInput } from '../../chat/languageModelMessages.ts';
import { continuationOf } from '../../chat/rewrittenText.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { PacedText } from '../pacedText.ts';

/** Where a response goes. */
export interface ResponseOutput {
  text(text: string): void;
  toolCall(id: string, name: string, input: object): void;
}

export interface ResponseReporter {
  report(part: StreamPart): void;
  /** To be called when no more parts follow, for whatever reason. */
  end(): void;
}

/**
 * Hands stream parts on to VS Code. What has been handed on cannot be taken back: where a server rewrites what it has
 * said, only what is new follows, or the whole anew after a blank line.
 */
export function createResponseReporter(output: ResponseOutput): ResponseReporter {
  const paced = new PacedText((text) => output.text(text));
  let reported = '';

  function reportText(text: string): void {
    reported += text;
    paced.add(text);
  }

  function report(part: StreamPart): void {
    switch (part.type) {
      case 'text-delta':
        reportText(part.text);
        break;
      case 'text-replace':
        reportText(continuationOf(reported, part.text));
        break;
      case 'tool-call':
        paced.flush();
        output.toolCall(part.id, part.name, toolInput(part.input));
        break;
    }
  }

  return { report, end: () => paced.flush() };
}
