import * as vscode from 'vscode';
import type { ModelSelection } from '../../chat/conversation.ts';
import { offeredIds, offeredModel } from '../../chat/offeredModel.ts';
import type { AnswerSource } from '../../chat/session.ts';
import { estimateTokens } from '../../chat/tokenEstimate.ts';
import type { ChatRequest, Tool } from '../../core/provider.ts';
import { commandIds } from '../commandIds.ts';
import type { ModelService } from '../modelService.ts';
import { streamModel } from '../streamModel.ts';
import { translate } from '../translate.ts';
import { languageModelError } from './languageModelError.ts';
import { createResponseReporter } from './responseReporter.ts';
import { toMessages } from './toMessages.ts';

/** As in package.json. */
export const languageModelVendor = 'hanlin';

/** What VS Code knows of a model, and what we need to ask it. */
export interface HanlinModel extends vscode.LanguageModelChatInformation {
  readonly selection: ModelSelection;
}

/** All models that have a key, for VS Code’s own chat and for other extensions. */
export class LanguageModelProvider
  implements vscode.LanguageModelChatProvider<HanlinModel>, vscode.Disposable
{
  readonly #models: ModelService;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #known = '';

  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(models: ModelService) {
    this.#models = models;
    this.#subscription = models.onDidChange(() => {
      const known = JSON.stringify(
        models.states.map(({ vendor, api, key, isUsable }) => [vendor.id, api.id, key, isUsable]),
      );
      if (known === this.#known) return;
      this.#known = known;
      this.#changed.fire();
    });
  }

  /** Without a key at all, and if VS Code allows to ask, leads to entering one. */
  async provideLanguageModelChatInformation({
    silent,
  }: vscode.PrepareLanguageModelChatModelOptions): Promise<HanlinModel[]> {
    const configured = () => this.#models.states.filter(({ isUsable }) => isUsable);
    if (configured().length === 0 && !silent) {
      await vscode.commands.executeCommand(commandIds.manageKeys);
    }
    const own = await this.#models.ownModels();
    return configured().flatMap((state) => {
      return offeredIds(state, own).map((id) => offeredModel(state, id, translate));
    });
  }

  async provideLanguageModelChatResponse(
    { selection }: HanlinModel,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const respondent = this.#models.respondent(selection);
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    const reporter = createResponseReporter({
      text: (text) => progress.report(new vscode.LanguageModelTextPart(text)),
      toolCall: (id, name, input) => progress.report(new vscode.LanguageModelToolCallPart(id, name, input)),
    });
    try {
      const makeRequest = (source: AnswerSource): ChatRequest => ({
        ...request(selection, messages, options),
        options: source.options,
      });
      for await (const part of streamModel(this.#models, respondent, makeRequest, controller.signal)) {
        reporter.report(part);
      }
    } catch (error) {
      throw controller.signal.aborted
        ? new vscode.CancellationError()
        : languageModelError(error, respondent);
    } finally {
      reporter.end();
      subscription.dispose();
    }
  }

  async provideTokenCount(
    { selection }: HanlinModel,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    const whole = typeof text === 'string' ? text : JSON.stringify(toMessages([text]));
    return Math.ceil(estimateTokens(whole) * this.#models.contextFactor(selection));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function request(
  { model }: ModelSelection,
  messages: readonly vscode.LanguageModelChatRequestMessage[],
  { tools = [], toolMode }: vscode.ProvideLanguageModelChatResponseOptions,
): ChatRequest {
  const offered = tools.map(({ name, description, inputSchema }): Tool => {
    return { name, description, parameters: (inputSchema as Tool['parameters'] | undefined) ?? emptySchema };
  });
  const isRequired = toolMode === vscode.LanguageModelChatToolMode.Required;
  return {
    model,
    messages: toMessages(messages),
    ...(offered.length > 0 && { tools: offered, toolChoice: isRequired ? 'required' : 'auto' }),
  };
}

/** A tool that takes nothing still needs a schema. */
const emptySchema = { type: 'object', properties: {} };
