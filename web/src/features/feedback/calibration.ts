/** Where the dots of the calibration chart lie, in a square whose sides are 1. */
import type { Figures } from '../../api/wire';
import { shareOf } from './lessons';

export interface Dot {
  /** Mean forecast, from the left. */
  x: number;
  /** Share approved, from the bottom. */
  y: number;
  /** 0 to 1, so that the area stands for the number of ads. */
  size: number;
  approved: number;
  of: number;
}

/** One dot for each group of forecasts that has ads. */
export function dotsOf(bins: Figures['calibration']): Dot[] {
  const most = Math.max(1, ...bins.map(({ outcome }) => outcome.of));
  return bins
    .filter(({ outcome }) => outcome.of > 0)
    .map(({ forecast, outcome }) => ({
      x: within(forecast),
      y: within(shareOf(outcome)),
      size: Math.sqrt(outcome.of / most),
      ...outcome,
    }));
}

const within = (share: number) => Math.max(0, Math.min(1, share));
