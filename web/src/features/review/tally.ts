/**
 * How many ads stand where, as it will be once what is decided here has arrived. Counted once for all that is shown; a decision
 * then moves one, it does not count 50,000 again.
 */
import { type BucketCounts, bucketOf, noCounts } from '../../lib/buckets';
import { createStore, type Store } from '../../lib/store';
import { type Ad, isOpen } from './ad';
import type { Held } from './decision-outbox';
import { bucketOfVerdict } from './verdicts';

export interface Count {
  buckets: BucketCounts;
  /** Can be decided, and is not. */
  open: number;
}

export interface Tally {
  all: Count;
  /** In the order of the groups it was made for. */
  groups: readonly Count[];
}

export interface Tallies {
  /** All that was read. */
  all: Store<Tally>;
  /** What the filters let through, by group. */
  view: Store<Tally>;
}

interface Part {
  start: number;
  end: number;
}

/** `items` in their order, and parts of it that are counted on their own. */
export class Counter {
  private readonly base: Tally;
  private readonly placeOf: ReadonlyMap<string, number>;

  constructor(
    private readonly items: readonly Ad[],
    private readonly groups: readonly Part[],
    indexOf?: ReadonlyMap<string, number>,
  ) {
    this.placeOf = indexOf ?? new Map(items.map((item, index) => [item.id, index]));
    const counts = groups.map(({ start, end }) => countPart(items, start, end));
    this.base = { all: groups.length > 0 ? sumOf(counts) : countPart(items, 0, items.length), groups: counts };
  }

  /** The counts with these decisions in them. */
  with(entries: ReadonlyMap<string, Held>): Tally {
    const all = copyOf(this.base.all);
    const groups = this.base.groups.map(copyOf);
    for (const held of entries.values()) {
      const place = this.placeOf.get(held.variantId);
      const item = place === undefined ? undefined : this.items[place];
      if (item?.revision?.id !== held.revision_id || place === undefined) continue;
      move(all, item, held);
      const group = groups[this.groupAt(place)];
      if (group) move(group, item, held);
    }
    return { all, groups };
  }

  private groupAt(place: number): number {
    let low = 0;
    let high = this.groups.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.groups[middle]?.end ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A store of the counts that follows a store of decisions. */
export function followTally(counter: Counter, entries: Store<ReadonlyMap<string, Held>>): Store<Tally> {
  let known = entries.get();
  const tally = createStore(counter.with(known));
  const read = () => {
    if (entries.get() !== known) {
      known = entries.get();
      tally.set(counter.with(known));
    }
    return tally.get();
  };
  return { ...tally, get: read, subscribe: entries.subscribe };
}

function countPart(items: readonly Ad[], start: number, end: number): Count {
  const count: Count = { buckets: noCounts(), open: 0 };
  for (let index = start; index < end; index += 1) {
    const item = items[index];
    if (!item) continue;
    count.buckets[bucketOf(item.state)] += 1;
    if (isOpen(item)) count.open += 1;
  }
  return count;
}

const copyOf = ({ buckets, open }: Count): Count => ({ buckets: { ...buckets }, open });

function sumOf(counts: readonly Count[]): Count {
  const sum: Count = { buckets: noCounts(), open: 0 };
  for (const { buckets, open } of counts) {
    sum.open += open;
    for (const bucket of Object.keys(buckets) as (keyof BucketCounts)[]) sum.buckets[bucket] += buckets[bucket];
  }
  return sum;
}

function move(count: Count, item: Ad, held: Held): void {
  count.buckets[bucketOf(item.state)] -= 1;
  count.buckets[bucketOfVerdict(held.verdict)] += 1;
  if (isOpen(item)) count.open -= 1;
}
