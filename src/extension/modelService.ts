import * as vscode from 'vscode';
import type { AnswerTurn, ModelSelection, Respondent } from '../chat/conversation.ts';
import type { VendorUsage } from '../chat/dailyUsage.ts';
import { measuredProvider } from '../chat/measuredProvider.ts';
import { observedProvider } from '../chat/observedProvider.ts';
import { costOf } from '../chat/prices.ts';
import { systemPrompt } from '../chat/prompts.ts';
import { withLatest } from '../chat/recentItems.ts';
import type { AnswerSource } from '../chat/session.ts';
import { calibrated, readCalibration, type TokenCalibration, tokenFactor } from '../chat/tokenCalibration.ts';
import { ProviderError } from '../core/error.ts';
import type { ModelOptions } from '../core/modelOptions.ts';
import type { Provider } from '../core/provider.ts';
import type { RateLimit } from '../core/streamPart.ts';
import type { Transport } from '../core/transport.ts';
import type { ApiDescriptor, Connection, LocalServer, ModelInfo, VendorDescriptor } from '../core/vendor.ts';
import { findApi, vendors } from '../vendors/registry.ts';
import { addressError } from './addressQuestion.ts';
import { chosenModel, respondentOf, stateOf, withModel } from './chosenModel.ts';
import {
  type Agreement,
  type ConnectionSource,
  keyState,
  type OtherAddress,
  type ResolvedConnection,
  resolveConnection,
} from './connection.ts';
import type { CredentialStore } from './credentialStore.ts';
import { isSameModel } from './modelRows.ts';
import { answerLanguage, displayLanguage, endpointOverride, modelOptions, prices } from './settings.ts';
import { translate } from './translate.ts';
import type { UsageLog } from './usageLog.ts';

export interface ApiState {
  readonly vendor: VendorDescriptor;
  readonly api: ApiDescriptor;
  readonly key: 'missing' | ConnectionSource;
  /** Whether there is a key that can be read. */
  readonly isUsable: boolean;
}

/** An API that has a key, and how it would be asked. */
export interface ConfiguredApi extends Pick<ApiState, 'vendor' | 'api'> {
  readonly resolved: Extract<ResolvedConnection, { state: 'ready' | 'other-address' }>;
}

/** Whose key: an API, by our ids. */
export type KeyOwner = Pick<ModelSelection, 'vendorId' | 'apiId'>;

export interface ReportedLimit extends RateLimit {
  readonly at: number;
}

/** The chosen model with all that is known of it. */
export interface Chosen extends ApiState {
  readonly model: string;
  /** Undefined for an id that is not among the suggestions. */
  readonly info: ModelInfo | undefined;
}

const selectionKey = 'hanlin.selection';
const recentKey = 'hanlin.recentModels';
const calibrationKey = 'hanlin.tokenFactors';
const mostRecent = 5;

