import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isSecretFile } from '../../../src/chat/secretFiles.ts';

describe('files that may hold secrets', () => {
  it('are known by their names', () => {
    const secret =
      '.env .env.local prod.env a/.ENV server.pem tls/private.key id_rsa .ssh/config credentials credentials.json .git-credentials secrets.yml client_secret.json service-account-prod.json .npmrc .netrc terraform.tfstate prod.tfvars store.jks cert.p12 .envrc .bash_history .config/gh/hosts.yml application_default_credentials.json .env. .env... id_rsa::$DATA';
    for (const path of [...secret.split(' '), '.env . ']) assert.ok(isSecretFile(path), path);
  });

  it('are neither examples nor code about them', () => {
    const open =
      '.env.example .env.sample src/env.ts environment.ts keys.ts monkey.ts src/credentialStore.ts secretFiles.ts id_rsa.pub key.md package.json tokens.css';
    for (const path of open.split(' ')) assert.ok(!isSecretFile(path), path);
  });
});
