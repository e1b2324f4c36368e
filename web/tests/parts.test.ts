import { describe, expect, it } from 'vitest';
import type { PlacedText, Revision } from '../src/api/wire';
import { boxNow, isProtected, partOfElement, partsOf } from '../src/features/review/edit/parts';
import { boundsOf } from '../src/features/review/edit/probe';

const placed = (slot: string, rect: PlacedText['rect']) => ({ slot, rect, text: slot }) as PlacedText;
const revision = {
  adjustments: { headline: { scale: 2 } },
  texts: [placed('legal', [0, 450, 100, 10]), placed('headline', [100, 50, 200, 40])],
} as unknown as Revision;
const canvas = { width: 1000, height: 500, isRtl: false };

describe('the parts of an ad', () => {
  const parts = partsOf(revision, { headline: { scale: 2 }, subline: { hide: true, text: 'Gone' } }, [
    { slot: 'product', kind: 'picture', box: [500, 100, 100, 100], hasCrop: false },
    { slot: 'scene', kind: 'scene', box: [0, 0, 1000, 500], hasCrop: true },
  ]);
  const part = (slot: string) => parts.find((each) => each.slot === slot) ?? expect.fail(slot);

  it('are what is drawn, what was left out, and the pictures', () => {
    expect(parts.map(({ slot }) => slot)).toEqual(['headline', 'subline', 'legal', 'product', 'scene']);
    expect(part('subline').box).toBeNull();
    expect(part('legal').isProtected).toBe(true);
    expect(partOfElement(parts, 'background')).toBe('scene');
  });

  it('keep what the law and the feed say', () => {
    for (const slot of ['legal', 'price', 'was_price', 'price_2', 'claim-1'])
      expect(isProtected(slot), slot).toBe(true);
    for (const slot of ['headline', 'priceless', 'cta']) expect(isProtected(slot), slot).toBe(false);
  });

  it('are followed by their boxes before the picture is there', () => {
    const headline = part('headline');
    expect(boxNow(headline, { scale: 2 }, canvas)).toEqual([100, 50, 200, 40]);
    expect(boxNow(headline, { scale: 4, shift: [0.01, 0.02] }, canvas)).toEqual([110, 60, 400, 80]);
    // Read from the right, it goes on to the left and grows to the left.
    expect(boxNow(headline, { scale: 4, shift: [0.01, 0] }, { ...canvas, isRtl: true })).toEqual([-110, 50, 400, 80]);
    expect(boxNow(part('product'), { scale: 2 }, canvas)).toEqual([450, 50, 200, 200]);
  });

  it('are found where a picture without them differs', () => {
    expect(boundsOf(10, 10, (x, y) => x >= 2 && x < 5 && y === 7)).toEqual([2, 7, 3, 1]);
    expect(boundsOf(10, 10, () => false)).toBeNull();
  });
});
