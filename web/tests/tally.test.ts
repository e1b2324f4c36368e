import { describe, expect, it } from 'vitest';
import { createStore } from '../src/lib/store';
import { total } from '../src/lib/buckets';
import type { Ad } from '../src/features/review/ad';
import type { Held } from '../src/features/review/decision-outbox';
import { Counter, followTally } from '../src/features/review/tally';
import { groupItems } from '../src/features/review/use-view';
import { ad } from './an-ad';

const held = (item: Ad, verdict: Held['verdict']): [string, Held] => [
  item.revision?.id ?? '',
  { revision_id: item.revision?.id ?? '', variantId: item.id, stage: 'creative', verdict, goesAt: 0, phase: 'held' },
];

describe('the tally', () => {
  const items = [
    ad({ id: 'a', market: 'de' }),
    ad({ id: 'b', market: 'de', state: 'approved', stage: null }),
    ad({ id: 'c', market: 'fr' }),
    ad({ id: 'd', market: 'fr', state: 'blocked', stage: null, revision: null }),
    ad({ id: 'e', market: 'gr' }),
  ];
  const view = groupItems(items, 'market');
  const counter = new Counter(view.items, view.groups, view.indexOf);

  it('counts all once, and each group', () => {
    const { all, groups } = counter.with(new Map());
    expect(total(all.buckets)).toBe(items.length);
    expect(all.open).toBe(3);
    expect(groups.map(({ open }) => open)).toEqual([1, 1, 1]);
    expect(groups[0]?.buckets).toMatchObject({ open: 1, approved: 1 });
  });

  it('moves what is decided, in its own group alone', () => {
    const first = items[0] as Ad;
    const { all, groups } = counter.with(new Map([held(first, 'reject')]));
    expect(all.buckets).toMatchObject({ open: 2, rejected: 1, approved: 1 });
    expect(groups.map(({ open }) => open)).toEqual([0, 1, 1]);
    expect(total(all.buckets)).toBe(items.length);
  });

  it('minds only decisions on the revision that is shown', () => {
    const first = items[0] as Ad;
    const [, entry] = held(first, 'approve');
    const { all } = counter.with(new Map([['rev_other', { ...entry, revision_id: 'rev_other' }]]));
    expect(all.open).toBe(3);
  });

  it('follows the decisions, and gives the same answer while nothing changes', () => {
    const entries = createStore<ReadonlyMap<string, Held>>(new Map());
    const tally = followTally(counter, entries);
    expect(tally.get()).toBe(tally.get());
    entries.set(new Map([held(items[2] as Ad, 'approve')]));
    expect(tally.get().groups[1]?.buckets).toMatchObject({ approved: 1, open: 0 });
  });
});
