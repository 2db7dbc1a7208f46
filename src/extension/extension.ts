import * as vscode from 'vscode';
import { ChatController } from './chatController.ts';
import { ChatView } from './chatView.ts';
import { attachSelection, explainSelection } from './codeQuestions.ts';
import { commandIds } from './commandIds.ts';
import { CredentialStore } from './credentialStore.ts';
import { carryOut } from './intentions.ts';
import { ModelService } from './modelService.ts';
import { createStatusBar } from './statusBar.ts';
import { translate } from './translate.ts';
import { createTransport } from './transport/createTransport.ts';

let chat: ChatController | undefined;

/** What the integration tests reach into; handed out in test runs only. */
export interface TestHandles {
  readonly credentials: CredentialStore;
  readonly models: ModelService;
  readonly chat: ChatController;
  readonly activationMs: number;
}

export async function activate(context: vscode.ExtensionContext): Promise<TestHandles | undefined> {
  const startedAt = performance.now();
  const log = vscode.window.createOutputChannel('Hanlin', { log: true });
  const report = (error: unknown): void => log.error(error instanceof Error ? error : String(error));
  try {
    const transport = createTransport(log);
    const credentials = new CredentialStore(context.secrets);
    const models = new ModelService(context.globalState, credentials, transport);
    const directory = vscode.Uri.joinPath(context.globalStorageUri, 'conversations').fsPath;
    const controller = new ChatController({
      models,
      directory,
      workspaceState: context.workspaceState,
      report,
    });
    const view = new ChatView(
      context.extensionUri,
      controller,
      (intention) => carryOut(intention, controller, models),
      report,
    );
    chat = controller;
    // What only a click needs is loaded by that click.
    const commands: Record<keyof typeof commandIds, (...values: unknown[]) => unknown> = {
      attachSelection: () => attachSelection(controller, view),
      chooseModel: async () => (await import('./modelPicker.ts')).chooseModel(models),
      explainSelection: () => explainSelection(controller, view),
      focusChat: () => view.focus(),
      manageKeys: async (vendor, api) => {
        const { manageKeys } = await import('./keyWizard.ts');
        await manageKeys(models, credentials, text(vendor), text(api));
      },
      newChat: () => controller.newChat(),
      showLog: () => log.show(),
      stop: () => controller.stop(),
    };
    context.subscriptions.push(log, transport, credentials, models, controller, view);
    for (const [name, run] of Object.entries(commands)) {
      const id = commandIds[name as keyof typeof commandIds];
      context.subscriptions.push(vscode.commands.registerCommand(id, run));
    }
    context.subscriptions.push(createStatusBar(models, controller));
    await Promise.all([models.refresh(), controller.restore()]);
    const activationMs = performance.now() - startedAt;
    log.info(`Started in ${Math.round(activationMs)} ms.`);
    const isTest = context.extensionMode === vscode.ExtensionMode.Test;
    return isTest ? { credentials, models, chat: controller, activationMs } : undefined;
  } catch (error) {
    report(error);
    void vscode.window.showErrorMessage(translate('Hanlin could not start. The log says more.'));
    throw error;
  }
}

export async function deactivate(): Promise<void> {
  await chat?.flush();
}

/** A command's argument may be anything: whoever runs it chooses. */
function text(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}
