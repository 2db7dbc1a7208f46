import type { Respondent } from '../chat/conversation.ts';
import type { AnswerSource } from '../chat/session.ts';
import { countLineEnds, type TextSize } from '../chat/textSize.ts';
import { ProviderError } from '../core/error.ts';
import type { Message } from '../core/message.ts';
import type { ModelOptions } from '../core/modelOptions.ts';
import type { ChatRequest } from '../core/provider.ts';
import type { StreamPart } from '../core/streamPart.ts';
import type { ModelService } from './modelService.ts';
import { orAborted } from './orAborted.ts';
import { streamModel } from './streamModel.ts';

/** A question that is no part of a conversation. */
export interface LoneQuestion {
  /** Our instructions to the model; the panel's own are not sent. */
  readonly system?: string;
  readonly messages: readonly Message[];
  /** Go before what the user has set for the model. `thinking` and `webSearch` only where the model lets us choose. */
  readonly options?: ModelOptions;
  /** Absent: the chosen model. */
  readonly respondent?: Respondent;
  /** An answer that is larger is none of the kind that was asked for. Absent: any may come. */
  readonly largest?: TextSize;
}

export interface LoneAnswer {
  readonly text: string;
  readonly finish: Extract<StreamPart, { type: 'finish' }>;
}

/**
 * Asks a model once, outside of any conversation, and tries again as the panel does as long as no text has come.
 *
 * @param onText is called with each piece of text, and with all of it so far. A server that rewrites what it has said
 *   leaves `delta` empty: then only `text` tells.
 * @throws {ProviderError} when the request fails or the reply is cut; of kind `cancelled` when the signal is aborted,
 *   at once, however long the vendor takes to hang up.
 */
export async function askModel(
  models: Pick<ModelService, 'connect' | 'respondent'>,
  question: LoneQuestion,
  signal: AbortSignal,
  onText: (delta: string, text: string) => void,
): Promise<LoneAnswer> {
  const respondent = question.respondent ?? models.respondent();
  return orAborted(answerTo(models, respondent, question, signal, onText), signal);
}

async function answerTo(
  models: Pick<ModelService, 'connect'>,
  respondent: Respondent,
  { system, messages, options, largest }: LoneQuestion,
  signal: AbortSignal,
  onText: (delta: string, text: string) => void,
): Promise<LoneAnswer> {
  const makeRequest = (source: AnswerSource): ChatRequest => ({
    model: source.model,
    messages: system === undefined ? messages : [{ role: 'system', text: system }, ...messages],
    options: { ...source.options, ...possible(options, source) },
  });
  let text = '';
  let lineEnds = 0;
  for await (const part of streamModel(models, respondent, makeRequest, signal)) {
    if (signal.aborted) break;
    if (part.type === 'text-delta') {
      text += part.text;
      lineEnds += countLineEnds(part.text);
      refuseLarger(text.length, lineEnds, largest);
      onText(part.text, text);
    } else if (part.type === 'text-replace') {
      text = part.text;
      lineEnds = countLineEnds(text);
      refuseLarger(text.length, lineEnds, largest);
      onText('', text);
    } else if (part.type === 'finish') {
      return { text, finish: part };
    }
  }
  throw new ProviderError('cancelled', '');
}

function refuseLarger(characters: number, lineEnds: number, largest: TextSize | undefined): void {
  if (!largest || (characters <= largest.characters && lineEnds < largest.lines)) return;
  throw new ProviderError(
    'protocol',
    `The reply has more than ${largest.characters} characters or ${largest.lines} lines`,
  );
}

function possible(options: ModelOptions = {}, { choices }: AnswerSource): ModelOptions {
  const { thinking, webSearch, ...others } = options;
  return {
    ...others,
    ...(choices.thinking && thinking !== undefined && { thinking }),
    ...(choices.webSearch && webSearch !== undefined && { webSearch }),
  };
}
