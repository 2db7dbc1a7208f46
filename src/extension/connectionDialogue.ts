import type { ApiDescriptor, CredentialField, LocalServer, VendorDescriptor } from '../core/vendor.ts';
import { addressFault, tidyAddress } from '../net/serverAddress.ts';
import { confirmTypedAddress } from './confirmAddress.ts';
import type { StoredConnection } from './connection.ts';
import { endpointRemark, fieldFault, offeredEndpoints, withAddress, withField } from './connectionDraft.ts';
import { choose, enter, type Step, type StepPosition } from './display/steps.ts';
import { translate } from './translate.ts';

type DialogueStep = (draft: StoredConnection, position: StepPosition) => Promise<Step<StoredConnection>>;

/**
 * Asks for everything that a connection needs, one native input box after the other, with a way back. Undefined when
 * the user leaves.
 *
 * @param previousAddress where the key that is replaced was entered for.
 * @param known what is known already, shown as entered.
 * @param running servers that were found on this computer; they are offered first.
 */
export async function enterConnection(
  vendor: VendorDescriptor,
  api: ApiDescriptor,
  previousAddress: string | undefined,
  known: Partial<StoredConnection> = {},
  running: readonly LocalServer[] = [],
): Promise<StoredConnection | undefined> {
  const title = translate('{vendor} key', { vendor: translate(vendor.label) });
  const first = api.endpoints[0]?.baseUrl ?? '';
  let draft: StoredConnection = {
    baseUrl: previousAddress ?? first,
    credentials: {},
    authMode: api.authModes[0]?.id ?? '',
    ...known,
  };
  let at = 0;
  for (;;) {
    const steps = dialogueSteps(api, running, draft);
    const step = steps[at];
    if (!step) return draft;
    const result = await step(draft, { title, step: at + 1, totalSteps: steps.length });
    if (result.type === 'cancelled') return undefined;
    if (result.type === 'value') draft = result.value;
    at += result.type === 'back' ? -1 : 1;
  }
}

/** The steps depend on what was chosen: each way to sign in has its own fields. */
function dialogueSteps(
  api: ApiDescriptor,
  running: readonly LocalServer[],
  { authMode }: StoredConnection,
): DialogueStep[] {
  const fields = api.authModes.find(({ id }) => id === authMode)?.fields ?? [];
  return [
    (draft, position) => enterAddress(api, running, draft, position),
    ...(api.authModes.length > 1
      ? [(draft: StoredConnection, at: StepPosition) => chooseAuthMode(api, draft, at)]
      : []),
    ...fields.map(
      (field): DialogueStep =>
        (draft, position) =>
          enterField(api, field, draft, position),
    ),
  ];
}

async function enterAddress(
  api: ApiDescriptor,
  running: readonly LocalServer[],
  draft: StoredConnection,
  position: StepPosition,
): Promise<Step<StoredConnection>> {
  const items = offeredEndpoints(api, running).map((endpoint) => ({
    label: translate(endpoint.label),
    description: endpointRemark(endpoint, running, draft, translate),
    detail: `${translate(endpoint.detail)} · ${new URL(endpoint.baseUrl).host}`,
    value: endpoint.baseUrl as string | undefined,
  }));
  const other = {
    label: translate('Another address…'),
    detail: translate('A gateway of your own that speaks the same API'),
    value: undefined,
  };
  const chosen = await choose(position, translate('Where was the key issued?'), [...items, other]);
  if (chosen.type !== 'value') return chosen;
  if (chosen.value !== undefined) return withValue(withAddress(draft, chosen.value, false));
  let value = items.some((item) => item.value === draft.baseUrl) ? '' : draft.baseUrl;
  for (;;) {
    const typed = await enter(position, {
      prompt: translate('The address up to, but not including, /chat/completions'),
      placeholder: 'https://example.com/v1',
      value,
      secret: false,
      check: (text) => translated(addressFault(tidyAddress(text))),
    });
    if (typed.type !== 'value') return typed;
    const baseUrl = tidyAddress(typed.value);
    if (await confirmTypedAddress(baseUrl)) return withValue(withAddress(draft, baseUrl, true));
    value = baseUrl;
  }
}

async function chooseAuthMode(
  api: ApiDescriptor,
  draft: StoredConnection,
  position: StepPosition,
): Promise<Step<StoredConnection>> {
  const items = api.authModes.map(({ id, label, detail }) => ({
    label: translate(label),
    detail: translate(detail),
    value: id,
  }));
  const chosen = await choose(position, translate('How do you sign in?'), items);
  return chosen.type === 'value' ? withValue({ ...draft, authMode: chosen.value }) : chosen;
}

async function enterField(
  api: ApiDescriptor,
  field: CredentialField,
  draft: StoredConnection,
  position: StepPosition,
): Promise<Step<StoredConnection>> {
  const label = translate(field.label);
  const typed = await enter(position, {
    prompt: field.optional ? translate('{field} (may stay empty)', { field: label }) : label,
    placeholder: field.placeholder,
    value: draft.credentials[field.id] ?? '',
    secret: field.secret,
    check: (value) => translated(fieldFault(field, value)),
    help: { label: translate('Get a key'), url: api.keyUrl },
  });
  if (typed.type !== 'value') return typed;
  return withValue(withField(draft, field, typed.value));
}

function withValue(value: StoredConnection): Step<StoredConnection> {
  return { type: 'value', value };
}

function translated(text: string | undefined): string | undefined {
  return text === undefined ? undefined : translate(text);
}
