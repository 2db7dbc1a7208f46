import { mock } from 'node:test';
import { describe, it } from 'mocha';
import type { ViewIntention } from '../../../src/shared/protocol.ts';
import { createFaultReporter, throwLater, watchForFaults } from '../../../src/webview/faults.ts';
import { assert } from './assert.ts';
import { useBrowser } from './browser.ts';

describe('faults of the view', () => {
  useBrowser();

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

  it('are as many as help, and no more', () => {
    const { posted, reporter } = create();
    for (let line = 0; line < 100; line += 1) reporter.report({ kind: 'error', name: 'TypeError', line });
    assert.equal(posted.length, 20);
  });

  it('are what nobody catches, and what the page may not do, by their names and places', () => {
    const { posted, reporter } = create();
    watchForFaults(reporter);
    const happen = (target: EventTarget, type: string, more: object) =>
      target.dispatchEvent(Object.assign(new Event(type), more));
    happen(window, 'error', { error: new RangeError('secret'), lineno: 3, colno: 7 });
    happen(window, 'unhandledrejection', { reason: 'secret' });
    happen(window, 'unhandledrejection', { reason: new TypeError('secret') });
    happen(document, 'securitypolicyviolation', { effectiveDirective: 'img-src' });
    assert.deepEqual(posted, [
      { type: 'fault', kind: 'error', name: 'RangeError', line: 3, column: 7 },
      { type: 'fault', kind: 'rejection', name: 'string' },
      { type: 'fault', kind: 'rejection', name: 'TypeError' },
      { type: 'fault', kind: 'policy', name: 'img-src' },
    ]);
  });

  it('that were caught are reported all the same', () => {
    const reported: unknown[] = [];
    const error = new Error('caught');
    Object.assign(globalThis, { reportError: (each: unknown) => reported.push(each) });
    throwLater(error);
    Reflect.deleteProperty(globalThis, 'reportError');
    assert.deepEqual(reported, [error]);
    const logged = mock.method(console, 'error', () => {});
    throwLater(error);
    logged.mock.restore();
    assert.deepEqual(logged.mock.calls[0]?.arguments, [error]);
  });
});
