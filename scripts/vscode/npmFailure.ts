import type { Megabytes } from './progressText.ts';

const unreachable =
  /^(ENOTFOUND|EAI_\w+|ECONN\w+|E?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT|ENETWORK|EPIPE|ESOCKETTIMEDOUT)$/;
const certificate = /CERT|UNABLE_TO_|^ERR_(SSL|TLS)/;

/**
 * Puts npm's complaint into one clear sentence: what could not be fetched, why, and what to do.
 *
 * @param log what npm printed
 */
export function explainNpmFailure(log: string, what: string, { download, room }: Megabytes): string {
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(log)?.[1] ?? '';
  const reason = /failed, reason: (.+)$/m.exec(log)?.[1]?.trim() ?? code;
  const registry = /\bhttps?:\/\/[^\s/]+/.exec(log)?.[0];
  const named = registry === undefined ? 'the npm registry' : `the npm registry ${registry}`;
  const start = `${what} could not be fetched`;
  if (/spawn npm ENOENT|'npm' is not recognized/.test(log)) {
    return `${start}: there is no npm on the PATH. Install Node.js with npm, then start this again.`;
  }
  if (unreachable.test(code)) {
    return (
      `${start}: ${named} cannot be reached (${reason}). It is needed once, for about ${download} MB. Connect this computer ` +
      'to the network, or tell npm of a proxy or registry within reach (npm config set proxy …, registry …), then start this again.'
    );
  }
  if (certificate.test(code)) {
    return `${start}: npm does not trust the certificate of ${named} (${reason}). Name the authority that issued it with npm config set cafile …, then start this again.`;
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `${start}: the disk is full (${code}). It needs ${room} MB while it is unpacked. Make room, then start this again.`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const path = /^npm (?:error|ERR!) path (.+)$/m.exec(log)?.[1] ?? 'the folder .vscode-test';
    return `${start}: ${path} may not be written by you (${code}). Mend its permissions, then start this again.`;
  }
  if (/^(E404|ETARGET|E401|E403|EINTEGRITY|E5\d\d)$/.test(code)) {
    return `${start}: ${named} does not give it (${code}${reasonIn(log)}). Choose another one with npm config set registry …, then start this again.`;
  }
  return `${start}: npm failed${code === '' ? '' : ` with ${code}`}${reasonIn(log)}. Is the registry within reach? npm ping tells.`;
}

/** npm's own first words about it. */
function reasonIn(log: string): string {
  const reason = /^npm (?:error|ERR!) (?!code |errno |syscall |path )(.+)$/m.exec(log)?.[1];
  return reason === undefined ? '' : `: ${reason.trim().replace(/\.$/, '')}`;
}
