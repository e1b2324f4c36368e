import { describe, expect, it } from 'vitest';
import { layoutMatrix, type MatrixInput } from '../src/features/review/matrix-layout';

const COLUMNS = [0.27, 0.8, 1, 1.91, 8.09];

/** Two groups of three rows; every row lacks one of its formats. */
function input(width: number): MatrixInput {
  const cells = Array.from({ length: 6 }, (_, row) => COLUMNS.map((_column, column) => ({ row, column }))).flatMap(
    (row, index) => row.filter((_, column) => column !== index % COLUMNS.length),
  );
  return {
    aspects: Float32Array.from(cells, ({ column }) => COLUMNS[column] ?? 1),
    widths: new Float32Array(cells.length).fill(1080),
    columnOf: Uint16Array.from(cells, ({ column }) => column),
    columnAspects: COLUMNS,
    groupStarts: [0, 12],
    beginsRow: (index) => index === 0 || cells[index]?.row !== cells[index - 1]?.row,
    width,
    target: 190,
    usual: 190,
    gutter: 14,
    caption: 26,
    head: 78,
    label: 116,
  };
}

describe('the matrix', () => {
  it('stands every ad in the column of its format and the row of its market', () => {
    const given = input(1600);
    const layout = layoutMatrix(given);
    expect(layout.rowCount).toBe(6);
    for (let i = 0; i < given.aspects.length; i += 1) {
      const column = layout.columns?.[given.columnOf[i] ?? 0] ?? { x: 0, width: 0 };
      expect(layout.x[i]).toBeGreaterThanOrEqual(column.x - 0.01);
      expect((layout.x[i] ?? 0) + (layout.w[i] ?? 0)).toBeLessThanOrEqual(column.x + column.width + 0.01);
      expect((layout.w[i] ?? 0) / (layout.h[i] ?? 1)).toBeCloseTo(given.aspects[i] ?? 0, 2);
      const row = layout.rowOf[i] ?? 0;
      expect((layout.y[i] ?? 0) + (layout.h[i] ?? 0)).toBeLessThanOrEqual(
        (layout.rowTop[row] ?? 0) + (layout.rowHeight[row] ?? 0),
      );
    }
  });

  it('fits the width where that leaves pictures large enough, and scrolls where not', () => {
    expect(layoutMatrix(input(1600)).width).toBeCloseTo(1600, 0);
    expect(layoutMatrix(input(600)).width).toBeGreaterThan(600);
  });

  it('says where groups are and leaves room for their heads', () => {
    const layout = layoutMatrix(input(1600));
    expect(layout.groups.map(({ start, end }) => [start, end])).toEqual([
      [0, 12],
      [12, 24],
    ]);
    expect(layout.rowTop[0]).toBe(78);
    expect(layout.groups[1]?.top).toBe(layout.groups[0]?.bottom);
  });
});
