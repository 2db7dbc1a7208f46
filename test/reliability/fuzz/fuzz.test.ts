import { budget } from '../../budget.ts';
import { reportFigure } from '../../figures.ts';
import { checkProperty, freshSeed } from './check.ts';
import { openTarget, targetNames } from './targets.ts';

/** Of the inputs that a property is usually tried with. */
const share = budget({ sample: 0.2, soak: 1 });

/*
 * A fixed number of inputs that nobody has seen before, for everything that takes what others made. `npm run fuzz` goes
 * on for as long as one likes.
 */
describe('random input', () => {
  let inputs = 0;
  let targets = 0;

  for (const name of targetNames) {
    it(`does no harm to: ${name}`, async () => {
      const { properties, prepare } = await openTarget(name);
      const close = await prepare?.();
      const failures: string[] = [];
      try {
        for (const property of properties) {
          const runs = Math.ceil(property.runs * share);
          const checked = await checkProperty(name, { ...property, runs }, { seed: freshSeed() });
          inputs += checked.inputs;
          if (checked.failure !== undefined) failures.push(checked.failure);
        }
      } finally {
        await close?.();
      }
      if (failures.length > 0) {
        const failure = new Error(failures.join('\n\n'));
        // The stack of this place says nothing.
        failure.stack = failure.message;
        throw failure;
      }
      targets += 1;
    });
  }

  after(() => {
    reportFigure(`fuzzed inputs without a fault: ${inputs.toLocaleString('en')} in ${targets} targets`);
  });
});
