import type { ModelSelection } from './conversation.ts';

/*
 * Every model counts tokens in its own way. What vendors report after an answer shows how far our estimate is off, and
 * corrects the next one.
 */

/** For `vendor/api/model`: how many tokens it counts where we estimate one. Those used last come last. */
export type TokenCalibration = Readonly<Record<string, number>>;

/** Below this, what a vendor adds to every request decides the ratio rather than the text. */
const leastEstimate = 300;
const leastFactor = 0.5;
const mostFactor = 2;
/** How far a factor moves toward what was reported last: a few answers are enough, and none is too much. */
const step = 0.4;
const mostModels = 100;

/** How many tokens a model counts where we estimate one; 1 for a model that has not answered yet. */
export function tokenFactor(calibration: TokenCalibration, model: ModelSelection): number {
  return calibration[keyOf(model)] ?? 1;
}

/**
 * What is known after a request for which `estimated` tokens were estimated, without correction, and `reported` were
 * counted by the vendor. The same calibration where that tells nothing.
 */
export function calibrated(
  calibration: TokenCalibration,
  model: ModelSelection,
  estimated: number,
  reported: number,
): TokenCalibration {
  if (estimated < leastEstimate || reported <= 0) return calibration;
  const before = tokenFactor(calibration, model);
  const factor = clamped(before + step * (clamped(reported / estimated) - before));
  const { [keyOf(model)]: _, ...others } = calibration;
  const entries = [...Object.entries(others), [keyOf(model), Math.round(factor * 1000) / 1000] as const];
  return Object.fromEntries(entries.slice(-mostModels));
}

/** A calibration that was stored; what is not one is passed over. */
export function readCalibration(stored: unknown): TokenCalibration {
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).filter(([, factor]) => Number.isFinite(factor));
  return Object.fromEntries(entries.map(([key, factor]) => [key, clamped(factor)]));
}

function keyOf({ vendorId, apiId, model }: ModelSelection): string {
  return `${vendorId}/${apiId}/${model}`;
}

function clamped(factor: number): number {
  return Math.min(mostFactor, Math.max(leastFactor, factor));
}
