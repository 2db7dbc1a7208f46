import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Translate } from '../../../src/chat/advice.ts';
import {
  type CheckName,
  checkNames,
  type DiagnosisGroup,
  type Finding,
  foldProgress,
  type SkipReason,
  worstOf,
} from '../../../src/chat/diagnosis.ts';
import { diagnosisReport } from '../../../src/chat/diagnosisReport.ts';
import { checkLabel, describeFinding } from '../../../src/chat/diagnosisTexts.ts';

const fill: Translate = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
const names = { vendor: 'Zhipu', translate: fill, isRemote: false };

describe('the rows of a diagnosis', () => {
  const known = (check: CheckName): Finding => ({ check, type: 'skipped', because: 'no-date' });
  const fold = (findings: readonly CheckName[], running: readonly CheckName[], isOver = false) =>
    foldProgress(
      { checks: checkNames, findings: findings.map(known), running, isOver },
      (finding) => describeFinding(finding, names),
      (check) => checkLabel(check, fill),
    );

  it('come in their own order, whatever is known first, and only as far as something is known', () => {
    const { rows, state } = fold(['clock', 'address'], ['address', 'clock', 'tls']);
    assert.deepEqual(
      rows.map((row) => [row.check, row.state, row.text]),
      [
        ['address', 'skipped', 'The server does not tell the time'],
        ['tls', 'running', ''],
        ['clock', 'skipped', 'The server does not tell the time'],
      ],
    );
    assert.equal(state, 'running');
  });

  it('say in words of its own why each of them was left out', () => {
    const reasons: readonly SkipReason[] = [
      'address-not-confirmed',
      'no-name',
      'proxy-resolves',
      'proxy-not-seen-through',
      'not-encrypted',
      'not-reached',
      'not-answered',
      'no-date',
      'stopped',
    ];
    const texts = reasons.map((because) =>
      describeFinding({ check: 'dns', type: 'skipped', because }, names),
    );
    assert.equal(new Set(texts.map((text) => JSON.stringify(text))).size, reasons.length);
  });

  it('are all there in the end, and say what was stopped', () => {
    const { rows } = fold(['address'], ['address', 'dns'], true);
    assert.deepEqual(
      rows.map(({ check }) => check),
      checkNames,
    );
    assert.deepEqual(
      rows.slice(1).map(({ text }) => text),
      checkNames.slice(1).map(() => 'Stopped'),
    );
  });

  it('never go away again while more becomes known', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...checkNames]), (order) => {
        let shown: readonly string[] = [];
        for (let count = 0; count <= order.length; count += 1) {
          const rows = fold(order.slice(0, count), order.slice(0, count + 1)).rows.map(({ check }) => check);
          assert.ok(shown.every((check) => rows.includes(check as CheckName)));
          shown = rows;
        }
      }),
    );
  });

  it('are judged by the worst of them', () => {
    const of = (...states: DiagnosisGroup['state'][]) => worstOf(states.map((state) => ({ state })));
    assert.equal(of('ok', 'warning', 'error', 'skipped'), 'error');
    assert.equal(of('ok', 'warning', 'skipped'), 'warning');
    assert.equal(of('skipped', 'ok'), 'ok');
    assert.equal(of('skipped'), 'skipped');
  });
});

