import type { ErrorInterruption } from '../loopback/scenario.ts';
import { head, json, type Step, write } from '../loopback/step.ts';
import { documentedError } from './errorTable.ts';
import type { ErrorScenario } from './scenario.ts';
import type { Stamp } from './stamp.ts';

/** The steps of a refusal in the wording of `language`. */
export function errorSteps(scenario: ErrorScenario, language: Stamp['language']): readonly Step[] {
  const documented = documentedError(scenario.code);
  const message = scenario.message ?? documented[language];
  const shape = scenario.shape ?? 'documented';
  const type = shape === 'text' ? 'text/plain; charset=utf-8' : 'application/json; charset=UTF-8';
  const opening = head(scenario.status ?? documented.status, { 'Content-Type': type, ...scenario.headers });
  switch (shape) {
    case 'documented':
      return [opening, json({ error: { code: scenario.code, message } })];
    case 'numeric-code':
      return [opening, json({ error: { code: Number(scenario.code), message } })];
    case 'flat':
      return [opening, json({ code: Number(scenario.code), msg: message, success: false })];
    case 'anthropic':
      return [opening, json({ type: 'error', error: { type: scenario.code, message } })];
    case 'text':
      return [opening, write(message)];
    case 'empty':
      return [opening];
  }
}

/** The error object where a piece of a reply should be. */
export function inBandError({ code, message }: ErrorInterruption, { language }: Stamp): object {
  return { error: { code, message: message ?? documentedError(code)[language] } };
}
