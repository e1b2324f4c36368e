/** A variant's state as a reviewer sees it: fewer words than the machine has. */
import type { VariantState } from '../api/wire';

export const BUCKETS = ['open', 'approved', 'changes', 'rejected', 'stopped', 'planned'] as const;
export type Bucket = (typeof BUCKETS)[number];

const OF_STATE: Record<VariantState, Bucket> = {
  planned: 'planned',
  blocked: 'stopped',
  failed: 'stopped',
  in_review: 'open',
  changes_requested: 'changes',
  rejected: 'rejected',
  approved: 'approved',
  published: 'approved',
  recalled: 'stopped',
};

export const bucketOf = (state: VariantState): Bucket => OF_STATE[state] ?? 'planned';

export type BucketCounts = Record<Bucket, number>;

export function noCounts(): BucketCounts {
  return { open: 0, approved: 0, changes: 0, rejected: 0, stopped: 0, planned: 0 };
}

export function countBuckets(counts: Partial<Record<VariantState, number>>): BucketCounts {
  const sums = noCounts();
  for (const [state, count] of Object.entries(counts)) sums[bucketOf(state as VariantState)] += count ?? 0;
  return sums;
}

export const total = (counts: BucketCounts) => BUCKETS.reduce((sum, bucket) => sum + counts[bucket], 0);
export const decided = (counts: BucketCounts) => counts.approved + counts.changes + counts.rejected;
