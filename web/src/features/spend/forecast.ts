/**
 * Where spending is heading, from nothing but its own days: stretches of them are drawn again and again into paths, and what eight
 * of ten paths stay within is the band. Too few days, or days on which nothing was spent, give no band.
 */
import type { SpendPart } from '../../api/wire';

export interface BurnDay {
  /** `2026-11-24`, UTC. */
  day: string;
  spent: number;
  /** Of all days up to it. */
  total: number;
}

export interface ForecastDay {
  day: string;
  low: number;
  middle: number;
  high: number;
}

export type Outlook =
  | { kind: 'forecast'; days: readonly ForecastDay[]; sampled: number }
  /** `days` are over since the first cost; `needed` would be enough. */
  | { kind: 'short'; days: number; needed: number }
  | { kind: 'still'; days: number };

const DAY_MS = 86_400_000;
const MOST_DAYS = 730;
/** A week, so that its weekend is in it. */
const NEEDED = 7;
const SAMPLED = 28;
/** Days stay with their neighbours: a launch takes more than one. */
const BLOCK = 3;
const PATHS = 600;
const LEAST_AHEAD = 7;
const [LOW, MIDDLE, HIGH] = [0.1, 0.5, 0.9];

const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);
const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
export const dayAfter = (day: string, days = 1) => dayAt(timeOf(day) + days * DAY_MS);
const daysBetween = (from: string, to: string) => Math.round((timeOf(to) - timeOf(from)) / DAY_MS);

/** Every day from the first with a cost to today, also those without. */
export function burnOf(days: readonly SpendPart[], today: string): readonly BurnDay[] {
  const amounts = new Map(days.map(({ value, amount }) => [value, Number(amount)]));
  const known = [...amounts.keys()].toSorted();
  const first = known[0];
  if (first === undefined) return [];
  const last = [known.at(-1) ?? first, today].toSorted()[1] ?? first;
  const start = [first, dayAfter(last, -MOST_DAYS)].toSorted()[1] ?? first;
  let total = known.filter((day) => day < start).reduce((sum, day) => sum + (amounts.get(day) ?? 0), 0);
  return Array.from({ length: daysBetween(start, last) + 1 }, (_, at) => {
    const day = dayAfter(start, at);
    const spent = amounts.get(day) ?? 0;
    total += spent;
    return { day, spent, total };
  });
}

/** To the end of the month, and a week at least. */
export function daysAhead(today: string): number {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Math.max(LEAST_AHEAD, daysBetween(today, dayAt(Date.UTC(year, month, 0))));
}

export function outlookOf(burn: readonly BurnDay[], today: string): Outlook {
  // Today is not over: it would look like a slow day.
  const over = burn.filter(({ day }) => day < today);
  if (over.length < NEEDED) return { kind: 'short', days: over.length, needed: NEEDED };
  const sample = over.slice(-SAMPLED).map(({ spent }) => spent);
  if (sample.every((spent) => spent === 0)) return { kind: 'still', days: sample.length };
  const start = burn.at(-1)?.total ?? 0;
  const paths = drawPaths(sample, daysAhead(today));
  const days = Array.from({ length: daysAhead(today) }, (_, at) => {
    const sums = paths.map((path) => path[at] ?? 0).toSorted((one, other) => one - other);
    const atShare = (share: number) => start + (sums[Math.round(share * (sums.length - 1))] ?? 0);
    return { day: dayAfter(today, at + 1), low: atShare(LOW), middle: atShare(MIDDLE), high: atShare(HIGH) };
  });
  return { kind: 'forecast', days, sampled: sample.length };
}

/** Sums of days, drawn from the sample in stretches. */
function drawPaths(sample: readonly number[], length: number): readonly (readonly number[])[] {
  const random = seeded(1);
  return Array.from({ length: PATHS }, () => {
    const path: number[] = [];
    let sum = 0;
    while (path.length < length) {
      const from = Math.floor(random() * (sample.length - BLOCK + 1));
      for (const spent of sample.slice(from, from + BLOCK)) {
        sum += spent;
        path.push(sum);
      }
    }
    return path.slice(0, length);
  });
}

/** The same numbers every time: a forecast that changes when one looks again is none. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When a limit is reached: likely, and at the earliest of eight in ten. */
export function reached(outlook: Outlook, limit: number): { likely: string | null; early: string | null } | null {
  if (outlook.kind !== 'forecast') return null;
  const first = (share: 'middle' | 'high') => outlook.days.find((each) => each[share] >= limit)?.day ?? null;
  return { likely: first('middle'), early: first('high') };
}
