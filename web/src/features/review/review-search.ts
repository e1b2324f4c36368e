/** The review's address: which ads, in which order, how large, which one. */
import type { ForecastOrder } from '../../api/wire';
import { BUCKETS, type Bucket } from '../../lib/buckets';

export const GROUPINGS = ['market', 'message', 'set', 'format', 'campaign', 'none'] as const;
/** How two pictures are held against each other. */
export const COMPARISONS = ['side', 'wipe', 'overlay', 'difference', 'flicker'] as const;
export type Comparison = (typeof COMPARISONS)[number];
/** Most ads of one survey: more are too small to judge. */
export const SURVEY_MOST = 12;
/** What to look at first; without one, ideas stand together. */
export const ORDERS = ['most_likely_wrong', 'most_informative'] as const satisfies readonly ForecastOrder[];
export type Grouping = (typeof GROUPINGS)[number];

export interface ReviewSearch {
  campaign?: string | undefined;
  /** Left out: what asks me. */
  queue?: 'all' | undefined;
  state?: Bucket | undefined;
  market?: string | undefined;
  message?: string | undefined;
  format?: string | undefined;
  /** Left out: by market; not at all where an order is asked for. */
  group?: Grouping | undefined;
  order?: ForecastOrder | undefined;
  size?: number | undefined;
  /** Formats as columns. */
  layout?: 'matrix' | undefined;
  item?: string | undefined;
  loupe?: boolean | undefined;
  compare?: Comparison | undefined;
  /** The revision that is compared with. */
  with?: string | undefined;
  /** The ad is being changed. */
  edit?: boolean | undefined;
  /** The earlier revision that is gone on from. */
  base?: string | undefined;
  /** Ads side by side. */
  survey?: string[] | undefined;
}

export const SIZE = { least: 90, most: 460, usual: 190, step: 35 } as const;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.find((each) => each === value);
}

function idsOf(value: unknown): string[] | undefined {
  const ids = Array.isArray(value) ? value.filter((id): id is string => text(id) !== undefined) : [];
  return ids.length > 1 ? ids.slice(0, SURVEY_MOST) : undefined;
}

export const usualGrouping = ({ order }: Pick<ReviewSearch, 'order'>): Grouping => (order ? 'none' : 'market');

export function clampSize(size: number): number {
  return Math.min(SIZE.most, Math.max(SIZE.least, Math.round(size)));
}

/** What makes no sense is left out, so a broken address still shows the sheet. */
export function parseReviewSearch(search: Record<string, unknown>): ReviewSearch {
  const size = Number(search.size);
  return {
    campaign: text(search.campaign),
    queue: oneOf(['all'] as const, search.queue),
    state: oneOf(BUCKETS, search.state),
    market: text(search.market),
    message: text(search.message),
    format: text(search.format),
    group: oneOf(GROUPINGS, search.group),
    order: oneOf(ORDERS, search.order),
    size: Number.isFinite(size) && size > 0 ? clampSize(size) : undefined,
    item: text(search.item),
    loupe: search.loupe === true || search.loupe === 'true' || undefined,
    edit: search.edit === true || search.edit === 'true' || undefined,
    base: text(search.base),
    layout: oneOf(['matrix'] as const, search.layout),
    compare: oneOf(COMPARISONS, search.compare),
    with: text(search.with),
    survey: idsOf(search.survey),
  };
}