describe('the findings of a diagnosis in words', () => {
  const say = (finding: Finding) => describeFinding(finding, names);

  it('speak of no question that is kept: there is none', () => {
    const kinds = ['auth', 'quota', 'rate-limit', 'unavailable', 'network', 'timeout', 'protocol'] as const;
    const advices = ['account-state', 'no-key', 'history', undefined] as const;
    for (const kind of kinds) {
      for (const advice of advices) {
        const details = advice === undefined ? {} : { advice };
        const { text, hint = '' } = say({
          check: 'sign-in',
          type: 'failed',
          failure: { kind, message: '', details },
        });
        assert.doesNotMatch(`${text} ${hint}`, /question is kept|is kept/);
        assert.notEqual(hint, '', kind);
      }
    }
  });

  it('judge a clock by what the vendor tolerates', () => {
    const off = (skewMs: number, toleranceMs?: number) =>
      say({
        check: 'clock',
        type: 'compared',
        skewMs,
        uncertaintyMs: 600,
        ...(toleranceMs !== undefined && { toleranceMs }),
      });
    assert.deepEqual(off(-3_000), { state: 'ok', text: 'Agrees with Zhipu’s' });
    assert.deepEqual(off(90_000, 300_000), { state: 'ok', text: '90 s ahead of Zhipu’s' });
    assert.equal(off(-301_000, 300_000).state, 'error');
    assert.match(off(-301_000, 300_000).hint ?? '', /at most 5 minutes off/);
    assert.equal(off(-301_000, 210_000).hint?.includes('3.5 minutes'), true);
    assert.equal(off(250_000, 210_000).state, 'error');
    assert.equal(off(-400_000, 900_000).state, 'ok');
    assert.equal(off(299_000).state, 'ok');
    assert.equal(off(301_000).state, 'warning');
  });

  it('say how far a clock is off in the unit that people would take', () => {
    const off = (skewMs: number) =>
      say({ check: 'clock', type: 'compared', skewMs, uncertaintyMs: 600, toleranceMs: 1e9 }).text;
    assert.equal(off(119_000), '119 s ahead of Zhipu’s');
    assert.equal(off(-120_000), '2 min behind Zhipu’s');
    assert.equal(off(7_140_000), '119 min ahead of Zhipu’s');
    assert.equal(off(7_200_000), '2 h ahead of Zhipu’s');
  });

  it('say within how much a clock must be right where the signature was accepted', () => {
    assert.deepEqual(say({ check: 'clock', type: 'good-enough', toleranceMs: 300_000 }), {
      state: 'ok',
      text: 'Right to within 5 minutes: the signature was accepted',
    });
  });

  it('name three addresses, and say that there are more', () => {
    const found = (addresses: string[], kind: 'usual' | 'made-up' | 'nowhere' = 'usual') =>
      say({ check: 'dns', type: 'found', addresses, ms: 4.4, kind });
    assert.deepEqual(found(['1.1.1.1', '1.1.1.2', '1.1.1.3']), {
      state: 'ok',
      text: '1.1.1.1, 1.1.1.2, 1.1.1.3, found in 4 ms',
    });
    assert.equal(
      found(['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4']).text,
      '1.1.1.1, 1.1.1.2, 1.1.1.3, …, found in 4 ms',
    );
    assert.equal(found(['198.18.0.1'], 'made-up').state, 'warning');
    assert.equal(found(['0.0.0.0'], 'nowhere').state, 'error');
  });

  it('give a time in as many digits as it has meaning', () => {
    const waited = (ms: number) =>
      describeFinding({ check: 'streaming', type: 'held-back', pieces: 9, waitMs: ms } as Finding, names)
        .text;
    for (const [ms, time] of [
      [4, '0.00'],
      [94, '0.09'],
      [95, '0.1'],
      [1_449, '1.4'],
      [9_949, '9.9'],
      [9_950, '10'],
      [61_400, '61'],
    ] as const) {
      assert.ok(waited(ms).includes(`after ${time} s`), `${ms} ms: ${waited(ms)}`);
    }
  });

  it('call a private authority a danger only where the vendor has a public one', () => {
    const tls = (documented: boolean) =>
      say({
        check: 'tls',
        type: 'trusted',
        protocol: 'TLSv1.3',
        issuer: 'Company',
        validUntil: Date.UTC(2027, 0, 31),
        root: 'system',
        documented,
        ms: 12.4,
      });
    assert.equal(tls(false).state, 'ok');
    assert.equal(tls(true).state, 'warning');
    assert.match(tls(true).text, /^TLS 1\.3 in 12 ms; .* until 2027-01-31$/);
  });
});

describe('the report of a diagnosis', () => {
  it('is Markdown in which nothing a server said can do anything', () => {
    const report = diagnosisReport(
      {
        surroundings: ['Requests leave from this computer.'],
        groups: [
          {
            id: 'zhipu/bigmodel',
            label: 'Zhipu · GLM',
            state: 'error',
            rows: [
              {
                check: 'tls',
                state: 'error',
                label: 'Encryption (TLS)',
                text: 'by [evil](https://evil.example) <img> @everyone *O*',
                code: 'a `code` | @everyone',
              },
            ],
          },
        ],
        summary: '0 of 1 connections work.',
      },
      fill,
    );
    assert.equal(
      report,
      `### Hanlin: connections

- Requests leave from this computer.

#### Zhipu · GLM

- **fault** · Encryption (TLS): by \\[evil\\](https://evil.example) \\<img\\> \\@everyone \\*O\\* · \`\`a \`code\` | @everyone\`\`

0 of 1 connections work.
`,
    );
  });
});
