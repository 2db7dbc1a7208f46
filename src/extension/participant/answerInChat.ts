import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../chat/attachment.ts';
import type { ModelSelection, QuestionTurn, Respondent } from '../../chat/conversation.ts';
import { parseModelId } from '../../chat/modelId.ts';
import { typedText } from '../../chat/participantTurns.ts';
import { fitRequest } from '../../chat/requestMessages.ts';
import { ProviderError } from '../../core/error.ts';
import type { Message } from '../../core/message.ts';
import { questionFrom } from '../codeQuestions.ts';
import { chatError } from '../display/chatError.ts';
import { languageModelError } from '../languageModels/languageModelError.ts';
import { languageModelVendor } from '../languageModels/languageModelProvider.ts';
import type { ModelService } from '../modelService.ts';
import { parsedAddress } from '../openableAddress.ts';
import { streamModel } from '../streamModel.ts';
import { translate } from '../translate.ts';
import { type ChatOutput, createChatWriter } from './chatWriter.ts';
import { participantHistory } from './participantHistory.ts';
import { referenceAttachments } from './referenceAttachments.ts';
import type { ParticipantMetadata } from './registerParticipant.ts';

/**
 * Answers a question to `@hanlin` with the model that is chosen in the chat; with ours where that is one of ours or
 * none. What stands in the way is part of the result, as the chat shows it.
 */
export async function answerInChat(
  models: ModelService,
  request: vscode.ChatRequest,
  { history }: vscode.ChatContext,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const respondent = models.respondent(selectionOf(request.model));
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  const output: ChatOutput = {
    markdown: (text) => stream.markdown(text),
    progress: (text) => stream.progress(text),
    reference: (url) => {
      const uri = parsedAddress(url);
      if (uri) stream.reference(uri);
    },
  };
  const writer = createChatWriter(output, respondent, translate);
  try {
    const question = await questionTurn(request);
    const turns = [...participantHistory(history, respondent), question];
    const fitting = { system: models.system(), share: 1 };
    if (isForeign(request.model)) {
      const { maxInputTokens } = request.model;
      const { messages } = fitRequest(turns, {
        ...fitting,
        window: maxInputTokens,
        factor: 1,
        images: false,
      });
      const response = await request.model.sendRequest(foreignMessages(messages), {}, token);
      for await (const text of response.text) writer.write({ type: 'text-delta', text });
    } else {
      const parts = streamModel(
        models,
        respondent,
        ({ model, window, images, options }) => {
          const factor = models.contextFactor(respondent);
          const { messages } = fitRequest(turns, { ...fitting, window, factor, images });
          return { model, messages, options };
        },
        controller.signal,
      );
      for await (const part of parts) writer.write(part);
    }
    const metadata: ParticipantMetadata = { related: writer.related, command: request.command };
    return { metadata };
  } catch (error) {
    if (token.isCancellationRequested || error instanceof vscode.CancellationError) return {};
    return { errorDetails: chatError(explanation(error, respondent)) };
  } finally {
    writer.end();
    subscription.dispose();
  }
}

/** What happened, for the user. An error that is no provider's was made for the user, or by another extension's model. */
function explanation(error: unknown, respondent: Respondent): string {
  if (error instanceof ProviderError) return languageModelError(error, respondent).message;
  return error instanceof Error ? error.message : String(error);
}

/** Which of our models is chosen in the chat, if it is one. */
function selectionOf({ vendor, id }: vscode.LanguageModelChat): ModelSelection | undefined {
  if (vendor !== languageModelVendor) return undefined;
  return parseModelId(id);
}

/** Whether a model of another extension is chosen. There may be none at all. */
function isForeign(model: vscode.LanguageModelChat | undefined): model is vscode.LanguageModelChat {
  return model !== undefined && model.vendor !== languageModelVendor;
}

async function questionTurn(request: vscode.ChatRequest): Promise<QuestionTurn> {
  const { prompt, command, references } = request;
  const attached: readonly Attachment[] = await referenceAttachments(references);
  const question = await questionFrom({ text: typedText(prompt, command) }, attached);
  return {
    role: 'question',
    id: randomUUID(),
    parent: null,
    alternative: 1,
    askedAt: Date.now(),
    ...question,
    attachments: [...attached, ...question.attachments],
  };
}

/** Models of others know no system messages through the stable API. */
function foreignMessages(messages: readonly Message[]): vscode.LanguageModelChatMessage[] {
  return messages.map(({ role, text }) =>
    role === 'assistant'
      ? vscode.LanguageModelChatMessage.Assistant(text)
      : vscode.LanguageModelChatMessage.User(text),
  );
}
