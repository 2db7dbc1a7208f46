import { isSecretFile } from './secretFiles.ts';

/** What decides whether something of a file may be sent. */
export interface FileFacts {
  /** Its own path, and where it really is as seen from the workspace. */
  readonly paths: readonly string[];
  /** It is a link out of the workspace, or behind one. */
  readonly leadsOut: boolean;
}

/** `ask-…`: the user has to agree first. */
export type SendingRule = 'refuse' | 'send' | 'ask-about-link' | 'ask-about-secrets';

/**
 * Whether a file is sent that the user has named.
 *
 * @param isForbidden `.hanlinignore` keeps it out, under any of its paths
 * @param hasAgreed the user was asked before
 */
export function ruleForNamed(
  { paths, leadsOut }: FileFacts,
  isForbidden: boolean,
  hasAgreed: boolean,
): SendingRule {
  if (isForbidden) return 'refuse';
  if (hasAgreed) return 'send';
  if (leadsOut) return 'ask-about-link';
  return paths.some(isSecretFile) ? 'ask-about-secrets' : 'send';
}

/** Whether a file goes along with others that nobody has named. */
export function isOrdinaryFile({ paths, leadsOut }: FileFacts, isIgnored: boolean): boolean {
  return !leadsOut && !isIgnored && !paths.some(isSecretFile);
}
