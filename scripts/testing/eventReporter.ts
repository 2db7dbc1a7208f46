import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { outputFile } from '../../test/output.ts';
import { eventsFile, type TestEvent } from './testEvents.ts';

const { Base } = Mocha.reporters;
const { constants } = Mocha.Runner;

/** Tells whoever started mocha what happens, while it happens, and says nothing itself. See {@link TestEvent}. */
export class EventReporter extends Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const file = outputFile(eventsFile);
    if (file === undefined) throw new Error('There is no folder for the events of the tests.');
    const report = (event: TestEvent) => appendFileSync(file, `${JSON.stringify(event)}\n`);
    runner.on(constants.EVENT_TEST_BEGIN, (test) => report({ type: 'begin', title: test.fullTitle() }));
    runner.on(constants.EVENT_HOOK_BEGIN, (hook) => report({ type: 'begin', title: hook.fullTitle() }));
    runner.on(constants.EVENT_TEST_PASS, (test) =>
      report({ type: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 }),
    );
    runner.on(constants.EVENT_TEST_PENDING, (test) => report({ type: 'skip', title: test.fullTitle() }));
    runner.on(constants.EVENT_TEST_FAIL, (test, error: Error) =>
      report({ type: 'fail', title: test.fullTitle(), report: describeFailure(test, error) }),
    );
    runner.on(constants.EVENT_TEST_RETRY, (test, error: Error) =>
      report({ type: 'repeat', title: test.fullTitle(), report: describeFailure(test, error) }),
    );
    runner.once(constants.EVENT_RUN_END, () => report({ type: 'end' }));
  }
}

/** What mocha itself would print of a failure, without the number in front. */
function describeFailure(test: Mocha.Test, err: Error): string {
  const lines: string[] = [];
  const print = Base.consoleLog;
  Base.consoleLog = (...values: unknown[]) => lines.push(format(...values));
  try {
    // Mocha hands the error of a test that is repeated to nobody but its listeners.
    Base.list([Object.assign(Object.create(test), { err })]);
  } finally {
    Base.consoleLog = print;
  }
  return lines
    .join('\n')
    .replace(/^\s*1\) /m, '')
    .trim();
}

// Mocha's command line requires a reporter to be what the module is.
export { EventReporter as 'module.exports' };
