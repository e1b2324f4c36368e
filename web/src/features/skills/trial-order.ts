/** Where a rule and the people part ways is what somebody must look at first. */
import type { ReplayedAd } from '../../api/wire';

/** Against people who approved, with people who did not, or nothing to say. */
export type Stand = 'against' | 'with' | 'none';

const isApproved = ({ verdict }: ReplayedAd) => verdict === 'approve' || verdict === 'approve_with_changes';

export function standOf(ad: ReplayedAd): Stand {
  if (ad.appear.length === 0 && ad.go.length === 0) return 'none';
  if (ad.appear.length === 0) return isApproved(ad) ? 'with' : 'against';
  return isApproved(ad) ? 'against' : 'with';
}
