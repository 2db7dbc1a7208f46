import type { ErrorKind } from '../core/error.ts';
import { adviseOn, type Translate } from './advice.ts';
import type { Failure } from './conversation.ts';
import type { AddressSource, CheckName, DiagnosisRow, Finding, SkipReason } from './diagnosis.ts';

/** Whose API is looked at, and from where, in words. */
export interface DiagnosisNames {
  readonly vendor: string;
  readonly translate: Translate;
  /** Whether requests leave from another machine than the one the user sits at. */
  readonly isRemote: boolean;
}

type Words = Pick<DiagnosisRow, 'state' | 'text' | 'hint' | 'code'>;

/** Clocks that differ by less than this are called equal: the answer was on its way, and its date has seconds only. */
const equalClocksMs = 5_000;
/** Where signing in does not depend on it, a clock is worth a warning from here on. */
const worthAWarningMs = 300_000;
/** People notice the wait from here on. */
const slowFirstTokenMs = 10_000;

/** What a check is called. */
export function checkLabel(check: CheckName, translate: Translate): string {
  switch (check) {
    case 'address':
      return translate('Address');
    case 'proxy':
      return translate('Proxy');
    case 'dns':
      return translate('Name (DNS)');
    case 'tls':
      return translate('Encryption (TLS)');
    case 'websocket':
      return 'WebSocket';
    case 'sign-in':
      return translate('Sign-in');
    case 'clock':
      return translate('Clock');
    case 'first-token':
      return translate('First token');
    case 'streaming':
      return translate('Streaming');
    case 'way':
      return translate('Way out');
  }
}

/** What was found, in a sentence, and what to do about it. */
export function describeFinding(finding: Finding, names: DiagnosisNames): Words {
  if (finding.type === 'skipped') {
    return { state: 'skipped', text: skipText(finding.because, names.translate) };
  }
  if (finding.type === 'failed') return failureWords(finding.failure, names);
  switch (finding.check) {
    case 'address':
      return addressWords(finding, names);
    case 'proxy':
      return proxyWords(finding, names);
    case 'dns':
      return nameWords(finding, names);
    case 'tls':
      return tlsWords(finding, names);
    case 'websocket':
      return socketWords(finding, names);
    case 'sign-in':
      return signInWords(finding, names);
    case 'clock':
      return clockWords(finding, names);
    case 'first-token':
      return firstTokenWords(finding, names);
    case 'streaming':
      return streamingWords(finding, names);
    case 'way':
      return wayWords(finding, names);
  }
}

type Of<Check extends CheckName> = Exclude<
  Extract<Finding, { check: Check }>,
  { type: 'skipped' | 'failed' }
>;

function ok(text: string): Words {
  return { state: 'ok', text };
}

function addressWords(finding: Of<'address'>, { vendor, translate, isRemote }: DiagnosisNames): Words {
  if (finding.type === 'not-confirmed') {
    return {
      state: 'error',
      text: notConfirmedText(finding, translate),
      hint: translate('Agree to this address when you ask next, or enter the key again.'),
    };
  }
  const { host, source, documented, loopback } = finding;
  const from = sourceText(source, translate);
  if (documented) return ok(translate('{host}, as {vendor} documents it', { host, vendor }));
  const text = translate('{host}, not one of {vendor}’s documented addresses; {from}', {
    host,
    vendor,
    from,
  });
  if (!loopback || !isRemote) return ok(text);
  return {
    state: 'ok',
    text,
    hint: translate('localhost is the remote side itself, not the computer in front of you.'),
  };
}

function notConfirmedText(
  { bound, variable, wanted }: Extract<Of<'address'>, { type: 'not-confirmed' }>,
  translate: Translate,
): string {
  if (bound !== undefined) {
    return translate('The key was entered for {bound} and is not sent to {wanted}.', { bound, wanted });
  }
  return variable === undefined
    ? translate('The key from the environment is not sent to {wanted}.', { wanted })
    : translate('{variable} names {wanted}. Nothing is sent there until you agree.', { variable, wanted });
}

function sourceText(source: AddressSource, translate: Translate): string {
  switch (source) {
    case 'entered':
      return translate('entered with the key');
    case 'environment':
      return translate('from the environment');
    case 'settings':
      return translate('from the setting {name}', { name: 'hanlin.endpoints' });
  }
}

function proxyWords(finding: Of<'proxy'>, names: DiagnosisNames): Words {
  const { translate, isRemote } = names;
  switch (finding.type) {
    case 'loopback':
      return ok(translate('None: this address is reached directly'));
    case 'switched-off':
      return ok(translate('None: http.proxySupport is off'));
    case 'none':
      return ok(translate('None is set; what the system or a PAC script decides cannot be seen from here'));
    case 'excepted':
      return ok(
        translate('None: {source} excepts {entry}', { source: finding.source, entry: finding.entry }),
      );
    case 'connects':
      return ok(
        translate('{proxy}, from {source}, connects in {ms} ms', { ...finding, ms: whole(finding.ms) }),
      );
    case 'not-tried':
      return ok(translate('{proxy}, from {source}', { proxy: finding.proxy, source: finding.source }));
    case 'refuses': {
      const { proxy, source, failure, loopback } = finding;
      const hint =
        loopback && isRemote
          ? translate(
              'It stands for the remote side itself. A proxy on the computer in front of you is reached by that computer’s address, if it accepts connections from outside.',
            )
          : translate('Check that it runs, its address, and its user name and password.');
      const code = failure?.message;
      return {
        state: 'error',
        text: translate('{proxy}, from {source}, does not let the request through', { proxy, source }),
        hint,
        ...(code !== undefined && { code }),
      };
    }
  }
}

