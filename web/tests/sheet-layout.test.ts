import { describe, expect, it } from 'vitest';
import { layoutSheet, nearestInRow, rowAt, type SheetInput } from '../src/features/review/sheet-layout';

const SHAPES = [0.27, 0.5, 0.56, 0.8, 1, 1.2, 1.78, 1.91, 3.88, 6.4, 8.09] as const;

function input(n: number, width = 1000, groupStarts: number[] = [0]): SheetInput {
  const aspects = Float32Array.from({ length: n }, (_, index) => SHAPES[(index * 7) % SHAPES.length] ?? 1);
  const widths = Float32Array.from(aspects, (aspect) => (aspect > 4 ? 320 : 1080));
  return { aspects, widths, groupStarts, width, target: 190, gutter: 14, caption: 26, head: 52 };
}

describe('the sheet', () => {
  it('keeps every picture in its row, in order, without overlap, with its aspect', () => {
    const given = input(2000, 1000, [0, 24, 700]);
    const layout = layoutSheet(given);
    for (let i = 0; i < 2000; i += 1) {
      const [x, y, w, h] = [layout.x[i] ?? 0, layout.y[i] ?? 0, layout.w[i] ?? 0, layout.h[i] ?? 0];
      expect(w / h).toBeCloseTo(given.aspects[i] ?? 0, 2);
      expect(w).toBeLessThanOrEqual((given.widths[i] ?? 0) + 0.01);
      expect(x + w).toBeLessThanOrEqual(1000.5);
      const row = layout.rowOf[i] ?? 0;
      expect(y).toBeGreaterThanOrEqual((layout.rowTop[row] ?? 0) - 0.01);
      expect(y + h).toBeLessThanOrEqual((layout.rowTop[row] ?? 0) + (layout.rowHeight[row] ?? 0) + 0.01);
      if (i > 0 && layout.rowOf[i - 1] === row)
        expect(x).toBeGreaterThan((layout.x[i - 1] ?? 0) + (layout.w[i - 1] ?? 0));
    }
  });

  it('fills the width where a row is full', () => {
    const given = { ...input(40), aspects: new Float32Array(40).fill(1.5), widths: new Float32Array(40).fill(1080) };
    const layout = layoutSheet(given);
    const last = (layout.rowStart[1] ?? 0) - 1;
    expect((layout.x[last] ?? 0) + (layout.w[last] ?? 0)).toBeCloseTo(1000, 1);
  });

  it('gives strips rows of their own', () => {
    const aspects = Float32Array.from([1, 8.09, 6.4, 1]);
    const layout = layoutSheet({ ...input(4), aspects, widths: Float32Array.from([1080, 728, 320, 1080]) });
    expect([...layout.rowOf]).toEqual([0, 1, 1, 2]);
  });

  it('leaves room for headings and says where groups end', () => {
    const layout = layoutSheet(input(100, 1000, [0, 60]));
    expect(layout.groups).toHaveLength(2);
    expect(layout.groups[1]?.top).toBe(layout.groups[0]?.bottom);
    expect(layout.rowTop[0]).toBe(52);
    expect(layout.height).toBe(layout.groups[1]?.bottom);
  });

  it('finds rows by height and pictures by column', () => {
    const layout = layoutSheet(input(300));
    for (let row = 0; row < layout.rowCount; row += 1) {
      expect(rowAt(layout, (layout.rowTop[row] ?? 0) + 5)).toBe(row);
      const first = layout.rowStart[row] ?? 0;
      expect(nearestInRow(layout, row, (layout.x[first] ?? 0) + 1)).toBe(first);
    }
  });

  it('lays out nothing and very much', () => {
    expect(layoutSheet(input(0)).rowCount).toBe(0);
    expect(layoutSheet(input(100_000)).rowOf[99_999]).toBeGreaterThan(1000);
  });
});