/** Which model answers, and with which key. The one place that knows both. */
export class ModelService implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #credentials: CredentialStore;
  readonly #transport: Transport;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #states: readonly ApiState[] = [];
  #calibration: TokenCalibration;
  readonly #usage: UsageLog;
  readonly #rateLimits = new Map<string, ReportedLimit>();
  #running = 0;

  /** Something of what the other members return has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento, credentials: CredentialStore, transport: Transport, usage: UsageLog) {
    this.#usage = usage;
    this.#memento = memento;
    this.#calibration = readCalibration(memento.get(calibrationKey));
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
      pairs.map(async (pair) => {
        const resolved = await this.#resolve(pair.vendor, pair.api);
        const isUsable = resolved.state !== 'missing' && resolved.state !== 'unreadable';
        return { ...pair, key: keyState(resolved), isUsable };
      }),
    );
    this.#changed.fire();
  }

  /** All APIs of all vendors with the state of their keys. */
  get states(): readonly ApiState[] {
    return this.#states;
  }

  /** The user's choice, else the default model of the first API with a key, one that can be read if possible, else undefined. */
  get chosen(): Chosen | undefined {
    return chosenModel(this.#states, this.#memento.get<ModelSelection>(selectionKey));
  }

  /** The models chosen lately, the last one first. */
  get recent(): readonly ModelSelection[] {
    return this.#memento
      .get<readonly ModelSelection[]>(recentKey, [])
      .filter(({ vendorId, apiId }) => findApi(vendorId, apiId));
  }

  /** Takes effect at once; resolves when it is kept for the next window. */
  async choose(selection: ModelSelection): Promise<void> {
    const kept = [
      this.#memento.update(selectionKey, selection),
      this.#memento.update(recentKey, withLatest(this.recent, selection, isSameModel, mostRecent)),
    ];
    this.#changed.fire();
    await Promise.all(kept);
  }

  /** The state of the key that a model would be asked with. */
  keyOf(selection: ModelSelection): ApiState['key'] {
    return stateOf(this.#states, selection)?.key ?? 'missing';
  }

  /** Who answers: the chosen model, or the given one. */
  respondent(by?: ModelSelection): Respondent {
    const state = by && stateOf(this.#states, by);
    return respondentOf(state ? withModel(state, by.model) : this.chosen, translate);
  }

  /** @throws {ProviderError} of kind `auth` when there is no key, or it was entered for another address. */
  async connect(respondent: Respondent): Promise<AnswerSource> {
    const state = stateOf(this.#states, respondent);
    const resolved = state && (await this.#resolve(state.vendor, state.api));
    if (!resolved || resolved.state === 'missing') throw new ProviderError('auth', '', { advice: 'no-key' });
    if (resolved.state === 'unreadable') throw new ProviderError('auth', '', { advice: 'unreadable-key' });
    if (resolved.state === 'other-address') {
      throw addressError(resolved);
    }
    const { info, api, model } = withModel(state, respondent.model);
    return {
      provider: this.#watched(await this.createProvider(api, resolved.connection), respondent),
      model,
      system: this.system(),
      choices: {
        thinking: info === undefined || info.thinking === 'optional',
        webSearch: info?.webSearch ?? false,
      },
      options: this.optionsOf(respondent),
      images: this.takesImages(respondent),
      ...(info && { window: info.contextWindow }),
    };
  }

  /** What the user has set for a model. */
  optionsOf({ vendorId, apiId, model }: ModelSelection): ModelOptions {
    return modelOptions(vendorId, apiId, model);
  }

  /** Whether pictures may be sent; of a model we know nothing of, it is left to try. */
  takesImages(selection: ModelSelection): boolean {
    const state = stateOf(this.#states, selection);
    const info = state && withModel(state, selection.model).info;
    return info === undefined || info.images === true;
  }

  /** Whether any request is on its way, of the panel or of anything else. */
  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** What was used today, by vendor. */
  usageToday(): Promise<ReadonlyMap<string, VendorUsage>> {
    return this.#usage.today();
  }

  /** The limits that an API reported last, and when (milliseconds since 1970 UTC). */
  rateLimitOf({ vendorId, apiId }: ModelSelection): ReportedLimit | undefined {
    return this.#rateLimits.get(`${vendorId}/${apiId}`);
  }

  /** How many tokens a model counts where we estimate one. */
  contextFactor(model: ModelSelection): number {
    return tokenFactor(this.#calibration, model);
  }

  /** What an answer has cost, in words; undefined where the price is not known. */
  priceOf(answer: AnswerTurn): string | undefined {
    return costOf(answer, prices());
  }

  /** Our instructions to the model. */
  system(): string {
    return systemPrompt(answerLanguage());
  }

  /** How the APIs that have a key would be asked, or why not. */
  async connections(): Promise<readonly ConfiguredApi[]> {
    const resolved = await Promise.all(
      vendors.flatMap((vendor) =>
        vendor.apis.map(async (api) => ({ vendor, api, resolved: await this.#resolve(vendor, api) })),
      ),
    );
    return resolved.filter(
      (one): one is ConfiguredApi => one.resolved.state === 'ready' || one.resolved.state === 'other-address',
    );
  }

  createProvider(api: ApiDescriptor, connection: Connection): ReturnType<ApiDescriptor['create']> {
    return api.create(connection, this.#transport);
  }

  /** The servers of an API that run on this computer. */
  async findLocalServers(api: ApiDescriptor): Promise<readonly LocalServer[]> {
    return (await api.findLocalServers?.(this.#transport, new AbortController().signal)) ?? [];
  }

  /** The models of the servers that have models of their own, as far as they answer. */
  ownModels(): Promise<readonly ModelSelection[]> {
    return this.#listModels(({ api }) => api.ownModels === true);
  }

  /** The models that the APIs with a key say they have, as far as they can tell. */
  listedModels(): Promise<readonly ModelSelection[]> {
    return this.#listModels(() => true);
  }

  async #listModels(isAsked: (state: ApiState) => boolean): Promise<readonly ModelSelection[]> {
    const asked = this.#states.filter((state) => state.key !== 'missing' && isAsked(state));
    const listed = asked.map(async ({ vendor, api }) => {
      const resolved = await this.#resolve(vendor, api);
      if (resolved.state !== 'ready') return [];
      const provider = await this.createProvider(api, resolved.connection);
      const ids = (await provider.listModels?.(AbortSignal.timeout(5_000)).catch(() => [])) ?? [];
      return ids.map((model) => ({ vendorId: vendor.id, apiId: api.id, model }));
    });
    return (await Promise.all(listed)).flat();
  }

  /** Where an API's key would go instead of where it was entered for, if the user has not agreed to it. */
  async otherAddress({ vendorId, apiId }: KeyOwner): Promise<OtherAddress | undefined> {
    const found = findApi(vendorId, apiId);
    const resolved = found && (await this.#resolve(found.vendor, found.api));
    return resolved?.state === 'other-address' ? resolved : undefined;
  }

  /** Lets an API's key go to another origin as well. */
  async agree({ vendorId, apiId }: KeyOwner, agreement: Agreement): Promise<void> {
    await this.#credentials.agree(vendorId, apiId, agreement);
  }

  /** The provider with everything that is to be known of its answers noted. */
  #watched(provider: Provider, respondent: Respondent): Provider {
    const measured = measuredProvider(provider, (estimated, reported) =>
      this.#learn(respondent, estimated, reported),
    );
    return observedProvider(measured, {
      begin: () => {
        this.#setRunning(this.#running + 1);
        return () => this.#setRunning(this.#running - 1);
      },
      finish: ({ usage, rateLimit }) => {
        const { vendorId, apiId } = respondent;
        if (rateLimit) this.#rateLimits.set(`${vendorId}/${apiId}`, { ...rateLimit, at: Date.now() });
        if (usage) void this.#usage.add(vendorId, usage);
      },
    });
  }

  #setRunning(running: number): void {
    const wasBusy = this.isBusy;
    this.#running = running;
    if (wasBusy !== this.isBusy) this.#changed.fire();
  }

  #learn(model: ModelSelection, estimated: number, reported: number): void {
    const learned = calibrated(this.#calibration, model, estimated, reported);
    if (learned === this.#calibration) return;
    this.#calibration = learned;
    // What cannot be kept is learned anew.
    this.#memento.update(calibrationKey, learned).then(undefined, () => {});
    this.#changed.fire();
  }

  async #resolve(vendor: VendorDescriptor, api: ApiDescriptor): Promise<ResolvedConnection> {
    const stored = await this.#credentials.read(vendor.id, api.id);
    if (stored === 'unreadable') return { state: 'unreadable', source: 'stored' };
    return resolveConnection(api, {
      stored,
      environment: process.env,
      override: endpointOverride(vendor.id, api.id),
      agreements: await this.#credentials.agreements(vendor.id, api.id),
      language: displayLanguage(),
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
