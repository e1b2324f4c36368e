import { describe, expect, it } from 'vitest';
import type { SpendPart, SpendParts, Waste } from '../src/api/wire';
import {
  mergeParts,
  outcomesOf,
  reasonsOf,
  sorted,
  wasted,
  wastedShare,
  worstWaste,
} from '../src/features/spend/parts';
import { parseSpendSearch, sortBy, sortOf } from '../src/features/spend/spend-search';
import { writeCsv } from '../src/lib/csv';
import { fromNano, partOf, sumOf, toNano } from '../src/lib/decimal';

const part = (value: string, amount: string, gpu_ms = 0, unknown_costs = 0): SpendPart => ({
  value,
  amount,
  gpu_ms,
  unknown_costs,
});
const vain = (reason: string, market: string, amount: string): Waste => ({ reason, market, amount });

const parts = (change: Partial<SpendParts>): SpendParts => ({
  currency: 'EUR',
  total: { amount: '10.00', gpu_ms: 5, unknown_costs: 0 },
  outcomes: [],
  markets: [],
  messages: [],
  formats: [],
  steps: [],
  lanes: [],
  days: [],
  waste: [],
  approved_ads: 0,
  approved: '0.00',
  cost_per_approved: null,
  ...change,
});

describe('amounts', () => {
  it.each([
    ['0.00', 0n],
    ['12', 12_000_000_000n],
    ['0.000000001', 1n],
    ['-0.4', -400_000_000n],
    ['90071992547409.93', 90_071_992_547_409_930_000_000n],
  ])('%s is read to the last place', (text, nano) => {
    expect(toNano(text)).toBe(nano);
    expect(toNano(fromNano(nano))).toBe(nano);
  });

  it('are added where floats go wrong', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.30');
    expect(sumOf(['1.00', '-1.000000001'])).toBe('-0.000000001');
  });

  it('are refused where they are none', () => {
    for (const text of ['', 'unknown', '1e3', '1.0000000001', '1,5'])
      expect(() => toNano(text), text).toThrow(RangeError);
  });

  it('have no share of nothing', () => {
    expect(partOf('1.00', '0.00')).toBe(0);
    expect(partOf('1.00', '4.00')).toBe(0.25);
  });
});

describe('what was spent in vain', () => {
  const waste = [
    vain('background', 'jp', '3.00'),
    vain('headline', 'jp', '2.00'),
    vain('headline', 'de', '2.50'),
    vain('', '', '0.50'),
  ];

  it('is told by reason, the most first, and by market within', () => {
    const reasons = reasonsOf(waste);
    expect(reasons.map(({ reason, amount }) => [reason, amount])).toEqual([
      ['headline', '4.50'],
      ['background', '3.00'],
      ['', '0.50'],
    ]);
    expect(reasons[0]?.markets.map(({ market }) => market)).toEqual(['de', 'jp']);
  });

  it('names the market where most of it went, and why there', () => {
    expect(worstWaste(waste)).toEqual({ market: 'jp', reason: 'background' });
    expect(worstWaste([])).toBeNull();
    expect(worstWaste([vain('', 'de', '0.00')])).toBeNull();
  });

  it('has a share of the whole', () => {
    expect(wasted(parts({ waste }))).toBe('8.00');
    expect(wastedShare(parts({ waste }))).toBeCloseTo(0.8);
  });
});

describe('campaigns together', () => {
  const one = parts({
    total: { amount: '0.10', gpu_ms: 7, unknown_costs: 0 },
    markets: [part('de', '0.10', 7)],
    days: [part('2026-11-02', '0.10', 7)],
    waste: [vain('logo', 'de', '0.01')],
    approved_ads: 1,
    approved: '0.05',
  });
  const other = parts({
    total: { amount: '0.20', gpu_ms: 1, unknown_costs: 0 },
    markets: [part('de', '0.15', 1), part('gb', '0.05')],
    days: [part('2026-11-01', '0.20', 1)],
    waste: [vain('logo', 'de', '0.02'), vain('logo', 'gb', '0.05')],
    approved_ads: 3,
    approved: '0.10',
  });

  it('add up exactly, days in their order', () => {
    const both = mergeParts([one, other], 'EUR');
    expect(both.total).toEqual({ amount: '0.30', gpu_ms: 8, unknown_costs: 0 });
    expect(both.markets).toEqual([part('de', '0.25', 8), part('gb', '0.05')]);
    expect(both.days.map(({ value }) => value)).toEqual(['2026-11-01', '2026-11-02']);
    expect(both.waste).toEqual([vain('logo', 'gb', '0.05'), vain('logo', 'de', '0.03')]);
    expect([both.approved_ads, both.cost_per_approved]).toEqual([4, '0.075']);
  });

  it('have no cost per approved ad where a cost is not known', () => {
    const unknown = parts({ ...other, total: { ...other.total, unknown_costs: 1 } });
    expect(mergeParts([one, unknown], 'EUR').cost_per_approved).toBeNull();
    expect(mergeParts([], 'EUR').total).toEqual({ amount: '0.00', gpu_ms: 0, unknown_costs: 0 });
  });
});

it('outcomes stand in the order an ad comes to them, new ones last', () => {
  const outcomes = ['lost', 'unused', 'approved', 'rejected'].map((value) => part(value, '1.00'));
  expect(outcomesOf(parts({ outcomes })).map(({ value }) => value)).toEqual(['approved', 'rejected', 'unused', 'lost']);
});

describe('the order of rows', () => {
  const rows = [part('b10', '2.00', 1), part('b9', '10.00', 3), part('a', '2.000000001', 2)];
  const values = (search: Parameters<typeof sortOf>[0]) =>
    sorted(rows, sortOf(search), (value) => value).map(({ value }) => value);

  it('is by money, the most first, unless the address says otherwise', () => {
    expect(values({})).toEqual(['b9', 'a', 'b10']);
    expect(values({ sort: 'amount' })).toEqual(['b10', 'a', 'b9']);
    expect(values({ sort: 'name' })).toEqual(['a', 'b9', 'b10']);
    expect(values({ sort: '-time' })).toEqual(['b9', 'a', 'b10']);
    expect(values({ by: 'day' })).toEqual(['a', 'b9', 'b10']);
  });

  it('turns round by the same column', () => {
    expect(sortBy('amount', sortOf({}))).toBe('amount');
    expect(sortBy('amount', sortOf({ sort: 'amount' }))).toBe('-amount');
    expect(sortBy('name', sortOf({}))).toBe('name');
    expect(sortBy('time', sortOf({}))).toBe('-time');
  });

  it('of an address that is not known is the usual one', () => {
    const search = parseSpendSearch({ by: 'planet', sort: '-colour', view: 'film', campaign: '', brand: 7 });
    expect(Object.values(search).filter((value) => value !== undefined)).toEqual([]);
    expect(parseSpendSearch({ by: 'lane', sort: '-time' })).toMatchObject({ by: 'lane', sort: '-time' });
  });
});

it('a table for spreadsheets quotes what needs it and starts no formula', () => {
  const text = writeCsv([
    ['a "b", c', '=SUM(A1)', '-0.40', null],
    ['+1', '@x', '- 3', 12],
  ]);
  expect(text).toBe(`"a ""b"", c",'=SUM(A1),-0.40,\r\n'+1,'@x,'- 3,12\r\n`);
});
