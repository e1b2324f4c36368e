import { describe, expect, it } from 'vitest';
import type { LedgerLine, SpendPart } from '../src/api/wire';
import { burnScale } from '../src/features/spend/burn-scale';
import { fewOf, ticksUpTo } from '../src/features/spend/chart-scale';
import { burnOf, dayAfter, daysAhead, outlookOf, reached } from '../src/features/spend/forecast';
import { gpuTimeOf } from '../src/features/spend/gpu-time';
import { monthBefore, monthsBack, monthsOf } from '../src/features/spend/months';

const TODAY = '2026-11-24';
const on = (value: string, amount: string): SpendPart => ({ value, amount, gpu_ms: 0, unknown_costs: 0 });
/** Amounts of the days up to yesterday, the oldest first. */
const upToYesterday = (amounts: readonly number[]) =>
  amounts
    .map((amount, at) => on(dayAfter(TODAY, at - amounts.length), String(amount)))
    .filter((day) => day.amount !== '0');

describe('the days of the books', () => {
  it('go from the first cost to today, those without a cost too', () => {
    const burn = burnOf([on('2026-11-23', '2.00'), on('2026-11-20', '1.50')], TODAY);
    expect(burn.map(({ day }) => day.slice(-2))).toEqual(['20', '21', '22', '23', '24']);
    expect(burn.map(({ total }) => total)).toEqual([1.5, 1.5, 1.5, 3.5, 3.5]);
    expect(burnOf([], TODAY)).toEqual([]);
  });

  it('are two years at most; what was before is in the sum', () => {
    const burn = burnOf([on('2020-01-01', '5.00'), on(TODAY, '1.00')], TODAY);
    expect(burn.length).toBe(731);
    expect(burn.at(-1)?.total).toBe(6);
  });
});

describe('the forecast', () => {
  it('reaches to the end of the month, and a week at least', () => {
    expect(daysAhead('2026-11-02')).toBe(28);
    expect(daysAhead('2026-11-24')).toBe(7);
    expect(daysAhead('2028-02-10')).toBe(19);
  });

  it('is none from a few days, and today does not count', () => {
    const days = [...upToYesterday([1, 1, 1, 1, 1, 1]), on(TODAY, '9.00')];
    expect(outlookOf(burnOf(days, TODAY), TODAY)).toEqual({ kind: 'short', days: 6, needed: 7 });
  });

  it('is none where nothing was spent for weeks', () => {
    const days = [on('2026-01-01', '5.00')];
    expect(outlookOf(burnOf(days, TODAY), TODAY)).toEqual({ kind: 'still', days: 28 });
  });

  it('of days that are all alike is one line', () => {
    const outlook = outlookOf(burnOf(upToYesterday(Array(10).fill(2)), TODAY), TODAY);
    if (outlook.kind !== 'forecast') throw new Error(outlook.kind);
    expect(outlook.days).toHaveLength(7);
    for (const [at, { low, middle, high }] of outlook.days.entries()) {
      expect([low, middle, high]).toEqual(Array(3).fill(20 + 2 * (at + 1)));
    }
    expect(reached(outlook, 24)).toEqual({ likely: '2026-11-26', early: '2026-11-26' });
    expect(reached(outlook, 1000)).toEqual({ likely: null, early: null });
  });

  it('of uneven days is a band that widens, the same each time', () => {
    const burn = burnOf(upToYesterday([0, 9, 4, 0, 1, 12, 3, 0, 0, 7, 2, 5, 0, 8]), TODAY);
    const outlook = outlookOf(burn, TODAY);
    expect(outlookOf(burn, TODAY)).toEqual(outlook);
    if (outlook.kind !== 'forecast') throw new Error(outlook.kind);
    const widths = outlook.days.map(({ low, high }) => high - low);
    expect(widths.at(-1)).toBeGreaterThan(widths[0] ?? 0);
    for (const { low, middle, high } of outlook.days) {
      expect(low).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(burn.at(-1)?.total ?? 0);
    }
    // Its middle is about the mean of the days: 51 in 14.
    const ahead = (outlook.days.at(-1)?.middle ?? 0) - (burn.at(-1)?.total ?? 0);
    expect(Math.abs(ahead - (51 / 14) * 7)).toBeLessThan(6);
  });
});

