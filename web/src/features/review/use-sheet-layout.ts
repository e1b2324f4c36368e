/** Which of the two layouts the sheet has, and what it needs to be laid out. */
import { useMemo } from 'react';
import type { Ad } from './ad';
import { layoutMatrix } from './matrix-layout';
import { SIZE } from './review-search';
import { layoutSheet, type SheetLayout } from './sheet-layout';
import { shapesOf, type View } from './use-view';

const GUTTER = 14;
const CAPTION = 26;
const HEAD = 52;
const COLUMN_HEAD = 26;
const DENSE = 120;

/** The sheet as a table. */
export interface Matrix {
  /** Formats, the narrow before the wide. */
  columns: readonly { format: string | null; aspect: number }[];
  columnOf: ReadonlyMap<string | null, number>;
  rowKey: (item: Ad) => string;
  rowName: (item: Ad) => string;
  /** Room for the rows' names. */
  label: number;
}

/** Formats are columns; a row is a market, or in groups of markets a message. */
export function makeMatrix(view: View, isByMarket: boolean, names: { market: NameOf; message: NameOf }): Matrix {
  const columns = [...shapesOf(view.items)]
    .map(([format, aspect]) => ({ format, aspect }))
    .toSorted((one, other) => one.aspect - other.aspect || (one.format ?? '').localeCompare(other.format ?? ''));
  const more = (item: Ad) => Object.values(item.more ?? {});
  return {
    columns,
    columnOf: new Map(columns.map(({ format }, index) => [format, index])),
    rowKey: (item) => [item.campaign_id, isByMarket ? item.message : item.market, ...more(item)].join(' '),
    rowName: (item) =>
      [isByMarket ? names.message(item.message) : names.market(item.market), ...more(item)].filter(Boolean).join(', '),
    label: 116,
  };
}

type NameOf = (id: string | null) => string;

export function useSheetLayout(view: View, width: number, size: number, matrix: Matrix | null): SheetLayout {
  return useMemo(() => {
    const { items } = view;
    const input = {
      aspects: Float32Array.from(items, ({ revision }) => (revision ? revision.width / revision.height : 1)),
      widths: Float32Array.from(items, ({ revision }) => revision?.width ?? 240),
      groupStarts: view.groups.map((group) => group.start),
      width: Math.max(200, width),
      target: size,
      gutter: GUTTER,
      caption: size < DENSE ? 6 : CAPTION,
      head: view.groups.length > 1 || view.groups[0]?.key ? HEAD : 12,
    };
    if (!matrix) return layoutSheet(input);
    const key = (index: number) => (items[index] ? matrix.rowKey(items[index]) : '');
    return layoutMatrix({
      ...input,
      head: input.head + COLUMN_HEAD,
      columnOf: Uint16Array.from(items, (item) => matrix.columnOf.get(item.format) ?? 0),
      columnAspects: matrix.columns.map(({ aspect }) => aspect),
      beginsRow: (index) => key(index) !== key(index - 1),
      label: matrix.label,
      usual: SIZE.usual,
    });
  }, [view, width, size, matrix]);
}
