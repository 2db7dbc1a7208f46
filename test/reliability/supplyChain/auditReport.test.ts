import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readAudit } from '../../../scripts/auditReport.ts';

describe('the audit of packages', () => {
  const metadata = { vulnerabilities: { total: 0 }, dependencies: { prod: 11, dev: 450, total: 461 } };

  it('is clean only if npm says of how many packages nothing is known', () => {
    assert.deepEqual(readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities: {}, metadata })), {
      type: 'clean',
      packages: 461,
    });
    for (const output of ['', '{}', 'npm error', JSON.stringify({ vulnerabilities: {} })]) {
      assert.equal(readAudit(output).type, 'no-answer', output);
    }
  });

  it('says so when a registry offers no advisories', () => {
    const output = {
      message: '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk',
      method: 'POST',
      error: { summary: '', detail: '' },
    };
    assert.deepEqual(readAudit(JSON.stringify(output)), { type: 'no-answer', reason: output.message });
  });

  it('tells of every vulnerable package, of those as well that are so by another', () => {
    const vulnerabilities = {
      inner: {
        name: 'inner',
        severity: 'low',
        range: '<1.2.3',
        via: [{ title: 'Reads too much', url: 'https://advisories.example/1' }],
      },
      outer: { name: 'outer', severity: 'low', range: '*', via: ['inner'] },
    };
    assert.deepEqual(readAudit(JSON.stringify({ vulnerabilities, metadata })), {
      type: 'vulnerable',
      findings: [
        'inner <1.2.3, low: Reads too much (https://advisories.example/1)',
        'outer *, low: through inner',
      ],
    });
  });
});
