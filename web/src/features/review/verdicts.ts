import type { Verdict } from '../../api/wire';
import type { Bucket } from '../../lib/buckets';

/** The closed lists of a mark, as the server checks them. */
export const ELEMENTS = [
  'headline',
  'subline',
  'cta',
  'product',
  'background',
  'logo',
  'legal',
  'layout',
  'colour',
  'whole',
] as const;
export const ASPECTS = [
  'legibility',
  'wording',
  'tone',
  'cultural_fit',
  'brand',
  'composition',
  'realism',
  'error',
  'legal',
] as const;

const BUCKET: Record<Verdict, Bucket> = {
  approve: 'approved',
  approve_with_changes: 'approved',
  request_changes: 'changes',
  reject: 'rejected',
};

export const bucketOfVerdict = (verdict: Verdict): Bucket => BUCKET[verdict];

/** Only a plain approval goes without a reason. */
export const needsReason = (verdict: Verdict) => verdict !== 'approve';
