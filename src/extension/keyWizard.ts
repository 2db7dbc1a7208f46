import * as vscode from 'vscode';
import { adviseOn } from '../chat/advice.ts';
import type { Failure } from '../chat/conversation.ts';
import { toFailure } from '../chat/failure.ts';
import type { ApiDescriptor, VendorDescriptor } from '../core/vendor.ts';
import type { StoredConnection } from './connection.ts';
import { enterConnection } from './connectionDialogue.ts';
import type { CredentialStore } from './credentialStore.ts';
import { probeKey } from './keyProbe.ts';
import type { ApiState, ModelService } from './modelService.ts';
import { type ChoiceItem, choose, single } from './prompt.ts';
import { displayLanguage } from './settings.ts';
import { translate } from './translate.ts';

/**
 * Lets the user add, replace or delete a key. A new key is tried before it is stored.
 *
 * @param vendorId leaves out the choice of the vendor.
 */
export async function manageKeys(
  models: ModelService,
  credentials: CredentialStore,
  vendorId: string | undefined,
): Promise<void> {
  const candidates = models.states.filter(({ vendor }) => vendorId === undefined || vendor.id === vendorId);
  const state = candidates.length > 1 ? await chooseApi(candidates) : candidates[0];
  if (!state) return;
  const stored = await credentials.read(state.vendor.id, state.api.id);
  const action = stored ? await chooseAction(state) : 'replace';
  if (action === 'delete') await deleteKey(state, credentials);
  if (action === 'replace') await addKey(state, models, credentials, stored);
}

async function chooseApi(states: readonly ApiState[]): Promise<ApiState | undefined> {
  const items = states.map((state) => ({
    label: translate(state.vendor.label),
    description: translate(state.api.label),
    detail: keyStateText(state.key),
    value: state,
  }));
  const step = await choose(single(translate('Manage keys')), translate('Whose key?'), items);
  return step.type === 'value' ? step.value : undefined;
}

/** The state of a key in words. */
export function keyStateText(key: ApiState['key']): string {
  switch (key) {
    case 'missing':
      return translate('No key yet');
    case 'stored':
      return translate('Key stored');
    case 'environment':
      return translate('Key from the environment');
  }
}

async function chooseAction(state: ApiState): Promise<'replace' | 'delete' | undefined> {
  const items: ChoiceItem<'replace' | 'delete'>[] = [
    { label: `$(key) ${translate('Replace the key')}`, value: 'replace' },
    { label: `$(trash) ${translate('Delete the key')}`, value: 'delete' },
  ];
  const title = translate('{vendor} key', { vendor: translate(state.vendor.label) });
  const step = await choose(single(title), translate('A key is stored on this computer'), items);
  return step.type === 'value' ? step.value : undefined;
}

async function deleteKey({ vendor, api }: ApiState, credentials: CredentialStore): Promise<void> {
  await credentials.delete(vendor.id, api.id);
  const text = translate('The {vendor} key is deleted.', { vendor: translate(vendor.label) });
  void vscode.window.showInformationMessage(text);
}

async function addKey(
  state: ApiState,
  models: ModelService,
  credentials: CredentialStore,
  stored: StoredConnection | undefined,
): Promise<void> {
  const { vendor, api } = state;
  const vendorLabel = translate(vendor.label);
  const connection = await enterAndTry(vendorLabel, vendor, api, models, stored?.baseUrl);
  if (!connection) return;
  await credentials.write(vendor.id, api.id, connection);
  await models.refresh();
  if (models.chosen?.key === 'missing') {
    await models.choose({ vendorId: vendor.id, apiId: api.id, model: api.models[0]?.id ?? '' });
  }
  void vscode.window.showInformationMessage(
    translate('The {vendor} key is stored. {model} answers now.', {
      vendor: vendorLabel,
      model: models.respondent().modelLabel,
    }),
  );
}

/** Asks until the key works, or is to be stored although it does not, or the user gives up. */
async function enterAndTry(
  vendorLabel: string,
  vendor: VendorDescriptor,
  api: ApiDescriptor,
  models: ModelService,
  previousAddress: string | undefined,
): Promise<StoredConnection | undefined> {
  let address = previousAddress;
  for (;;) {
    const entered = await enterConnection(vendor, api, address);
    if (!entered) return undefined;
    const failure = await tryKey(vendorLabel, api, entered, models);
    const decision = failure ? await decideOn(failure, vendorLabel) : 'store';
    if (decision === 'store') return entered;
    if (decision === undefined) return undefined;
    address = entered.baseUrl;
  }
}

async function tryKey(
  vendorLabel: string,
  api: ApiDescriptor,
  draft: StoredConnection,
  models: ModelService,
): Promise<Failure | undefined> {
  const title = translate('Trying the {vendor} key…', { vendor: vendorLabel });
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      const provider = await models.createProvider(api, { ...draft, language: displayLanguage() });
      await probeKey(provider, api.probeModel, controller.signal);
      return undefined;
    } catch (error) {
      return toFailure(error);
    }
  });
}

/** Names the fault. A key whose fault may lie elsewhere can be stored all the same. */
async function decideOn(failure: Failure, vendorLabel: string): Promise<'store' | 'again' | undefined> {
  const notice = adviseOn(failure, { vendorLabel, modelLabel: '' }, translate);
  const again = translate('Enter again');
  const store = translate('Store anyway');
  const faultOfKey = failure.kind === 'auth' || failure.kind === 'cancelled';
  const answer = await vscode.window.showErrorMessage(
    notice.title,
    { modal: true, detail: [translate('The key was not stored.'), notice.code ?? ''].join('\n').trim() },
    ...(faultOfKey ? [again] : [again, store]),
  );
  if (answer === store) return 'store';
  return answer === again ? 'again' : undefined;
}
