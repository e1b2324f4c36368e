import { describe, expect, it } from 'vitest';
import type { BudgetOverride, Me, Role, SpendLimit } from '../src/api/wire';
import {
  burnPieces,
  keyOf,
  mayAsk,
  maySet,
  orderedLimits,
  orderedOverrides,
  raisedTo,
  usedShare,
  whoseCampaign,
  whoseLimit,
} from '../src/features/spend/limits';

const limit = (brand_id: string | null, month: string | null, more: Partial<SpendLimit> = {}): SpendLimit => ({
  brand_id,
  month,
  currency: 'EUR',
  limit: '100.00',
  is_hard: true,
  warn_percent: 80,
  held: '0.00',
  spent: '0.00',
  free: '100.00',
  state: 'ok',
  ...more,
});
const asked = (id: string, more: Partial<BudgetOverride> = {}): BudgetOverride => ({
  id,
  campaign_id: null,
  brand_id: null,
  month: null,
  currency: 'EUR',
  amount: '50.00',
  reason: 'A second market',
  state: 'asked',
  asked_by: 'per_1',
  asked_at: '2026-11-20T09:00:00.000Z',
  decided_by: null,
  decided_at: null,
  ...more,
});
const person = (...grants: [Role, string | null][]) =>
  ({ grants: grants.map(([role, brand_id]) => ({ role, brand_id })) }) as Me;

describe('budgets of the organization and its brands', () => {
  it('stand by whose they are, in all before months, and newer months first', () => {
    const names: Record<string, string> = { brd_1: 'Zest', brd_2: 'Aroma' };
    const all = [limit('brd_1', null), limit(null, '2026-11'), limit('brd_2', null), limit(null, null)];
    const ordered = orderedLimits([...all, limit(null, '2026-12')], (id) => names[id] ?? id);
    expect(ordered.map(({ brand_id, month }) => [brand_id, month])).toEqual([
      [null, null],
      [null, '2026-12'],
      [null, '2026-11'],
      ['brd_2', null],
      ['brd_1', null],
    ]);
  });

  it('count what is held as used', () => {
    expect(usedShare(limit(null, null, { spent: '60.00', held: '24.00' }))).toBe(0.84);
    expect(usedShare(limit(null, null, { spent: '120.00' }))).toBe(1.2);
    expect(usedShare(limit(null, null, { limit: null, spent: '120.00' }))).toBe(0);
  });

  it('are drawn as spent and held, and whole and red where more is spent', () => {
    const pieces = (spent: string, held: string) => burnPieces(limit(null, null, { spent, held }));
    expect(pieces('60.00', '24.00')).toEqual([{ share: 0.6 }, { share: 0.24, kind: 'held' }]);
    expect(pieces('100.01', '0.00')).toEqual([{ share: 1, kind: 'rej' }]);
    expect(burnPieces(limit(null, null, { limit: null }))).toEqual([]);
  });

  it('are of one brand for whoever has a role of that brand', () => {
    expect(maySet(person(['finance', 'brd_1']), 'brd_1')).toBe(true);
    expect(maySet(person(['finance', 'brd_1']), 'brd_2')).toBe(false);
    expect(maySet(person(['finance', 'brd_1']), null)).toBe(false);
    expect(maySet(person(['finance', null]), 'brd_2')).toBe(true);
    expect(maySet(person(['producer', null]), null)).toBe(false);
    expect(mayAsk(person(['producer', null]), null)).toBe(true);
    expect(mayAsk(person(['legal', null]), null)).toBe(false);
  });
});

describe('going over a budget', () => {
  it('shows what waits first, the longest wait on top, then the newest decisions', () => {
    const rows = orderedOverrides([
      asked('old', { state: 'approved', decided_at: '2026-11-01T09:00:00.000Z' }),
      asked('second', { asked_at: '2026-11-22T09:00:00.000Z' }),
      asked('new', { state: 'refused', decided_at: '2026-11-23T09:00:00.000Z' }),
      asked('first'),
    ]);
    expect(rows.map(({ id }) => id)).toEqual(['first', 'second', 'new', 'old']);
  });

  it('knows the budget that it is about', () => {
    const campaign = { id: 'cmp_1', currency: 'EUR' } as Parameters<typeof whoseCampaign>[0];
    expect(keyOf(asked('x', { campaign_id: 'cmp_1', brand_id: 'brd_1' }))).toBe(
      keyOf(whoseCampaign(campaign, 'brd_1')),
    );
    expect(keyOf(asked('x', { month: '2026-11' }))).toBe(keyOf(whoseLimit(limit(null, '2026-11'))));
    expect(keyOf(asked('x'))).not.toBe(keyOf(whoseLimit(limit(null, null, { currency: 'USD' }))));
  });

  it('says the limit that comes of it, to the last place', () => {
    expect(raisedTo('0.1', '0.2')).toBe('0.30');
    expect(raisedTo(null, '50.00')).toBeNull();
    expect(raisedTo(undefined, '50.00')).toBeNull();
  });
});
