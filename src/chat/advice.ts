import type { Advice, ErrorKind } from '../core/error.ts';
import type { Failure, Respondent, VendorNotice } from './conversation.ts';

/**
 * Translates an English text into the window's language; the English text is the key. `{name}` in the text is filled
 * from `values`.
 */
export type Translate = (text: string, values?: Record<string, string>) => string;

export type NoticeAction =
  | 'add-key'
  | 'edit-key'
  | 'choose-model'
  | 'confirm-address'
  | 'continue'
  | 'diagnose'
  | 'new-chat'
  | 'open-options'
  | 'open-proxy-settings'
  | 'retry'
  | 'show-log';

/** What a person reads about a failure: who and what, what to do, and the buttons that do it. */
export interface FailureNotice {
  readonly severity: 'error' | 'warning' | 'info';
  readonly title: string;
  readonly text: string;
  /** The vendor's own words and ids in one line, for its support and for searching. */
  readonly code?: string;
  readonly actions: readonly { readonly label: string; readonly action: NoticeAction }[];
}

interface Row {
  readonly severity: FailureNotice['severity'];
  readonly title: string;
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

const labels: Record<NoticeAction, string> = {
  'add-key': 'Add key',
  'edit-key': 'Edit key',
  'choose-model': 'Ask another model',
  'confirm-address': 'Check the address',
  continue: 'Continue',
  diagnose: 'Diagnose',
  'new-chat': 'New chat',
  'open-options': 'Open the settings',
  'open-proxy-settings': 'Proxy settings',
  retry: 'Try again',
  'show-log': 'Show log',
};

const byKind: Record<ErrorKind, Row> = {
  auth: {
    severity: 'error',
    title: '{vendor} rejected this key',
    text: 'Check that it was copied in full and is still enabled. Your question is kept.',
    actions: ['edit-key', 'choose-model'],
  },
  quota: {
    severity: 'error',
    title: 'Nothing left to spend at {vendor}',
    text: 'Top up the account or wait until the plan renews. Your question is kept.',
    actions: ['choose-model', 'retry'],
  },
  'rate-limit': {
    severity: 'warning',
    title: '{vendor} is limiting requests',
    text: 'Too many requests in a short time. Your question is kept.',
    actions: ['retry', 'choose-model'],
  },
  'content-filter': {
    severity: 'warning',
    title: '{vendor} did not answer because of its content rules',
    text: 'Rephrase the question. This turn is left out of the conversation that the model sees.',
    actions: ['new-chat'],
  },
  'context-length': {
    severity: 'warning',
    title: 'Too long for {model}',
    text: 'Select less code, start a new chat, or choose a model with a larger window.',
    actions: ['choose-model', 'new-chat'],
  },
  'invalid-request': {
    severity: 'error',
    title: '{vendor} did not accept the request',
    text: 'The line below is {vendor}’s own explanation. Another model may take it.',
    actions: ['choose-model', 'retry'],
  },
  unavailable: {
    severity: 'warning',
    title: '{vendor} has a problem',
    text: 'The fault is on {vendor}’s side. Try again in a moment.',
    actions: ['retry', 'choose-model'],
  },
  network: {
    severity: 'error',
    title: '{vendor} could not be reached',
    text: 'The connection failed. Your question is kept.',
    actions: ['retry', 'diagnose'],
  },
  timeout: {
    severity: 'warning',
    title: '{vendor} stayed silent for too long',
    text: 'What arrived is kept. Try again, or choose a faster model.',
    actions: ['retry', 'diagnose'],
  },
  protocol: {
    severity: 'error',
    title: '{vendor} sent something that cannot be read',
    text: 'A proxy or a wrong address is the usual cause. What arrived is kept.',
    actions: ['retry', 'show-log'],
  },
  cancelled: { severity: 'info', title: 'Stopped', text: 'The request was stopped.', actions: ['retry'] },
};

const byAdvice: Record<Advice, Partial<Row>> = {
  'activate-model': {
    title: 'This model is not activated at {vendor}',
    text: 'Activate it for this application on {vendor}’s site, or choose another model.',
    actions: ['choose-model', 'edit-key'],
  },
  'key-kind': {
    title: 'This is not the kind of key that {vendor} expects here',
    text: 'The vendor has several kinds of keys for several ways in. Enter the key again and choose its way in.',
    actions: ['edit-key'],
  },
  option: {
    title: 'A setting does not fit this model',
    text: 'Correct it under “hanlin.options” in the settings. The line below says what fits.',
    actions: ['open-options', 'choose-model'],
  },
  'swapped-keys': {
    title: 'The two parts of this {vendor} key seem to be swapped',
    text: 'Enter them again, each in its own field.',
    actions: ['edit-key'],
  },
  'wrong-region': {
    title: 'This key does not belong to this address of {vendor}',
    text: 'Keys are bound to a region and a plan. Enter the key again and choose the address where it was issued.',
    actions: ['edit-key', 'choose-model'],
  },
  'account-state': {
    title: '{vendor} has closed or locked this account',
    text: 'Look at the account’s state on {vendor}’s site. Your question is kept.',
  },
  certificate: {
    title: 'The certificate of {vendor} is not trusted here',
    text: 'A company proxy that reads traffic is the usual cause. Add its certificate to the system’s store.',
  },
  'choose-model': {
    title: '{vendor} does not know this model',
    text: 'Check the model’s name, or choose one from the list.',
    actions: ['choose-model'],
  },
  clock: {
    title: '{vendor} rejected the sign-in',
    text: 'This computer’s clock may be off: compare it with the time of day. Otherwise the key is wrong.',
    actions: ['diagnose', 'edit-key'],
  },
  'fair-use': {
    title: '{vendor} has restricted this account',
    text: 'The plan’s fair-use rules were applied. {vendor}’s support can lift that.',
    actions: ['choose-model'],
  },
  history: {
    text: 'An earlier turn of this conversation may be the cause. A new chat starts without it.',
    actions: ['new-chat', 'retry'],
  },
  'host-not-found': {
    title: 'The address of {vendor} was not found',
    text: 'Check the connection to the internet. Behind a company proxy, check the proxy settings.',
  },
  'environment-address': {
    title: 'The address for {vendor} comes from the environment',
    text: 'An environment variable names it. Nothing is sent there until you agree, here or under “Manage keys”.',
    actions: ['confirm-address', 'edit-key'],
  },
  'key-permission': {
    title: 'This key may not do that at {vendor}',
    text: 'Give it access on {vendor}’s site, or choose another model.',
    actions: ['choose-model', 'edit-key'],
  },
  'no-key': {
    severity: 'info',
    title: 'No key yet',
    text: 'Add the key of a vendor to ask its models. Your question is kept.',
    actions: ['add-key'],
  },
  'other-address': {
    title: 'The address of {vendor} has changed',
    text: 'This key was entered for another address and is not sent to the new one until you agree, here or under “Manage keys”.',
    actions: ['confirm-address', 'edit-key'],
  },
  'plan-lacks-model': {
    title: 'Your plan at {vendor} does not include this model',
    text: 'Choose a model of your plan, or change the plan.',
    actions: ['choose-model', 'edit-key'],
  },
  'plan-or-balance': {
    title: 'No balance or no plan at this address of {vendor}',
    text: 'A Coding Plan key works only at the Coding Plan address: enter the key again and choose it. Otherwise top up the account.',
    actions: ['edit-key', 'choose-model'],
  },
  proxy: {
    title: 'The proxy did not let the request to {vendor} through',
    text: 'Check the proxy’s address and its user name and password.',
    actions: ['open-proxy-settings', 'retry'],
  },
  refused: {
    title: '{vendor} refused the connection',
    text: 'Nothing listens at that address, or a firewall is in between.',
  },
  'renew-plan': {
    title: 'Your plan at {vendor} has ended',
    text: 'Renew it on {vendor}’s site, or choose another model.',
    actions: ['choose-model', 'edit-key'],
  },
  'second-factor': {
    title: '{vendor} asks for a second sign-in step',
    text: 'Finish it on {vendor}’s site, then try again.',
    actions: ['retry', 'choose-model'],
  },
  'service-gone': {
    title: '{vendor} no longer offers this',
    text: 'Choose another model.',
    actions: ['choose-model'],
  },
  'unreadable-key': {
    title: 'The stored key of {vendor} cannot be read',
    text: 'It was left as it is: another version of Hanlin may have written it, or the system’s keyring is locked. To use {vendor} now, enter the key again.',
    actions: ['edit-key'],
  },
  'wait-for-reset': {
    title: 'The allowance at {vendor} is used up for now',
    text: 'It is renewed later. Until then another model can answer.',
    actions: ['choose-model', 'retry'],
  },
};

/** The notice for a failure: the row of its kind, made more precise by its advice. */
export function adviseOn(
  failure: Failure,
  respondent: Pick<Respondent, 'vendorLabel' | 'modelLabel'>,
  translate: Translate,
): FailureNotice {
  const row: Row = {
    ...byKind[failure.kind],
    ...(failure.details.advice && byAdvice[failure.details.advice]),
  };
  const values = { vendor: respondent.vendorLabel, model: respondent.modelLabel };
  const resets = failure.details.resetsAt;
  const reset =
    resets === undefined
      ? ''
      : translate('It is renewed at {time} ({vendor}’s time).', { ...values, time: resets });
  const skew = failure.details.clockSkewMs;
  const clock = skew === undefined || Math.abs(skew) < 1000 ? '' : clockText(skew, translate);
  const code = rawCode(failure);
  return {
    severity: row.severity,
    title: translate(row.title, values),
    text: [translate(row.text, values), reset, clock].reduce(joined),
    ...(code === '' ? {} : { code }),
    actions: row.actions.map((action) => ({ action, label: translate(labels[action]) })),
  };
}

/** What to say about something that the vendor said beside its answer, and the button that goes along. */
export function remarkOn(
  notice: VendorNotice,
  { vendorLabel: vendor }: Pick<Respondent, 'vendorLabel'>,
  translate: Translate,
): { readonly text: string; readonly action?: NoticeAction } {
  const detail = notice.detail ?? '';
  switch (notice.kind) {
    case 'clear-history':
      return {
        text:
          detail === ''
            ? translate('{vendor} asks to clear this conversation.', { vendor })
            : translate('{vendor} asks to clear this conversation from turn {turn} on.', {
                vendor,
                turn: detail,
              }),
        action: 'new-chat',
      };
    case 'sensitive':
      return {
        text: translate('This conversation comes close to what {vendor}’s content rules forbid.', { vendor }),
        action: 'new-chat',
      };
    case 'hand-over': {
      const sentence = translate(
        'The bot would hand over to a person here, which is not possible in an editor.',
      );
      return { text: detail === '' ? sentence : `${sentence} ${detail}` };
    }
    case 'no-answer':
      return { text: translate('The bot found no answer in its knowledge.') };
    case 'unsupported':
      return { text: translate('A part of the answer cannot be shown here: {type}', { type: detail }) };
  }
}

/** Two sentences; full-width punctuation has its space built in. */
function joined(text: string, next: string): string {
  if (next === '') return text;
  return /[\u3000-\u303f\uff00-\uffef]$/.test(text) ? text + next : `${text} ${next}`;
}

/** The label of a notice's button. */
export function actionLabel(action: NoticeAction, translate: Translate): string {
  return translate(labels[action]);
}

function clockText(skewMs: number, translate: Translate): string {
  const seconds = String(Math.round(Math.abs(skewMs) / 1000));
  return skewMs > 0
    ? translate('This computer’s clock is {seconds} s ahead.', { seconds })
    : translate('This computer’s clock is {seconds} s behind.', { seconds });
}

function rawCode({ details, message }: Failure): string {
  const status = details.status === undefined ? '' : `HTTP ${details.status}`;
  return [status, details.code ?? '', message, details.requestId ?? '']
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' · ')
    .slice(0, 500);
}

/** Every English text of this file, so that a test can hold the translations against it. */
export const adviceTexts: readonly string[] = [...Object.values(byKind), ...Object.values(byAdvice)]
  .flatMap((row) => [row.title, row.text])
  .concat(Object.values(labels))
  .filter((text) => text !== undefined);
