import * as vscode from 'vscode';
import { adviseOn } from '../chat/advice.ts';
import type { Failure } from '../chat/conversation.ts';
import { toFailure } from '../chat/failure.ts';
import { visibleName } from '../chat/hiddenCharacters.ts';
import type { ApiDescriptor, VendorDescriptor } from '../core/vendor.ts';
import { confirmAddress } from './confirmAddress.ts';
import type { Agreement, OtherAddress, StoredConnection } from './connection.ts';
import { enterConnection } from './connectionDialogue.ts';
import type { CredentialStore, StoredKey } from './credentialStore.ts';
import { ask, notify, showProgress } from './display/messages.ts';
import { type ChoiceItem, choose, enter, single } from './display/steps.ts';
import { keyFailureDetail, mayBeStored } from './keyFailure.ts';
import { probeKey } from './keyProbe.ts';
import { keyStateText } from './keyStateText.ts';
import type { ApiState, ModelService } from './modelService.ts';
import { recogniseKey } from './recogniseKey.ts';
import { displayLanguage } from './settings.ts';
import { translate } from './translate.ts';

/**
 * Lets the user add, replace or delete a key. A new key is tried before it is stored.
 *
 * @param vendorId leaves out the choice of the vendor, together with `apiId` that of its API.
 */
export async function manageKeys(
  models: ModelService,
  credentials: CredentialStore,
  vendorId: string | undefined,
  apiId: string | undefined,
): Promise<void> {
  const candidates = models.states.filter(
    ({ vendor, api }) =>
      (vendorId === undefined || vendor.id === vendorId) && (apiId === undefined || api.id === apiId),
  );
  const choice = candidates.length > 1 ? await chooseApi(candidates) : candidates[0];
  if (choice === 'paste') {
    await addPastedKey(models, credentials);
    return;
  }
  const state = choice;
  if (!state) return;
  const stored = await credentials.read(state.vendor.id, state.api.id);
  const owner = { vendorId: state.vendor.id, apiId: state.api.id };
  const other = await models.otherAddress(owner);
  const agreed = await credentials.agreements(owner.vendorId, owner.apiId);
  const action =
    stored || other || agreed.length > 0 ? await chooseAction(state, stored, other, agreed) : 'replace';
  if (action === 'delete') await deleteKey(state, credentials);
  if (action === 'replace')
    await addKey(state, models, credentials, stored === 'unreadable' ? undefined : stored);
  if (action === 'confirm-address') await confirmAddress(models, owner);
  if (action === 'withdraw') await credentials.withdraw(owner.vendorId, owner.apiId);
}

async function chooseApi(states: readonly ApiState[]): Promise<ApiState | 'paste' | undefined> {
  const items: ChoiceItem<ApiState | 'paste'>[] = [
    {
      icon: 'clippy',
      label: translate('Paste a key…'),
      detail: translate('Hanlin finds out by its shape what it belongs to'),
      value: 'paste',
    },
    ...states.map((state) => ({
      label: translate(state.vendor.label),
      description: translate(state.api.label),
      detail: [
        keyStateText(state.key, translate),
        ...(state.api.warning ? [translate(state.api.warning)] : []),
      ].join(' · '),
      value: state,
    })),
  ];
  const step = await choose(single(translate('Manage keys')), translate('Whose key?'), items);
  return step.type === 'value' ? step.value : undefined;
}

type KeyAction = 'replace' | 'delete' | 'confirm-address' | 'withdraw';

async function chooseAction(
  state: ApiState,
  stored: StoredKey,
  other: OtherAddress | undefined,
  agreed: readonly Agreement[],
): Promise<KeyAction | undefined> {
  const items: ChoiceItem<KeyAction>[] = [
    ...(other
      ? [
          {
            icon: 'warning' as const,
            label: translate('Check the address'),
            detail: heldBackText(other),
            value: 'confirm-address' as const,
          },
        ]
      : []),
    { icon: 'key', label: translate('Replace the key'), value: 'replace' },
    ...(agreed.length > 0
      ? [
          {
            icon: 'circle-slash' as const,
            label: translate('Ask again before sending'),
            detail: translate('You have agreed to {addresses}', {
              addresses: agreed.map(({ origin }) => visibleName(origin)).join(', '),
            }),
            value: 'withdraw' as const,
          },
        ]
      : []),
    ...(stored
      ? [{ icon: 'trash' as const, label: translate('Delete the key'), value: 'delete' as const }]
      : []),
  ];
  const title = translate('{vendor} key', { vendor: translate(state.vendor.label) });
  const step = await choose(single(title), storedKeyText(stored), items);
  return step.type === 'value' ? step.value : undefined;
}

function heldBackText({ bound, wanted }: OtherAddress): string {
  const shown = visibleName(wanted);
  return bound === undefined
    ? translate('Nothing is sent to {wanted} before you agree', { wanted: shown })
    : translate('The key was entered for {bound} and is not sent to {wanted}', {
        bound: visibleName(bound),
        wanted: shown,
      });
}

function storedKeyText(stored: StoredKey): string {
  if (stored === 'unreadable') return translate('The stored key cannot be read');
  return stored ? translate('A key is stored on this computer') : translate('Key from the environment');
}