function nameWords({ addresses, ms, kind }: Of<'dns'>, { translate }: DiagnosisNames): Words {
  const list = addresses.slice(0, 3).join(', ') + (addresses.length > 3 ? ', …' : '');
  const text = translate('{addresses}, found in {ms} ms', { addresses: list, ms: whole(ms) });
  switch (kind) {
    case 'usual':
      return ok(text);
    case 'made-up':
      return {
        state: 'warning',
        text,
        hint: translate(
          'This is an address that a local proxy (TUN, fake IP) makes up: it decides how the connection goes on.',
        ),
      };
    case 'nowhere':
      return {
        state: 'error',
        text,
        hint: translate('This address leads nowhere: a filter or the hosts file blocks the name.'),
      };
  }
}

function tlsWords(finding: Of<'tls'>, { vendor, translate }: DiagnosisNames): Words {
  const { issuer } = finding;
  if (finding.type === 'untrusted') {
    const { code, expiredAt } = finding;
    const text =
      expiredAt === undefined
        ? translate('The certificate, issued by {issuer}, is not trusted here', { issuer })
        : translate('The certificate, issued by {issuer}, ended on {date}', { issuer, date: day(expiredAt) });
    const hint =
      expiredAt === undefined
        ? translate(
            'A company proxy that reads traffic, or a server of your own, is the usual cause. Add the certificate of its authority to the system’s store (http.systemCertificates), or name it in NODE_EXTRA_CA_CERTS. http.proxyStrictSSL does not help: the key is never sent to a server whose identity cannot be verified.',
          )
        : translate('Compare the date of this computer. If it is right, only {vendor} can renew it.', {
            vendor,
          });
    return { state: 'error', text, hint, code };
  }
  const { protocol, root, documented, validUntil, ms } = finding;
  const values = {
    protocol: protocol.replace(/^TLSv/, 'TLS '),
    issuer,
    date: day(validUntil),
    ms: whole(ms),
  };
  if (root === 'public') {
    return ok(
      translate('{protocol} in {ms} ms; certificate by {issuer}, a public authority, until {date}', values),
    );
  }
  const where =
    root === 'extra'
      ? translate('trusted by NODE_EXTRA_CA_CERTS')
      : translate('trusted by the system’s store');
  const text = translate(
    '{protocol} in {ms} ms; certificate by {issuer}, a private authority, {where}, until {date}',
    { ...values, where },
  );
  if (!documented) return ok(text);
  return {
    state: 'warning',
    text,
    hint: translate(
      '{vendor} has a certificate of a public authority. A proxy in between reads what is sent, the key included.',
      { vendor },
    ),
  };
}

function socketWords(finding: Of<'websocket'>, { translate }: DiagnosisNames): Words {
  if (finding.type === 'opened') return ok(translate('Opened in {ms} ms', { ms: whole(finding.ms) }));
  const { status } = finding;
  return {
    state: 'error',
    text: translate('Refused with HTTP {status}', { status: String(status) }),
    hint:
      status === 401 || status === 403
        ? translate('The server can be reached, but does not take the signature: see below.')
        : translate('A proxy or a gateway that does not know WebSockets is the usual cause.'),
  };
}

function signInWords(
  { model, inputTokens, outputTokens }: Of<'sign-in'>,
  { translate }: DiagnosisNames,
): Words {
  if (inputTokens === undefined || outputTokens === undefined) {
    return ok(translate('Accepted; {model} answered', { model }));
  }
  const tokens = { model, input: String(inputTokens), output: String(outputTokens) };
  return ok(translate('Accepted; {model} answered ({input} tokens in, {output} out)', tokens));
}

function clockWords(finding: Of<'clock'>, { vendor, translate }: DiagnosisNames): Words {
  if (finding.type === 'good-enough') {
    const minutes = whole(finding.toleranceMs / 60_000);
    return ok(translate('Right to within {minutes} minutes: the signature was accepted', { minutes }));
  }
  const { skewMs, uncertaintyMs, toleranceMs } = finding;
  const off = Math.abs(skewMs);
  if (off <= Math.max(equalClocksMs, uncertaintyMs))
    return ok(translate('Agrees with {vendor}’s', { vendor }));
  const difference = { time: duration(off, translate), vendor };
  const text =
    skewMs > 0
      ? translate('{time} ahead of {vendor}’s', difference)
      : translate('{time} behind {vendor}’s', difference);
  if (off <= (toleranceMs ?? worthAWarningMs)) return ok(text);
  return {
    state: toleranceMs === undefined ? 'warning' : 'error',
    text,
    hint:
      toleranceMs === undefined
        ? translate('Set the clock right, best by the network’s time.')
        : translate(
            '{vendor} takes signatures that are at most {minutes} minutes off. Set the clock right.',
            {
              vendor,
              minutes: String(Math.floor(toleranceMs / 30_000) / 2),
            },
          ),
  };
}

