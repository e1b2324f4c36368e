import { describe, expect, it } from 'vitest';
import { between, elementAt, isLargeEnough, moved, sized } from '../src/features/review/region';

describe('regions', () => {
  it('lie between two corners in any order, inside the picture', () => {
    expect(between([0.5, 0.8], [0.2, 1.4])).toEqual([0.2, 0.8, 0.3, 0.2]);
    expect(isLargeEnough(between([0.5, 0.5], [0.5, 0.9]))).toBe(false);
  });

  it('cannot be moved or sized out of the picture', () => {
    expect(moved([0.8, 0, 0.2, 0.2], 0.5, -0.5)).toEqual([0.8, 0, 0.2, 0.2]);
    expect(sized([0.8, 0.8, 0.1, 0.1], 1, -1)).toEqual([0.8, 0.8, 0.2, 0.02]);
  });

  it('are about the text that they cover most', () => {
    const text = (slot: string, rect: [number, number, number, number]) => ({
      slot,
      rect,
      text: '',
      lines: 1,
      font_px: 20,
      contrast: 7,
      is_overflowing: false,
      missing_glyphs: [],
    });
    const texts = [text('headline', [0, 0, 500, 100]), text('legal', [0, 900, 1000, 50])];
    const picture = { width: 1000, height: 1000 };
    expect(elementAt([0.1, 0.05, 0.2, 0.1], texts, picture)).toEqual({ element: 'headline', aspect: 'legibility' });
    expect(elementAt([0, 0.85, 1, 0.15], texts, picture)).toEqual({ element: 'legal', aspect: 'legal' });
    expect(elementAt([0.4, 0.4, 0.1, 0.1], texts, picture)).toEqual({ element: 'layout', aspect: 'composition' });
  });
});
