/** Where the days and the amounts of the burn chart stand. */
import { fewOf, ticksUpTo } from './chart-scale';
import { type BurnDay, dayAfter, type ForecastDay } from './forecast';

export interface Point {
  at: number;
  day: string;
  total: number;
  /** Of days to come. */
  band: readonly [low: number, high: number] | null;
}

const LEFT = 72;
/** Room for words beside the ends of the lines; where it is narrow they stand inside. */
const [BESIDE, RIGHT] = [124, 30];
const NARROW = 560;
const TOP = 28;
const FOOT = 34;
/** A budget far above would press the spending flat: it is named, not drawn. */
const FAR = 4;

interface Given {
  burn: readonly BurnDay[];
  ahead: readonly ForecastDay[];
  limit: number | null;
  width: number;
}

/** The day before the first, at nothing, then what was spent, then what is to come. */
export function pointsOf(burn: readonly BurnDay[], ahead: readonly ForecastDay[]): readonly Point[] {
  const [first] = burn;
  if (!first) return [];
  const start = { day: dayAfter(first.day, -1), total: first.total - first.spent, band: null };
  const spent = burn.map(({ day, total }) => ({ day, total, band: null }));
  const toCome = ahead.map(({ day, low, middle, high }) => ({ day, total: middle, band: [low, high] as const }));
  return [start, ...spent, ...toCome].map((point, at) => ({ at, ...point }));
}

export function burnScale({ burn, ahead, limit, width }: Given) {
  const points = pointsOf(burn, ahead);
  const isWide = width >= NARROW;
  const height = isWide ? 320 : 240;
  const [right, bottom] = [width - (isWide ? BESIDE : RIGHT), height - FOOT];
  const largest = Math.max(...points.map(({ total, band }) => band?.[1] ?? total), 0);
  const isLimitInside = limit !== null && limit > 0 && limit <= largest * FAR;
  const ticks = ticksUpTo(isLimitInside ? Math.max(largest, limit) : largest);
  const top = ticks.at(-1) ?? 1;
  const lowest = Math.min(0, ...points.map(({ total }) => total));
  const x = (at: number) => LEFT + (at / Math.max(1, points.length - 1)) * (right - LEFT);
  const y = (value: number) => TOP + ((top - value) / (top - lowest)) * (bottom - TOP);
  const line = (all: readonly { at: number; value: number }[]) =>
    all.map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const lastSpent = burn.length;
  const spent = points.slice(0, lastSpent + 1);
  const toCome = points.slice(lastSpent);
  const edge = (side: 0 | 1) => toCome.map(({ at, total, band }) => ({ at, value: band?.[side] ?? total }));
  return {
    points,
    height,
    isWide,
    left: LEFT,
    right,
    top: TOP,
    bottom,
    ticks,
    dayTicks: fewOf(points.length, isWide ? 6 : 3),
    isLimitInside,
    lastSpent,
    x,
    y,
    spent: line(spent.map(({ at, total }) => ({ at, value: total }))),
    middle: line(toCome.map(({ at, total }) => ({ at, value: total }))),
    band: `${line([...edge(1), ...edge(0).toReversed()])}Z`,
    nearest: (across: number) => {
      const at = Math.round(((across - LEFT) / Math.max(1, right - LEFT)) * (points.length - 1));
      return Math.max(1, Math.min(points.length - 1, at));
    },
  };
}
