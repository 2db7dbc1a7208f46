import type { ApiDescriptor, Credentials, VendorDescriptor } from '../core/vendor.ts';
import { checkBaseUrl, type StoredConnection, trimSlashes } from './connection.ts';
import { choose, enter, type Step, type StepPosition } from './prompt.ts';
import { translate } from './translate.ts';

interface Draft {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly authMode: string;
}

type DialogueStep = (draft: Draft, position: StepPosition) => Promise<Step<Draft>>;

/**
 * Asks for everything that a connection needs, one native input box after the other, with a way back. Undefined when
 * the user leaves.
 *
 * @param previousAddress where the key that is replaced was entered for.
 */
export async function enterConnection(
  vendor: VendorDescriptor,
  api: ApiDescriptor,
  previousAddress: string | undefined,
): Promise<StoredConnection | undefined> {
  const title = translate('{vendor} key', { vendor: translate(vendor.label) });
  const first = api.endpoints[0]?.baseUrl ?? '';
  let draft: Draft = {
    baseUrl: previousAddress ?? first,
    credentials: {},
    authMode: api.authModes[0]?.id ?? '',
  };
  let at = 0;
  for (;;) {
    const steps = dialogueSteps(api, draft);
    const step = steps[at];
    if (!step) return draft;
    const result = await step(draft, { title, step: at + 1, totalSteps: steps.length });
    if (result.type === 'cancelled') return undefined;
    if (result.type === 'value') draft = result.value;
    at += result.type === 'back' ? -1 : 1;
  }
}

/** The steps depend on what was entered: some keys leave a choice of how to sign in, others do not. */
function dialogueSteps(api: ApiDescriptor, { credentials }: Draft): DialogueStep[] {
  const modes = api.authModes.filter((mode) => mode.accepts(credentials));
  return [
    (draft, position) => enterAddress(api, draft, position),
    ...api.fields.map(
      (field): DialogueStep =>
        (draft, position) =>
          enterField(api, field, draft, position),
    ),
    ...(modes.length > 1
      ? [(draft: Draft, position: StepPosition) => chooseAuthMode(modes, draft, position)]
      : []),
  ];
}

async function enterAddress(api: ApiDescriptor, draft: Draft, position: StepPosition): Promise<Step<Draft>> {
  const items = api.endpoints.map(({ label, detail, baseUrl }) => ({
    label: translate(label),
    description: draft.baseUrl === baseUrl ? translate('last time') : '',
    detail: `${translate(detail)} · ${new URL(baseUrl).host}`,
    value: baseUrl as string | undefined,
  }));
  const other = {
    label: translate('Another address…'),
    detail: translate('A gateway of your own that speaks the same API'),
    value: undefined,
  };
  const chosen = await choose(position, translate('Where was the key issued?'), [...items, other]);
  if (chosen.type !== 'value') return chosen;
  if (chosen.value !== undefined) return withValue({ ...draft, baseUrl: chosen.value });
  const typed = await enter(position, {
    prompt: translate('The address up to, but not including, /chat/completions'),
    placeholder: 'https://example.com/v1',
    value: items.some(({ value }) => value === draft.baseUrl) ? '' : draft.baseUrl,
    secret: false,
    check: (value) => translated(checkBaseUrl(trimSlashes(value))),
  });
  return typed.type === 'value' ? withValue({ ...draft, baseUrl: trimSlashes(typed.value) }) : typed;
}

async function enterField(
  api: ApiDescriptor,
  field: ApiDescriptor['fields'][number],
  draft: Draft,
  position: StepPosition,
): Promise<Step<Draft>> {
  const typed = await enter(position, {
    prompt: translate(field.label),
    placeholder: translate(field.placeholder),
    value: draft.credentials[field.id] ?? '',
    secret: field.secret,
    check: (value) => translated(field.check(field.normalise(value))),
    help: { label: translate('Get a key'), url: api.keyUrl },
  });
  if (typed.type !== 'value') return typed;
  const credentials = { ...draft.credentials, [field.id]: field.normalise(typed.value) };
  return withValue({
    ...draft,
    credentials,
    authMode: api.authModes.find((mode) => mode.accepts(credentials))?.id ?? '',
  });
}

async function chooseAuthMode(
  modes: ApiDescriptor['authModes'],
  draft: Draft,
  position: StepPosition,
): Promise<Step<Draft>> {
  const items = modes.map(({ id, label, detail }) => ({
    label: translate(label),
    detail: translate(detail),
    value: id,
  }));
  const chosen = await choose(position, translate('How should the key be used?'), items);
  return chosen.type === 'value' ? withValue({ ...draft, authMode: chosen.value }) : chosen;
}

function withValue(value: Draft): Step<Draft> {
  return { type: 'value', value };
}

function translated(text: string | undefined): string | undefined {
  return text === undefined ? undefined : translate(text);
}
