/** The ads of the sheet: read page by page, filtered by the address, in groups. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { reviewQueue } from '../../api/queries';
import type { Variant } from '../../api/wire';
import { type BucketCounts, bucketOf, noCounts } from '../../lib/buckets';
import type { Held } from './decision-outbox';
import type { Grouping, ReviewSearch } from './review-search';
import { bucketOfVerdict } from './verdicts';

/** Read without being asked; the rest by a button. */
const READ_BY_ITSELF = 10_000;

export interface Group {
  key: string;
  start: number;
  end: number;
}

export interface View {
  items: readonly Variant[];
  groups: readonly Group[];
  indexOf: ReadonlyMap<string, number>;
}

export function useQueue(search: ReviewSearch) {
  const query = useInfiniteQuery(reviewQueue(search.campaign, search.queue !== 'all'));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const readsOn = hasNextPage && !isFetchingNextPage && !isError && items.length < READ_BY_ITSELF;
  useEffect(() => {
    if (readsOn) void fetchNextPage();
  }, [readsOn, fetchNextPage]);
  return { ...query, items };
}

/** Which ads the address asks for, by what the server said: deciding never takes a tile away under the cursor. */
export function filterItems(items: readonly Variant[], search: ReviewSearch): Variant[] {
  return items.filter(
    (item) =>
      (!search.state || bucketOf(item.state) === search.state) &&
      (!search.market || item.market === search.market) &&
      (!search.message || item.message === search.message) &&
      (!search.format || item.format === search.format),
  );
}

function keyIn(item: Variant, grouping: Grouping): string {
  if (grouping === 'none') return '';
  return (grouping === 'campaign' ? item.campaign_id : item[grouping]) ?? '';
}

const text = (value: string | null) => value ?? '';
const aspect = ({ revision }: Variant) => (revision ? revision.width / revision.height : 1);

/** Ideas together, and in each the narrow before the wide: rows then hold pictures of like shape. */
function inSheetOrder(one: Variant, other: Variant): number {
  return (
    text(one.market).localeCompare(text(other.market)) ||
    one.campaign_id.localeCompare(other.campaign_id) ||
    text(one.message).localeCompare(text(other.message)) ||
    aspect(one) - aspect(other) ||
    text(one.format).localeCompare(text(other.format)) ||
    one.id.localeCompare(other.id)
  );
}

export function groupItems(items: readonly Variant[], grouping: Grouping): View {
  const lists = new Map<string, Variant[]>();
  for (const item of items.toSorted(inSheetOrder)) {
    const key = keyIn(item, grouping);
    const list = lists.get(key);
    if (list) list.push(item);
    else lists.set(key, [item]);
  }
  const ordered: Variant[] = [];
  const groups: Group[] = [];
  for (const [key, list] of lists) {
    groups.push({ key, start: ordered.length, end: ordered.length + list.length });
    ordered.push(...list);
  }
  return { items: ordered, groups, indexOf: new Map(ordered.map((item, index) => [item.id, index])) };
}

export function useView(items: readonly Variant[], search: ReviewSearch): View {
  const { state, market, message, format, group } = search;
  return useMemo(
    () => groupItems(filterItems(items, { state, market, message, format }), group ?? 'market'),
    [items, state, market, message, format, group],
  );
}

/** States as they will be once what is decided here has arrived. */
export function countItems(items: readonly Variant[], entries: ReadonlyMap<string, Held>): BucketCounts {
  const counts = noCounts();
  for (const item of items)
    counts[effectiveBucket(item, item.revision ? entries.get(item.revision.id) : undefined)] += 1;
  return counts;
}

export function effectiveBucket(item: Variant, held: Held | undefined) {
  return held ? bucketOfVerdict(held.verdict) : bucketOf(item.state);
}

/** Whether a decision can be made: made, in review, at a stage. Whether it asks this person, the server says. */
export function isOpen(item: Variant): boolean {
  return item.state === 'in_review' && item.stage !== null && item.revision !== null;
}
