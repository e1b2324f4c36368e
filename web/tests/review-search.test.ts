import { expect, it } from 'vitest';
import { parseReviewSearch } from '../src/features/review/review-search';

it('an address that makes no sense still shows the sheet', () => {
  const parsed = parseReviewSearch({
    state: 'wrong',
    size: '99999',
    group: 7,
    order: 'newest',
    queue: 'mine',
    loupe: 'yes',
    market: 'de',
  });
  expect(parsed).toMatchObject({ market: 'de', size: 460 });
  expect([parsed.state, parsed.group, parsed.order, parsed.queue, parsed.loupe]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
