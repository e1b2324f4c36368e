/** Where the lines of a chart stand. */

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers from 0 to at least the largest, about as many as wanted. */
export function ticksUpTo(largest: number, wanted = 4): readonly number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((each) => each * power >= rough * 0.999) ?? 10);
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

/** Places of a few out of many, the first and the last among them, evenly apart. */
export function fewOf(length: number, most: number): readonly number[] {
  if (length <= 1) return [0];
  const parts = Math.max(1, Math.min(most, length) - 1);
  return Array.from({ length: parts + 1 }, (_, at) => Math.round((at * (length - 1)) / parts));
}
