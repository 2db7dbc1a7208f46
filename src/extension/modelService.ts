import * as vscode from 'vscode';
import type { Respondent } from '../chat/conversation.ts';
import { systemPrompt } from '../chat/prompts.ts';
import type { AnswerSource } from '../chat/session.ts';
import { ProviderError } from '../core/error.ts';
import type { Transport } from '../core/transport.ts';
import type { ApiDescriptor, Connection, LocalServer, ModelInfo, VendorDescriptor } from '../core/vendor.ts';
import { findApi, vendors } from '../vendors/registry.ts';
import { type ConnectionSource, keyState, type ResolvedConnection, resolveConnection } from './connection.ts';
import type { CredentialStore } from './credentialStore.ts';
import { answerLanguage, displayLanguage, endpointOverride, modelOptions } from './settings.ts';
import { translate } from './translate.ts';

export interface Selection {
  readonly vendorId: string;
  readonly apiId: string;
  readonly model: string;
}

export interface ApiState {
  readonly vendor: VendorDescriptor;
  readonly api: ApiDescriptor;
  readonly key: 'missing' | ConnectionSource;
}

/** The chosen model with all that is known of it. */
export interface Chosen extends ApiState {
  readonly model: string;
  /** Undefined for an id that is not among the suggestions. */
  readonly info: ModelInfo | undefined;
}

const selectionKey = 'hanlin.selection';
const recentKey = 'hanlin.recentModels';
const mostRecent = 5;

/** Which model answers, and with which key. The one place that knows both. */
export class ModelService implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #credentials: CredentialStore;
  readonly #transport: Transport;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #states: readonly ApiState[] = [];

  /** Something of what the other members return has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento, credentials: CredentialStore, transport: Transport) {
    this.#memento = memento;
    this.#credentials = credentials;
    this.#transport = transport;
    this.#subscriptions = [
      credentials.onDidChange(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('hanlin')) void this.refresh();
      }),
    ];
  }

  /** Reads the state of all keys anew. To be awaited once before the first use. */
  async refresh(): Promise<void> {
    const pairs = vendors.flatMap((vendor) => vendor.apis.map((api) => ({ vendor, api })));
    this.#states = await Promise.all(
      pairs.map(async (pair) => ({ ...pair, key: keyState(await this.#resolve(pair.vendor, pair.api)) })),
    );
    this.#changed.fire();
  }

  /** All APIs of all vendors with the state of their keys. */
  get states(): readonly ApiState[] {
    return this.#states;
  }

  /** The user's choice, else the default model of the first API with a key, else undefined. */
  get chosen(): Chosen | undefined {
    const selection = this.#memento.get<Selection>(selectionKey);
    const selected = this.#states.find(
      ({ vendor, api }) => vendor.id === selection?.vendorId && api.id === selection.apiId,
    );
    if (selection && selected) return chosen(selected, selection.model);
    const first = this.#states.find(({ key }) => key !== 'missing');
    return first && chosen(first, first.api.models[0]?.id ?? '');
  }

  /** The models chosen lately, the last one first. */
  get recent(): readonly Selection[] {
    return this.#memento
      .get<readonly Selection[]>(recentKey, [])
      .filter(({ vendorId, apiId }) => findApi(vendorId, apiId));
  }

  /** Takes effect at once; resolves when it is kept for the next window. */
  async choose(selection: Selection): Promise<void> {
    const others = this.recent.filter((recent) => JSON.stringify(recent) !== JSON.stringify(selection));
    const kept = [
      this.#memento.update(selectionKey, selection),
      this.#memento.update(recentKey, [selection, ...others].slice(0, mostRecent)),
    ];
    this.#changed.fire();
    await Promise.all(kept);
  }

  /** Who answers now, in words for people. */
  respondent(): Respondent {
    const chosen = this.chosen;
    if (!chosen) return { vendorId: '', apiId: '', vendorLabel: 'Hanlin', modelLabel: '' };
    return {
      vendorId: chosen.vendor.id,
      apiId: chosen.api.id,
      vendorLabel: translate(chosen.vendor.label),
      modelLabel: chosen.info?.label ?? chosen.model,
      ...(chosen.info && { maxOutputTokens: chosen.info.maxOutputTokens }),
    };
  }

  /** @throws {ProviderError} of kind `auth` when there is no key, or it was entered for another address. */
  async connect(): Promise<AnswerSource> {
    const chosen = this.chosen;
    const resolved = chosen && (await this.#resolve(chosen.vendor, chosen.api));
    if (!chosen || !resolved || resolved.state === 'missing') {
      throw new ProviderError('auth', '', { advice: 'no-key' });
    }
    if (resolved.state === 'other-address') {
      throw new ProviderError('auth', `${resolved.bound} → ${resolved.wanted}`, { advice: 'other-address' });
    }
    return {
      provider: await this.createProvider(chosen.api, resolved.connection),
      model: chosen.model,
      system: this.system(),
      choices: {
        thinking: chosen.info === undefined || chosen.info.thinking === 'optional',
        webSearch: chosen.info?.webSearch ?? false,
      },
      options: modelOptions(chosen.vendor.id, chosen.api.id, chosen.model),
      ...(chosen.info && { window: chosen.info.contextWindow }),
    };
  }

  /** Our instructions to the model. */
  system(): string {
    return systemPrompt(answerLanguage());
  }

  createProvider(api: ApiDescriptor, connection: Connection): ReturnType<ApiDescriptor['create']> {
    return api.create(connection, this.#transport);
  }

  /** The servers of an API that run on this computer. */
  async findLocalServers(api: ApiDescriptor): Promise<readonly LocalServer[]> {
    return (await api.findLocalServers?.(this.#transport, new AbortController().signal)) ?? [];
  }

  /** The models of the servers that have models of their own, as far as they answer. */
  async ownModels(): Promise<readonly Selection[]> {
    const asked = this.#states.filter(({ api, key }) => api.ownModels && key !== 'missing');
    const listed = asked.map(async ({ vendor, api }) => {
      const resolved = await this.#resolve(vendor, api);
      if (resolved.state !== 'ready') return [];
      const provider = await this.createProvider(api, resolved.connection);
      const ids = (await provider.listModels?.(AbortSignal.timeout(5_000)).catch(() => [])) ?? [];
      return ids.map((model) => ({ vendorId: vendor.id, apiId: api.id, model }));
    });
    return (await Promise.all(listed)).flat();
  }

  /** Which address the settings want instead of the one the chosen model's key was entered for, if they do. */
  async otherAddress(): Promise<{ readonly bound: string; readonly wanted: string } | undefined> {
    const chosen = this.chosen;
    const resolved = chosen && (await this.#resolve(chosen.vendor, chosen.api));
    return resolved?.state === 'other-address' ? resolved : undefined;
  }

  /** Lets the chosen model's key go to another origin as well. */
  async confirmOrigin(origin: string): Promise<void> {
    const chosen = this.chosen;
    if (chosen) await this.#credentials.confirmOrigin(chosen.vendor.id, chosen.api.id, origin);
  }

  async #resolve(vendor: VendorDescriptor, api: ApiDescriptor): Promise<ResolvedConnection> {
    return resolveConnection(api, {
      stored: await this.#credentials.read(vendor.id, api.id),
      environment: process.env,
      override: endpointOverride(vendor.id, api.id),
      confirmedOrigins: await this.#credentials.confirmedOrigins(vendor.id, api.id),
      language: displayLanguage(),
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}

function chosen(state: ApiState, model: string): Chosen {
  return { ...state, model, info: state.api.models.find(({ id }) => id === model) };
}
