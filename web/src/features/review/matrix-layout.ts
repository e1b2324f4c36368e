/** The same ads as a table: formats as columns, in each group a row for every market or message. */
import { emptyLayout, type SheetInput, type SheetLayout } from './sheet-layout';

export interface MatrixInput extends Omit<SheetInput, 'widths'> {
  widths: Float32Array;
  /** Which column each ad stands in. */
  columnOf: Uint16Array;
  /** Width by height of the pictures of each column. */
  columnAspects: readonly number[];
  /** Whether an ad begins a new row. */
  beginsRow: (index: number) => boolean;
  /** The `target` at which everything fits. */
  usual: number;
  /** Room before the first column for the rows' names. */
  label: number;
}

/** A column is never narrower or wider than these shares of the row's height. */
const NARROWEST = 0.5;
const WIDEST = 2.1;
/** At the usual size all columns fit the width, unless that makes them smaller than this, in pixels: then it scrolls. */
const LEAST = 100;

export function layoutMatrix(input: MatrixInput): SheetLayout {
  const n = input.aspects.length;
  const layout = emptyLayout(n);
  const { columns, rowHeight, width } = placeColumns(input);
  let y = 0;
  input.groupStarts.forEach((start, group) => {
    const end = input.groupStarts[group + 1] ?? n;
    const top = y;
    y += input.head;
    for (let index = start; index < end; index += 1) {
      if (index > start && !input.beginsRow(index)) continue;
      y += placeRow(input, layout, {
        from: index,
        to: endOfRow(input, index, end),
        top: y,
        height: rowHeight,
        columns,
      });
      y += input.gutter;
    }
    layout.groups.push({ top, bottom: y, start, end });
  });
  layout.rowStart[layout.rowCount] = n;
  layout.height = y;
  layout.width = width;
  layout.columns = columns;
  return layout;
}

function placeColumns(input: MatrixInput) {
  const shares = input.columnAspects.map((aspect) => Math.min(WIDEST, Math.max(NARROWEST, aspect)));
  const gutters = input.gutter * shares.length;
  const sum = shares.reduce((all, share) => all + share, 0);
  const room = input.width - input.label - gutters;
  const rowHeight = Math.max(40, (Math.max(LEAST, room / Math.max(sum, 1)) * input.target) / input.usual);
  let x = input.label;
  const columns = shares.map((share) => {
    const column = { x, width: share * rowHeight };
    x += column.width + input.gutter;
    return column;
  });
  return { columns, rowHeight, width: x };
}

function endOfRow(input: MatrixInput, from: number, end: number): number {
  let to = from + 1;
  while (to < end && !input.beginsRow(to)) to += 1;
  return to;
}

interface Row {
  from: number;
  to: number;
  top: number;
  height: number;
  columns: NonNullable<SheetLayout['columns']>;
}

function placeRow(input: MatrixInput, layout: SheetLayout, row: Row): number {
  const index = layout.rowCount;
  for (let i = row.from; i < row.to; i += 1) {
    const aspect = input.aspects[i] ?? 1;
    const column = row.columns[input.columnOf[i] ?? 0] ?? { x: 0, width: row.height };
    const w = Math.min(column.width, aspect * row.height, input.widths[i] ?? column.width);
    layout.x[i] = column.x + (column.width - w) / 2;
    layout.w[i] = w;
    layout.h[i] = w / aspect;
    layout.y[i] = row.top + row.height - w / aspect;
    layout.room[i] = Math.max(w, 24);
    layout.rowOf[i] = index;
  }
  layout.rowStart[index] = row.from;
  layout.rowTop[index] = row.top;
  layout.rowHeight[index] = row.height + input.caption;
  layout.rowCount = index + 1;
  return row.height + input.caption;
}
