import { cutAt, writes } from './chunks.ts';
import type { RawScenario } from './scenario.ts';
import { destroy, head, type Step, write } from './step.ts';

/** The steps of a scenario that knows nothing of any vendor; a transcript is introduced by `streamHead`. */
export function rawSteps(scenario: RawScenario, streamHead: Step): readonly Step[] {
  switch (scenario.type) {
    case 'body':
      return [head(scenario.status, scenario.headers), write(scenario.body)];
    case 'redirect':
      return [head(scenario.status ?? 307, { Location: scenario.location })];
    case 'transcript': {
      const bytes =
        typeof scenario.bytes === 'string' ? new TextEncoder().encode(scenario.bytes) : scenario.bytes;
      const steps: Step[] = [streamHead, ...writes(cutAt(bytes, scenario.cuts ?? []), scenario.delayMs ?? 0)];
      if (scenario.ending === 'destroy') steps.push(destroy(false));
      if (scenario.ending === 'hold') steps.push({ type: 'hold' });
      return steps;
    }
  }
}
