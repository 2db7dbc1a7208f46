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
  /^kubeconfig$/,
];

/** Made to be shown: what there is to fill in, without the secrets. */
const example = /\.(example|sample|template|dist|tpl)$/;
/** A folder whose files are secrets whatever they are called. */
const secretFolder = /(^|\/)(\.ssh|\.aws|\.gnupg|\.kube|\.docker)\//;

/**
 * Whether a file is of the kind that people keep passwords and keys in, by its name alone.
 *
 * @param path with `/`, relative or not.
 */
export function isSecretFile(path: string): boolean {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (example.test(name)) return false;
  return secretFolder.test(lower) || secretNames.some((secret) => secret.test(name));
}
