/** What the address of the spend page says. It is known before the page: it imports nothing of it. */

/** What the table of parts can be told by, as its address says it. */
export const DIMENSIONS = ['market', 'message', 'format', 'step', 'lane', 'day'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type SortKey = 'name' | 'amount' | 'time' | 'unknown';
export interface Sort {
  key: SortKey;
  isUp: boolean;
}

export interface SpendSearch {
  campaign?: string | undefined;
  brand?: string | undefined;
  currency?: string | undefined;
  by?: Dimension | undefined;
  /** `amount`, or `-amount` for the largest first. */
  sort?: string | undefined;
  view?: 'statement' | undefined;
}

const SORTS: readonly SortKey[] = ['name', 'amount', 'time', 'unknown'];
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** What is not known is left out: an old address still opens the page. */
export function parseSpendSearch(search: Record<string, unknown>): SpendSearch {
  const by = DIMENSIONS.find((each) => each === search.by);
  const sort = text(search.sort);
  return {
    campaign: text(search.campaign),
    brand: text(search.brand),
    currency: text(search.currency),
    by,
    sort: sort && parseSort(sort) ? sort : undefined,
    view: search.view === 'statement' ? 'statement' : undefined,
  };
}

function parseSort(sort: string): Sort | null {
  const key = SORTS.find((each) => each === sort.replace(/^-/, ''));
  return key ? { key, isUp: !sort.startsWith('-') } : null;
}

/** Days stand in their order, all else by money. */
export function sortOf({ sort, by }: SpendSearch): Sort {
  const usual: Sort = by === 'day' ? { key: 'name', isUp: true } : { key: 'amount', isUp: false };
  return (sort && parseSort(sort)) || usual;
}

/** The address of an order: again the same column turns it round; numbers begin with the largest. */
export function sortBy(key: SortKey, now: Sort): string {
  const isUp = now.key === key ? !now.isUp : key === 'name';
  return isUp ? key : `-${key}`;
}
