import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Translate } from '../../../../src/chat/advice.ts';
import { describePlace, type Place } from '../../../../src/extension/diagnose/surroundings.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

function place(remoteName: string | undefined, authority = '', changes: Partial<Place> = {}): Place {
  return { remoteName, authority, runsRemotely: remoteName !== undefined, isBrowser: false, ...changes };
}

describe('the side that requests leave from', () => {
  const say = (where: Place, withName = true) => describePlace(where, withName, fill);

  it('is this computer where there is no other', () => {
    assert.equal(say(place(undefined)), 'Requests leave from this computer.');
  });

  it('is this computer too where the extension runs beside a remote window', () => {
    assert.equal(
      say(place('ssh-remote', 'ssh-remote+build.example', { runsRemotely: false })),
      'Requests leave from this computer, not from the remote host build.example (SSH).',
    );
  });

  it('is named as people know it', () => {
    const where = [
      place('ssh-remote', 'ssh-remote+somebody@build.example'),
      place('wsl', 'wsl+Ubuntu-24.04'),
      place('dev-container', 'dev-container+2f686f6d652f736f6d65626f64792f70726f6a656374'),
      place('attached-container', 'attached-container+7b22636f6e7461696e65724e616d65223a222f61227d'),
      place('codespaces', 'codespaces+fluffy-train'),
      place('tunnel', 'tunnel+office'),
      place('127.0.0.1:8080', '127.0.0.1:8080', { isBrowser: true }),
      place('something-new', 'something-new+x'),
    ];
    const sides = where.map((one) => /from (.*?):/.exec(say(one))?.[1]);
    assert.deepEqual(sides, [
      'the remote host build.example (SSH)',
      'the Linux Ubuntu-24.04 in WSL',
      'the container',
      'the container',
      'the codespace',
      'the machine at the other end of the tunnel office',
      'the server behind this browser window',
      'the remote side (something-new)',
    ]);
  });

  it('keeps its name out of what is passed on', () => {
    assert.equal(
      say(place('ssh-remote', 'ssh-remote+build.example'), false),
      'Requests leave from the remote host (SSH): its proxy, its certificates and its localhost count.',
    );
  });

  it('has no name where the authority is a code', () => {
    const code = Buffer.from('{"hostName":"build.example","user":"somebody"}').toString('hex');
    for (const name of [code, '7b22686f73744e616d65223a2261227d', 'bad host', 'a'.repeat(65)]) {
      assert.match(say(place('ssh-remote', `ssh-remote+${name}`)), /from the remote host \(SSH\):/, name);
    }
    for (const name of ['cafe', 'f00d.example', 'a'.repeat(64).replaceAll('aa', 'az')]) {
      assert.ok(say(place('ssh-remote', `ssh-remote+${name}`)).includes(` ${name} (SSH)`), name);
    }
  });
});
