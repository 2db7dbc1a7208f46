import * as vscode from 'vscode';
import { remarkOn } from '../../chat/advice.ts';
import type { Respondent } from '../../chat/conversation.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { PacedText } from '../pacedText.ts';
import { translate } from '../translate.ts';

export interface ChatWriter {
  write(part: StreamPart): void;
  /** To be called when no more parts follow, for whatever reason. */
  end(): void;
  /** Questions that the vendor proposed. */
  readonly related: readonly string[];
}

/** Writes what a model says into VS Code’s own chat. What is written there cannot be taken back. */
export function createChatWriter(stream: vscode.ChatResponseStream, respondent: Respondent): ChatWriter {
  const related: string[] = [];
  const paced = new PacedText((text) => stream.markdown(text));
  let written = '';
  let reasons = false;

  function writeText(text: string): void {
    written += text;
    paced.add(text);
  }

  function write(part: StreamPart): void {
    switch (part.type) {
      case 'text-delta':
        writeText(part.text);
        break;
      case 'text-replace': {
        const { text } = part;
        writeText(text.startsWith(written) ? text.slice(written.length) : `\n\n${text}`);
        break;
      }
      case 'reasoning-delta':
        if (reasons) break;
        reasons = true;
        paced.flush();
        stream.progress(translate('Thinking'));
        break;
      case 'source':
        if (part.url !== undefined && /^https?:/i.test(part.url)) {
          paced.flush();
          stream.reference(vscode.Uri.parse(part.url));
        }
        break;
      case 'suggestions':
        related.push(...part.items);
        break;
      case 'notice':
        writeText(`\n\n*${remarkOn(part, respondent, translate).text}*\n\n`);
        break;
      case 'finish':
        if (part.reason === 'length') {
          writeText(`\n\n*${translate('Stopped at the model’s limit for one answer')}*`);
        }
        break;
    }
  }

  return { write, end: () => paced.flush(), related };
}
