import assert from 'node:assert/strict';
import { explainNpmFailure } from '../../../scripts/vscode/npmFailure.ts';

const megabytes = { download: 80, disk: 150, room: 400 };
const explain = (...lines: readonly string[]) =>
  explainNpmFailure(lines.map((line) => `npm error ${line}\n`).join(''), 'An editor', megabytes);

describe('what npm complains of', () => {
  it('is no network: npm 11 without an address to ask', () => {
    const sentence = explain(
      'code EAI_AGAIN',
      'syscall getaddrinfo',
      'errno EAI_AGAIN',
      'request to https://registry.npmjs.org/code-server failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org',
      'A complete log of this run can be found in: /home/x/debug-0.log',
    );
    assert.equal(
      sentence,
      'An editor could not be fetched: the npm registry https://registry.npmjs.org cannot be reached (getaddrinfo ' +
        'EAI_AGAIN registry.npmjs.org). It is needed once, for about 80 MB. Connect this computer to the network, or tell ' +
        'npm of a proxy or registry within reach (npm config set proxy …, registry …), then start this again.',
    );
  });

  it('is a registry that does not answer, however npm puts it', () => {
    for (const code of [
      'ENOTFOUND',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'ERR_SOCKET_TIMEOUT',
    ]) {
      assert.match(
        explain(`code ${code}`),
        /^An editor could not be fetched: the npm registry cannot be reached/,
      );
    }
    const old =
      'npm ERR! code ENOTFOUND\nnpm ERR! network request to http://r.test:4873/x failed, reason: no\n';
    assert.match(
      explainNpmFailure(old, 'It', megabytes),
      /the npm registry http:\/\/r\.test:4873 cannot be reached \(no\)/,
    );
  });

  it('is a certificate that is not trusted', () => {
    for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED']) {
      assert.match(explain(`code ${code}`), /does not trust the certificate.*cafile/, code);
    }
  });

  it('is a full disk', () => {
    assert.equal(
      explain('code ENOSPC', 'syscall write', 'errno -28', 'nospc ENOSPC: no space left on device, write'),
      'An editor could not be fetched: the disk is full (ENOSPC). It needs 400 MB while it is unpacked. Make room, then start this again.',
    );
  });

  it('is a folder that may not be written', () => {
    assert.match(
      explain('code EACCES', 'syscall mkdir', 'path /repo/.vscode-test/x', 'errno -13'),
      /: \/repo\/\.vscode-test\/x may not be written by you \(EACCES\)\. Mend its permissions/,
    );
  });

  it('is a registry without this package or for others', () => {
    assert.match(
      explain('code ETARGET', 'notarget No matching version found for code-server@4.139.1.'),
      /does not give it \(ETARGET: notarget No matching version found for code-server@4\.139\.1\)\. Choose another one/,
    );
    assert.match(explain('code E401'), /does not give it \(E401\)\./);
  });

  it('is a missing npm', () => {
    for (const log of [
      'spawn npm ENOENT\n',
      "'npm' is not recognized as an internal or external command,\n",
    ]) {
      assert.match(
        explainNpmFailure(log, 'It', megabytes),
        /^It could not be fetched: there is no npm on the PATH/,
      );
    }
  });

  it('is something else: npm’s own words', () => {
    assert.equal(
      explain('code EBADENGINE', 'engine Unsupported engine.'),
      'An editor could not be fetched: npm failed with EBADENGINE: engine Unsupported engine. Is the registry within reach? npm ping tells.',
    );
    assert.equal(
      explain(),
      'An editor could not be fetched: npm failed. Is the registry within reach? npm ping tells.',
    );
  });
});
