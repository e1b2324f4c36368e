/** The ads of the sheet as the address asks for them: filtered, in order, in groups. */
import { useMemo } from 'react';
import { bucketOf } from '../../lib/buckets';
import type { Ad } from './ad';
import type { Held } from './decision-outbox';
import { type Grouping, type ReviewSearch, usualGrouping } from './review-search';
import { bucketOfVerdict } from './verdicts';

export interface Group {
  key: string;
  start: number;
  end: number;
}

export interface View {
  items: readonly Ad[];
  groups: readonly Group[];
  indexOf: ReadonlyMap<string, number>;
}

/** Which ads the address asks for, by what the server said: deciding never takes a tile away under the cursor. */
export function filterItems(items: readonly Ad[], search: ReviewSearch): readonly Ad[] {
  const { state, market, message, format } = search;
  if (!state && !market && !message && !format) return items;
  return items.filter(
    (item) =>
      (!state || bucketOf(item.state) === state) &&
      (!market || item.market === market) &&
      (!message || item.message === message) &&
      (!format || item.format === format),
  );
}

function keyIn(item: Ad, grouping: Grouping): string {
  if (grouping === 'none') return '';
  if (grouping === 'set') return `${item.campaign_id} ${item.market ?? ''} ${item.message ?? ''}`;
  return (grouping === 'campaign' ? item.campaign_id : item[grouping]) ?? '';
}

/** The shape of each format, as its ads show it: one that is not made yet stands where it will. */
export function shapesOf(items: readonly Ad[]): ReadonlyMap<string | null, number> {
  const shapes = new Map<string | null, number>();
  for (const { format, revision } of items) if (revision) shapes.set(format, revision.width / revision.height);
  return shapes;
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** Each different value once, in order: ads are then compared by small numbers. */
function rankValues<T>(items: readonly Ad[], pick: (item: Ad) => T, compare: (one: T, other: T) => number) {
  const known = new Map<T, number>();
  for (const item of items) known.set(pick(item), 0);
  [...known.keys()].toSorted(compare).forEach((value, rank) => known.set(value, rank));
  return { of: Uint32Array.from(items, (item) => known.get(pick(item)) ?? 0), count: known.size };
}

const byText = (one: string | null, other: string | null) => collator.compare(one ?? '', other ?? '');

/**
 * Ideas together, and in each the narrow before the wide: rows then hold pictures of like shape. All ranks of an ad and its place
 * are one number, and numbers are sorted without asking back: 50,000 ads take a few milliseconds.
 */
function inSheetOrder(items: readonly Ad[]): readonly Ad[] {
  const shapes = shapesOf(items);
  const parts = [
    rankValues(items, (item) => item.market, byText),
    rankValues(items, (item) => item.campaign_id, byText),
    rankValues(items, (item) => item.message, byText),
    rankValues(
      items,
      (item) => shapes.get(item.format) ?? 1,
      (one, other) => one - other,
    ),
    rankValues(items, (item) => item.format, byText),
  ];
  const keys = Float64Array.from(items, (_, index) => index);
  let scale = items.length;
  for (const { of, count } of parts.toReversed()) {
    // Beyond this, numbers would run into each other. The order then minds fewer parts; nothing is lost.
    if (scale * count > Number.MAX_SAFE_INTEGER) break;
    for (let index = 0; index < keys.length; index += 1) keys[index] = (keys[index] ?? 0) + (of[index] ?? 0) * scale;
    scale *= count;
  }
  return Array.from(keys.sort(), (key) => items[key % items.length] as Ad);
}

/** By variant: what to look at first. */
export type Ranks = ReadonlyMap<string, number>;

/** What has a rank comes first, by it; the rest follows as it stood. */
export function byRank(items: readonly Ad[], ranks: Ranks): readonly Ad[] {
  const rankOf = (item: Ad) => ranks.get(item.id) ?? Number.POSITIVE_INFINITY;
  const ranked = items.filter((item) => ranks.has(item.id)).toSorted((one, other) => rankOf(one) - rankOf(other));
  return ranked.length === 0 ? items : [...ranked, ...items.filter((item) => !ranks.has(item.id))];
}

export function groupItems(items: readonly Ad[], grouping: Grouping, ranks?: Ranks): View {
  const lists = new Map<string, Ad[]>();
  const inOrder = inSheetOrder(items);
  for (const item of ranks ? byRank(inOrder, ranks) : inOrder) {
    const key = keyIn(item, grouping);
    const list = lists.get(key);
    if (list) list.push(item);
    else lists.set(key, [item]);
  }
  const ordered: Ad[] = [];
  const groups: Group[] = [];
  for (const [key, list] of lists) {
    const start = ordered.length;
    for (const item of list) ordered.push(item);
    groups.push({ key, start, end: ordered.length });
  }
  const indexOf = new Map<string, number>();
  ordered.forEach((item, index) => indexOf.set(item.id, index));
  return { items: ordered, groups, indexOf };
}

export function useView(items: readonly Ad[], search: ReviewSearch, ranks: Ranks | undefined): View {
  const { state, market, message, format, group, order } = search;
  return useMemo(
    () => groupItems(filterItems(items, { state, market, message, format }), group ?? usualGrouping({ order }), ranks),
    [items, state, market, message, format, group, order, ranks],
  );
}

export function effectiveBucket(item: Ad, held: Held | undefined) {
  return held ? bucketOfVerdict(held.verdict) : bucketOf(item.state);
}