describe('the chart', () => {
  it('has round amounts beside its lines', () => {
    expect(ticksUpTo(310)).toEqual([0, 100, 200, 300, 400]);
    expect(ticksUpTo(1000)).toEqual([0, 250, 500, 750, 1000]);
    expect(ticksUpTo(0.02).at(-1)).toBeCloseTo(0.02);
    expect(ticksUpTo(0)).toEqual([0, 1]);
  });

  it('names a few days, the first and the last among them', () => {
    expect(fewOf(25, 6)).toEqual([0, 5, 10, 14, 19, 24]);
    expect(fewOf(2, 6)).toEqual([0, 1]);
    expect(fewOf(1, 6)).toEqual([0]);
  });

  it('draws a budget that is near, and only names one far above', () => {
    const burn = burnOf(upToYesterday([1, 2, 3]), TODAY);
    const at = (limit: number | null) => burnScale({ burn, ahead: [], limit, width: 900 });
    expect(at(20).isLimitInside).toBe(true);
    expect(at(500).isLimitInside).toBe(false);
    expect(at(null).isLimitInside).toBe(false);
    expect(at(500).ticks.at(-1)).toBeLessThan(10);
    expect(at(20).y(20)).toBeGreaterThanOrEqual(at(20).top);
  });

  it('finds the day under the pointer', () => {
    const scale = burnScale({ burn: burnOf(upToYesterday([1, 2, 3]), TODAY), ahead: [], limit: null, width: 900 });
    for (const { at } of scale.points.slice(1)) expect(scale.nearest(scale.x(at))).toBe(at);
    expect([scale.nearest(-50), scale.nearest(5000)]).toEqual([1, scale.points.length - 1]);
  });
});

describe('GPU time', () => {
  const line = (change: Partial<LedgerLine>) =>
    ({ kind: 'settlement', gpu_ms: null, gpu_basis: null, ...change }) as LedgerLine;

  it('is told by how it is known; what is not known is counted, not 0', () => {
    const time = gpuTimeOf([
      line({ kind: 'hold' }),
      line({ gpu_ms: 5, gpu_basis: 'wall_clock' }),
      line({ gpu_ms: 7, gpu_basis: 'engine_reported' }),
      line({ gpu_ms: 1, gpu_basis: 'engine_reported' }),
      line({}),
      line({ kind: 'correction' }),
      line({ kind: 'correction', gpu_ms: -2, gpu_basis: 'wall_clock' }),
      line({ kind: 'hold_release' }),
    ]);
    expect(time).toEqual({
      known: [
        { basis: 'engine_reported', ms: 8, lines: 2 },
        { basis: 'wall_clock', ms: 3, lines: 2 },
      ],
      unknown: 1,
    });
  });
});

describe('months', () => {
  const closed = { month: '2026-08', totals: {}, closed_by: 'per_1', at: '2026-09-02T00:00:00Z' };

  it('go back to the first with a cost or a closing', () => {
    const rows = monthsOf(
      [on('2026-10-31', '1.00'), on('2026-10-02', '0.25'), on('2026-11-01', '2.00')],
      [closed],
      TODAY,
    );
    expect(rows.map(({ month, spent, isOver, closed: is }) => [month, spent, isOver, is !== null])).toEqual([
      ['2026-11', '2.00', false, false],
      ['2026-10', '1.25', true, false],
      ['2026-09', null, true, false],
      ['2026-08', null, true, true],
    ]);
  });

  it('cross a year, and are two years at most', () => {
    expect(monthBefore('2027-01')).toBe('2026-12');
    expect(monthsBack('2026-02-28').slice(0, 3)).toEqual(['2026-02', '2026-01', '2025-12']);
    expect(monthsOf([on('1999-01-01', '1.00')], [], TODAY)).toHaveLength(24);
  });
});
