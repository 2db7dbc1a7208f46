import * as vscode from 'vscode';
import { firstCompletionModel } from '../../chat/completionRules.ts';
import type { ModelSelection } from '../../chat/conversation.ts';
import { ProviderError } from '../../core/error.ts';
import { commandIds } from '../commandIds.ts';
import { createPicker, type PickerRow } from '../display/picker.ts';
import { keyStateText } from '../keyStateText.ts';
import type { ApiState, ModelService } from '../modelService.ts';
import { translate } from '../translate.ts';
import { completionModel, parseModel, setCompletionModel } from './completionSettings.ts';
import type { CompletionModel } from './completionSource.ts';

/** The model that fills in code: the one that is set, else the first that can of an API that has a key. */
export function selectedModel(models: ModelService): ModelSelection | undefined {
  return completionModel() ?? firstCompletionModel(models.states);
}

/** @throws {ProviderError} if there is no such model, no key for it, or it cannot fill in code. */
export async function connectModel(models: ModelService): Promise<CompletionModel> {
  const selection = selectedModel(models);
  if (!selection) throw new ProviderError('auth', '', { advice: 'no-key' });
  const { provider, model, options = {} } = await models.connect(models.respondent(selection));
  const completeCode = provider.completeCode?.bind(provider);
  if (!completeCode) {
    throw new ProviderError('invalid-request', translate('This model cannot fill in code.'), {
      advice: 'choose-model',
    });
  }
  return { completeCode, model, options };
}

interface Row extends PickerRow {
  readonly selection: ModelSelection;
  readonly isTyped?: boolean;
}

/**
 * Lets the user pick the model that fills in code, from the suggestions, from what the servers on this computer offer,
 * or by typing any; leads on to the key if there is none. Resolves to true when one was picked.
 */
export async function chooseCompletionModel(models: ModelService): Promise<boolean> {
  const selection = await pick(models);
  if (!selection) return false;
  await setCompletionModel(selection);
  if (models.keyOf(selection) === 'missing') {
    await vscode.commands.executeCommand(commandIds.manageKeys, selection.vendorId, selection.apiId);
  }
  return true;
}

function pick(models: ModelService): Promise<ModelSelection | undefined> {
  return new Promise((resolve) => {
    const { quickPick, setRows, chosen } = createPicker<Row>(
      translate('Choose a model that fills in code'),
      translate('Choose a model, or type vendor/API/model'),
    );
    const suggested = models.states.flatMap(suggestedRows);
    let listed: Row[] = [];
    const showRows = (): void => {
      setRows([...suggested, ...listed, ...typedRow(quickPick.value)]);
    };
    quickPick.matchOnDescription = true;
    showRows();
    quickPick.onDidChangeValue(showRows);
    void models.ownModels().then((selections) => {
      listed = selections.map((selection) => ({
        label: selection.model,
        description: translate('on your server'),
        selection,
      }));
      showRows();
    });
    quickPick.onDidAccept(() => {
      const row = chosen();
      // Who types and presses Enter at once means what was typed, though less of it may be listed.
      const selection = row?.isTyped ? parseModel(quickPick.value) : row?.selection;
      if (!selection) return;
      resolve(selection);
      quickPick.dispose();
    });
    quickPick.onDidHide(() => {
      resolve(undefined);
      quickPick.dispose();
    });
    quickPick.show();
  });
}

function suggestedRows({ vendor, api, key }: ApiState): Row[] {
  return api.models
    .filter(({ completion }) => completion)
    .map(({ id, label }) => ({
      label,
      description: [translate(vendor.label), translate(api.label), keyStateText(key, translate)].join(' · '),
      selection: { vendorId: vendor.id, apiId: api.id, model: id },
    }));
}

function typedRow(value: string): Row[] {
  const selection = parseModel(value);
  return selection ? [{ label: value.trim(), alwaysShow: true, selection, isTyped: true }] : [];
}
