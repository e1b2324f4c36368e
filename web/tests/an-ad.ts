import type { Ad } from '../src/features/review/ad';

/** An ad in review; a test names what it is about. */
export function ad(part: Partial<Ad> & { id: string }): Ad {
  return {
    campaign_id: 'cmp',
    market: 'de',
    message: 'morning',
    format: 'meta.feed_square',
    state: 'in_review',
    stage: 'creative',
    due_at: null,
    revision_count: 1,
    more: null,
    revision: { id: `rev_${part.id}`, number: 1, width: 1080, height: 1080, dominant: null, findings: [] },
    ...part,
  };
}
