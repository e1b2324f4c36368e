/** The review's address: which ads, in which order, how large, which one. */
import { BUCKETS, type Bucket } from '../../lib/buckets';

export const GROUPINGS = ['market', 'message', 'format', 'campaign', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface ReviewSearch {
  campaign?: string | undefined;
  /** Left out: what asks me. */
  queue?: 'all' | undefined;
  state?: Bucket | undefined;
  market?: string | undefined;
  message?: string | undefined;
  format?: string | undefined;
  /** Left out: by market. */
  group?: Grouping | undefined;
  size?: number | undefined;
  item?: string | undefined;
  loupe?: boolean | undefined;
}

export const SIZE = { least: 90, most: 460, usual: 190, step: 35 } as const;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function oneOf<T extends string>(list: readonly T[], value: unknown): T | undefined {
  return list.find((each) => each === value);
}

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
    size: Number.isFinite(size) && size > 0 ? clampSize(size) : undefined,
    item: text(search.item),
    loupe: search.loupe === true || search.loupe === 'true' || undefined,
  };
}
