import { describe, expect, it } from 'vitest';
import { type Ad, adMaker, cellOf } from '../src/features/review/ad';
import { byRank, filterItems, groupItems } from '../src/features/review/use-view';
import { ad } from './an-ad';

const sized = (id: string, width: number, height: number, more: Partial<Ad> = {}) =>
  ad({ id, format: id, ...more, revision: { id, number: 1, width, height, dominant: null, findings: [] } });

describe('the order of the sheet', () => {
  it('keeps an idea together, narrow before wide, numbers as people count them', () => {
    const items = [
      sized('wide', 728, 90, { message: 'idea 2' }),
      sized('tower', 160, 600, { message: 'idea 2' }),
      sized('square', 300, 300, { message: 'idea 10' }),
      sized('also', 300, 300, { message: 'idea 2' }),
    ];
    const { items: ordered } = groupItems(items, 'none');
    expect(ordered.map(({ id }) => id)).toEqual(['tower', 'also', 'wide', 'square']);
  });

  it('stands an ad that is not made where its format stands', () => {
    const items = [
      ad({ id: 'missing', format: 'tower', revision: null, state: 'blocked' }),
      sized('square', 300, 300),
      sized('tower', 160, 600, { market: 'fr' }),
    ];
    const { items: ordered, groups } = groupItems(items, 'market');
    expect(ordered.map(({ id }) => id)).toEqual(['missing', 'square', 'tower']);
    expect(groups).toEqual([
      { key: 'de', start: 0, end: 2 },
      { key: 'fr', start: 2, end: 3 },
    ]);
  });

  it('makes sets of one idea in one market', () => {
    const items = [
      ad({ id: 'a' }),
      ad({ id: 'b', market: 'fr' }),
      ad({ id: 'c', format: 'x' }),
      ad({ id: 'd', message: 'evening' }),
    ];
    expect(groupItems(items, 'set').groups.map(({ start, end }) => end - start)).toEqual([1, 2, 1]);
  });

  it('looks first at what has a rank, in groups by who comes first', () => {
    const items = [ad({ id: 'a' }), ad({ id: 'b', market: 'fr' }), ad({ id: 'c' }), ad({ id: 'd', market: 'fr' })];
    const ranks = new Map([
      ['d', 0],
      ['c', 5],
      ['gone', 1],
    ]);
    expect(byRank(items, ranks).map(({ id }) => id)).toEqual(['d', 'c', 'a', 'b']);
    expect(byRank(items, new Map())).toBe(items);
    const { items: ordered, groups } = groupItems(items, 'market', ranks);
    expect(ordered.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
    expect(groups.map(({ key }) => key)).toEqual(['fr', 'de']);
  });

  it('filters by what the server said', () => {
    const items = [ad({ id: 'a' }), ad({ id: 'b', state: 'approved' }), ad({ id: 'c', market: 'fr' })];
    expect(filterItems(items, {})).toBe(items);
    expect(filterItems(items, { state: 'open', market: 'de' }).map(({ id }) => id)).toEqual(['a']);
  });

  it('lays very many out in order quickly', () => {
    const markets = ['de', 'fr', 'gb'];
    const many = Array.from({ length: 50_000 }, (_, index) =>
      sized(`ad ${index}`, 300, 250 + (index % 9), {
        market: markets[index % 3] ?? null,
        message: `idea ${index % 97}`,
      }),
    );
    const { items, groups, indexOf } = groupItems(many, 'market');
    expect(groups).toHaveLength(3);
    expect(indexOf.get(items[49_999]?.id ?? '')).toBe(49_999);
  });
});

describe('an ad of the sheet', () => {
  it('keeps the axes that only its workflow has', () => {
    const make = adMaker();
    const cell = { market: 'de', message: 'm', format: 'f', offer: 'two-for-one' };
    const made = make({
      ...ad({ id: 'a' }),
      market: 'de',
      message: 'm',
      format: 'f',
      cell,
      shape: null,
      revision: null,
    });
    expect(cellOf(made)).toEqual([
      ['market', 'de'],
      ['message', 'm'],
      ['format', 'f'],
      ['offer', 'two-for-one'],
    ]);
  });
});
