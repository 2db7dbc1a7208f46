import type { ViewIntention } from '../../../src/shared/protocol.ts';
import { createFaultReporter } from '../../../src/webview/faults.ts';
import { assert } from './assert.ts';

describe('faults of the view', () => {
  function create() {
    const posted: ViewIntention[] = [];
    return { posted, reporter: createFaultReporter((intention) => posted.push(intention)) };
  }

  it('are reported once each, and not without end', () => {
    const { posted, reporter } = create();
    for (let count = 0; count < 3; count += 1)
      reporter.report({ kind: 'error', name: 'TypeError', line: 1, column: 2 });
    assert.deepEqual(posted, [{ type: 'fault', kind: 'error', name: 'TypeError', line: 1, column: 2 }]);
    for (let line = 0; line < 1000; line += 1) reporter.report({ kind: 'error', name: 'TypeError', line });
    assert.ok(posted.length <= 20);
  });

  it('have names that the host takes, whatever an error calls itself', () => {
    const { posted, reporter } = create();
    reporter.report({ kind: 'error', name: `My<b>Error\n${'x'.repeat(500)}` });
    const [fault] = posted;
    assert.ok(fault?.type === 'fault');
    assert.match(fault.name, /^MybErrorx{100,}$/);
    assert.ok(fault.name.length <= 128);
  });
});