function firstTokenWords({ ms }: Of<'first-token'>, { vendor, translate }: DiagnosisNames): Words {
  const text = translate('After {seconds} s', { seconds: seconds(ms) });
  if (ms < slowFirstTokenMs) return ok(text);
  return {
    state: 'warning',
    text,
    hint: translate('That is long for one short question: {vendor} or the line is busy.', { vendor }),
  };
}

function streamingWords(finding: Of<'streaming'>, { translate }: DiagnosisNames): Words {
  const { type, waitMs, spanMs } = finding;
  const pieces = String(finding.pieces);
  switch (type) {
    case 'streamed':
      return ok(translate('{pieces} pieces within {seconds} s', { pieces, seconds: seconds(spanMs) }));
    case 'too-quick':
      return ok(translate('The reply was too short to tell ({pieces} pieces)', { pieces }));
    case 'held-back':
      return {
        state: 'warning',
        text: translate('{pieces} pieces at once, after {seconds} s', { pieces, seconds: seconds(waitMs) }),
        hint: translate(
          'A proxy or gateway may hold replies back until they are whole: let it pass text/event-stream unbuffered.',
        ),
      };
  }
}

function wayWords({ way, chosen }: Of<'way'>, { translate }: DiagnosisNames): Words {
  if (way === 'vscode') {
    return ok(
      chosen
        ? translate('VS Code’s, as the setting {name} says', { name: 'hanlin.network' })
        : translate('VS Code’s, with its proxy settings'),
    );
  }
  return ok(
    chosen
      ? translate('Hanlin’s own, as the setting {name} says', { name: 'hanlin.network' })
      : translate('Hanlin’s own, since VS Code’s did not get through'),
  );
}

function skipText(reason: SkipReason, translate: Translate): string {
  switch (reason) {
    case 'address-not-confirmed':
      return translate('Nothing is sent to an address that you have not agreed to');
    case 'no-name':
      return translate('The address is a number already');
    case 'proxy-resolves':
      return translate('Left to the proxy');
    case 'proxy-not-seen-through':
      return translate('Cannot be looked at through this kind of proxy');
    case 'not-encrypted':
      return translate('Plain http:// on this machine');
    case 'not-reached':
      return translate('The server was not reached');
    case 'not-answered':
      return translate('There was no answer');
    case 'no-date':
      return translate('The server does not tell the time');
    case 'stopped':
      return translate('Stopped');
  }
}

/** What to do where nothing more precise than the kind is known; unlike in a conversation, no question is at stake. */
function kindHint(kind: ErrorKind, vendor: string, translate: Translate): string | undefined {
  switch (kind) {
    case 'auth':
      return translate('Check that the key was copied in full and is still enabled.');
    case 'quota':
      return translate('Top up the account or wait until the plan renews.');
    case 'rate-limit':
      return translate('Too many requests in a short time. Wait a minute and run this again.');
    case 'unavailable':
      return translate('The fault is on {vendor}’s side. Try again in a moment.', { vendor });
    case 'network':
    case 'timeout':
      return translate('A firewall, a proxy or the line itself is the usual cause.');
    case 'protocol':
      return translate('A proxy or a wrong address is the usual cause.');
    case 'content-filter':
    case 'context-length':
    case 'invalid-request':
    case 'cancelled':
      return undefined;
  }
}

/** These pieces of advice speak of a question that is kept. */
const spokenOtherwise: readonly Failure['details']['advice'][] = ['account-state', 'no-key', 'history'];

function failureWords(failure: Failure, { vendor, translate }: DiagnosisNames): Words {
  const notice = adviseOn(failure, { vendorLabel: vendor, modelLabel: '' }, translate);
  const { advice } = failure.details;
  const isPrecise = advice !== undefined && !spokenOtherwise.includes(advice);
  const hint = isPrecise ? notice.text : kindHint(failure.kind, vendor, translate);
  return {
    state: notice.severity === 'info' ? 'warning' : notice.severity,
    text: notice.title,
    ...(hint !== undefined && { hint }),
    ...(notice.code !== undefined && { code: notice.code }),
  };
}

function whole(value: number): string {
  return String(Math.round(value));
}

function seconds(ms: number): string {
  return ms < 9_950 ? (ms / 1000).toFixed(ms < 95 ? 2 : 1) : whole(ms / 1000);
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function duration(ms: number, translate: Translate): string {
  if (ms < 120_000) return translate('{count} s', { count: whole(ms / 1000) });
  if (ms < 7_200_000) return translate('{count} min', { count: whole(ms / 60_000) });
  return translate('{count} h', { count: whole(ms / 3_600_000) });
}