async function deleteKey({ vendor, api }: ApiState, credentials: CredentialStore): Promise<void> {
  await credentials.delete(vendor.id, api.id);
  const text = translate('The {vendor} key is deleted.', { vendor: translate(vendor.label) });
  void notify('info', text);
}

/** Lets the user paste whatever the vendor's console shows, and goes on where that belongs. */
async function addPastedKey(models: ModelService, credentials: CredentialStore): Promise<void> {
  const vendors = models.states.map(({ vendor }) => vendor);
  const unique = [...new Set(vendors)];
  const pasted = await enter(single(translate('Paste a key…')), {
    prompt: translate('One key, or all values of one account, separated by spaces or lines'),
    placeholder: '',
    value: '',
    secret: true,
    check: (value) =>
      recogniseKey(value, unique).length === 0
        ? translate('No vendor’s keys look like this. Choose the vendor instead.')
        : undefined,
  });
  if (pasted.type !== 'value') return;
  const found = recogniseKey(pasted.value, unique).filter(
    ({ api }, at, all) => all.findIndex((other) => other.api === api) === at,
  );
  const items = found.map((key) => ({
    label: translate(key.vendor.label),
    description: translate(key.api.label),
    value: key,
  }));
  const title = translate('Manage keys');
  const chosen =
    items.length > 1 ? await choose(single(title), translate('This may be a key for'), items) : undefined;
  const key = chosen?.type === 'value' ? chosen.value : found[0];
  const state = models.states.find(({ api }) => api === key?.api);
  if (!key || !state || (chosen && chosen.type !== 'value')) return;
  const { authMode, credentials: values } = key;
  await addKey(state, models, credentials, undefined, { authMode, credentials: values });
}

async function addKey(
  state: ApiState,
  models: ModelService,
  credentials: CredentialStore,
  stored: StoredConnection | undefined,
  known: Partial<StoredConnection> = {},
): Promise<void> {
  const { vendor, api } = state;
  const vendorLabel = translate(vendor.label);
  const entered = await enterAndTry(vendorLabel, vendor, api, models, stored?.baseUrl, known);
  if (!entered) return;
  await credentials.write(vendor.id, api.id, entered.connection);
  await models.refresh();
  if (models.chosen?.key === 'missing' || (api.ownModels && models.chosen?.api === api)) {
    await models.choose({ vendorId: vendor.id, apiId: api.id, model: entered.model });
  }
  const answers = models.chosen?.api === api;
  void notify(
    'info',
    answers
      ? translate('The {vendor} key is stored. {model} answers now.', {
          vendor: vendorLabel,
          model: models.respondent().modelLabel,
        })
      : translate('The {vendor} key is stored.', { vendor: vendorLabel }),
  );
}

interface Entered {
  readonly connection: StoredConnection;
  /** A model that these credentials can ask. */
  readonly model: string;
}

/** Asks until the key works, or is to be stored although it does not, or the user gives up. */
async function enterAndTry(
  vendorLabel: string,
  vendor: VendorDescriptor,
  api: ApiDescriptor,
  models: ModelService,
  previousAddress: string | undefined,
  known: Partial<StoredConnection>,
): Promise<Entered | undefined> {
  const running = await models.findLocalServers(api);
  const model = api.models[0]?.id ?? '';
  let address = previousAddress;
  for (;;) {
    const connection = await enterConnection(vendor, api, address, known, running);
    if (!connection) return undefined;
    const tried = await tryKey(vendorLabel, api, connection, models);
    if (tried.type === 'works') return { connection, model: tried.model ?? model };
    const decision = await decideOn(tried.failure, vendorLabel);
    if (decision === 'store') return { connection, model };
    if (decision === undefined) return undefined;
    address = connection.baseUrl;
  }
}

type Tried =
  /** `model` is one that the server has named, where it was asked. */
  { readonly type: 'works'; readonly model?: string } | { readonly type: 'fails'; readonly failure: Failure };

async function tryKey(
  vendorLabel: string,
  api: ApiDescriptor,
  draft: StoredConnection,
  models: ModelService,
): Promise<Tried> {
  const title = translate('Trying the {vendor} key…', { vendor: vendorLabel });
  const controller = new AbortController();
  const attempt = async (): Promise<Tried> => {
    try {
      const provider = await models.createProvider(api, { ...draft, language: displayLanguage() });
      const listed = api.ownModels ? await provider.listModels?.(controller.signal) : undefined;
      const model = listed?.[0];
      await probeKey(provider, api, model ?? api.probeModel, controller.signal);
      return { type: 'works', ...(model !== undefined && { model }) };
    } catch (error) {
      return { type: 'fails', failure: toFailure(error) };
    }
  };
  return showProgress(vscode.ProgressLocation.Notification, title, attempt, () => controller.abort());
}

/** Names the fault. A key whose fault may lie elsewhere can be stored all the same. */
async function decideOn(failure: Failure, vendorLabel: string): Promise<'store' | 'again' | undefined> {
  const notice = adviseOn(failure, { vendorLabel, modelLabel: '' }, translate);
  const again = translate('Enter again');
  const store = translate('Store anyway');
  const answer = await ask(
    'error',
    notice.title,
    keyFailureDetail(failure, notice, translate),
    ...(mayBeStored(failure) ? [again, store] : [again]),
  );
  if (answer === store) return 'store';
  return answer === again ? 'again' : undefined;
}
