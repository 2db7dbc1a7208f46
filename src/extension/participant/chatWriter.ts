import { remarkOn, type Translate } from '../../chat/advice.ts';
import type { Respondent } from '../../chat/conversation.ts';
import { continuationOf } from '../../chat/rewrittenText.ts';
import type { StreamPart } from '../../core/streamPart.ts';
import { PacedText } from '../pacedText.ts';

export interface ChatWriter {
  write(part: StreamPart): void;
  /** To be called when no more parts follow, for whatever reason. */
  end(): void;
  /** Questions that the vendor proposed. */
  readonly related: readonly string[];
}

/** Where an answer is written. */
export interface ChatOutput {
  markdown(text: string): void;
  progress(text: string): void;
  /** A page that the answer rests on. */
  reference(url: string): void;
}

/** Writes what a model says into VS Code’s own chat. What is written there cannot be taken back. */
export function createChatWriter(
  output: ChatOutput,
  respondent: Respondent,
  translate: Translate,
): ChatWriter {
  const related: string[] = [];
  const paced = new PacedText((text) => output.markdown(text));
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
      case 'text-replace':
        writeText(continuationOf(written, part.text));
        break;
      case 'reasoning-delta':
        if (reasons) break;
        reasons = true;
        paced.flush();
        output.progress(translate('Thinking'));
        break;
      case 'source':
        if (part.url !== undefined && /^https?:/i.test(part.url)) {
          paced.flush();
          output.reference(part.url);
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
