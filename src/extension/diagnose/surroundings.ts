import type { Translate } from '../../chat/advice.ts';

/** Where the extension runs, in plain values. */
export interface Place {
  /** `vscode.env.remoteName`: undefined in a window without a remote side. */
  readonly remoteName: string | undefined;
  /** Whether the extension runs on the remote side. */
  readonly runsRemotely: boolean;
  readonly isBrowser: boolean;
  /** The authority of the open folder, such as `ssh-remote+build.example`; empty if there is none. */
  readonly authority: string;
}

/**
 * Which side requests leave from, in a sentence. There the names, proxies, certificates and `localhost` are that side's.
 *
 * @param withName whether the remote side is called by its name, which not everybody is to read.
 */
export function describePlace(place: Place, withName: boolean, translate: Translate): string {
  const { remoteName, runsRemotely } = place;
  if (remoteName === undefined) return translate('Requests leave from this computer.');
  const side = describeSide(place, withName ? remoteLabel(place.authority) : '', translate);
  return runsRemotely
    ? translate('Requests leave from {side}: its proxy, its certificates and its localhost count.', { side })
    : translate('Requests leave from this computer, not from {side}.', { side });
}

function describeSide({ remoteName, isBrowser }: Place, name: string, translate: Translate): string {
  const named = name === '' ? '' : ` ${name}`;
  switch (remoteName) {
    case 'ssh-remote':
      return translate('the remote host{name} (SSH)', { name: named });
    case 'wsl':
      return translate('the Linux{name} in WSL', { name: named });
    case 'dev-container':
    case 'attached-container':
    case 'k8s-container':
      return translate('the container');
    case 'codespaces':
      return translate('the codespace');
    case 'tunnel':
      return translate('the machine at the other end of the tunnel{name}', { name: named });
    default:
      return isBrowser
        ? translate('the server behind this browser window')
        : translate('the remote side ({name})', { name: remoteName ?? '' });
  }
}

/** The name in an authority, without the user's; empty where it is a code and not a name. */
function remoteLabel(authority: string): string {
  const [, name = ''] = authority.split('+', 2);
  const host = name.replace(/^.*@/, '');
  const isCode = /^(?:[0-9a-f]{2}){16,}$/i.test(host);
  return /^[\w.-]{1,64}$/.test(host) && !isCode ? host : '';
}
