import { longestPath } from '../core/limits.ts';

const secretNames: readonly RegExp[] = [
  /^\.env(\..+)?$/,
  /^.+\.env$/,
  /\.(pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|tfstate|tfvars|ovpn|mobileprovision)$/,
  /\.tfstate\.backup$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  /^\.?(aws|git|docker)?[-_.]?credentials?(\..+)?$/,
  /^\.?secrets?(\..+)?$/,
  /^(client|app)[-_]secrets?(\..+)?$/,
  /^service[-_]?account.*\.json$/,
  /^\.(npmrc|yarnrc|pypirc|netrc|htpasswd|pgpass|dockercfg|my\.cnf|boto|s3cfg)$/,
  /^_netrc$/,
  /^\.(envrc|vault-token|terraformrc|(bash|zsh|node_repl|psql|mysql)_history)$/,
  /^(application_default_credentials|gha-creds-.+)\.json$/,
  /^kubeconfig$/,
];

/** Made to be shown: what there is to fill in, without the secrets. */
const example = /\.(example|sample|template|dist|tpl)$/;
/** A folder whose files are secrets whatever they are called. */
const secretFolder = /(^|\/)(\.ssh|\.aws|\.azure|\.gnupg|\.kube|\.docker|\.config\/(gcloud|gh))\//;

/**
 * Whether a file is of the kind that people keep passwords and keys in, by its name alone.
 *
 * @param path with `/`, relative or not.
 */
export function isSecretFile(path: string): boolean {
  // There is no such file: whoever names it means to deceive.
  if (path.length > longestPath) return true;
  const lower = path.toLowerCase();
  // Windows opens the same file by a name with dots or spaces behind it, or with a stream.
  const name = lower
    .slice(lower.lastIndexOf('/') + 1)
    .replace(/::[\s\S]*$/, '')
    .replace(/(?<![. ])[. ]+$/, '');
  if (example.test(name)) return false;
  return secretFolder.test(lower) || secretNames.some((secret) => secret.test(name));
}
