/**
 * Where every picture of the sheet stands: justified rows with a common foot line, in groups. Numbers in typed arrays, no
 * objects per picture: 50,000 pictures are laid out in a few milliseconds.
 */
export interface SheetInput {
  /** Width by height of each picture. */
  aspects: Float32Array;
  /** How wide each picture really is: none is drawn larger, where it would only blur. */
  widths: Float32Array;
  /** First index of each group; the first is 0. */
  groupStarts: readonly number[];
  width: number;
  /** The row height that is aimed at. */
  target: number;
  gutter: number;
  /** Room below a picture for its caption. */
  caption: number;
  /** Room above a group for its heading. */
  head: number;
}

export interface SheetLayout {
  x: Float32Array;
  y: Float64Array;
  w: Float32Array;
  h: Float32Array;
  /** The width of its place, in which its caption may spread. */
  room: Float32Array;
  rowOf: Uint32Array;
  /** First picture of each row, and one more entry at the end. */
  rowStart: Uint32Array;
  rowTop: Float64Array;
  rowHeight: Float32Array;
  rowCount: number;
  groups: { top: number; bottom: number; start: number; end: number }[];
  height: number;
  /** Wider than the screen only where columns are. */
  width: number;
  /** Where each format stands, in the matrix. */
  columns?: { x: number; width: number }[];
}

/** A skyscraper keeps at least this much of a row's width, so that its caption can be read. */
const NARROWEST = 0.6;
/** Wider than this is a strip: strips stand in rows of their own, where they do not leave holes above them. */
const WIDEST = 4;

const isStrip = (input: SheetInput, index: number) => (input.aspects[index] ?? 1) > WIDEST;

function placeAspect(input: SheetInput, index: number): number {
  const aspect = Math.min(input.aspects[index] ?? 1, (input.widths[index] ?? Number.POSITIVE_INFINITY) / input.target);
  return Math.min(WIDEST, Math.max(NARROWEST, aspect));
}

export function emptyLayout(n: number): SheetLayout {
  return {
    x: new Float32Array(n),
    y: new Float64Array(n),
    w: new Float32Array(n),
    h: new Float32Array(n),
    room: new Float32Array(n),
    rowOf: new Uint32Array(n),
    rowStart: new Uint32Array(n + 1),
    rowTop: new Float64Array(n),
    rowHeight: new Float32Array(n),
    rowCount: 0,
    groups: [],
    height: 0,
    width: 0,
  };
}

export function layoutSheet(input: SheetInput): SheetLayout {
  const n = input.aspects.length;
  const layout = emptyLayout(n);
  layout.width = input.width;
  let y = 0;
  input.groupStarts.forEach((start, group) => {
    const end = input.groupStarts[group + 1] ?? n;
    const top = y;
    y = placeGroup(input, layout, { start, end, top: y + input.head });
    layout.groups.push({ top, bottom: y, start, end });
  });
  layout.rowStart[layout.rowCount] = n;
  layout.height = y;
  return layout;
}

interface Run {
  start: number;
  end: number;
  top: number;
}

function placeGroup(input: SheetInput, layout: SheetLayout, group: Run): number {
  let y = group.top;
  let from = group.start;
  while (from < group.end) {
    const { to, height } = breakRow(input, from, group.end);
    y += placeRow(input, layout, { from, to, top: y, height }) + input.gutter;
    from = to;
  }
  return y;
}

/** Takes pictures until they fill the width; a row that does not fill it keeps the height that is aimed at. */
function breakRow(input: SheetInput, from: number, end: number): { to: number; height: number } {
  const areStrips = isStrip(input, from);
  let sum = 0;
  let to = from;
  while (to < end && isStrip(input, to) === areStrips) {
    const next = sum + placeAspect(input, to);
    const room = input.width - (to - from) * input.gutter;
    // Strips are never drawn larger to fill a row; they shrink a little to share one, else the next begins.
    if (areStrips && to > from && next * input.target > room * 1.3) break;
    sum = next;
    to += 1;
    if (!areStrips && sum * input.target >= room) return { to, height: Math.max(24, room / sum) };
  }
  const room = input.width - (to - from - 1) * input.gutter;
  return { to, height: Math.min(input.target, room / sum) };
}

interface Row {
  from: number;
  to: number;
  top: number;
  height: number;
}

/** Stands the pictures of a row on its foot line; the height that they and their captions take. */
function placeRow(input: SheetInput, layout: SheetLayout, row: Row): number {
  const index = layout.rowCount;
  let x = 0;
  let highest = 0;
  for (let i = row.from; i < row.to; i += 1) {
    const aspect = input.aspects[i] ?? 1;
    const room = placeAspect(input, i) * row.height;
    const w = Math.min(room, aspect * row.height, input.widths[i] ?? room);
    layout.x[i] = x;
    layout.w[i] = w;
    layout.h[i] = w / aspect;
    layout.room[i] = room;
    layout.rowOf[i] = index;
    highest = Math.max(highest, w / aspect);
    x += room + input.gutter;
  }
  for (let i = row.from; i < row.to; i += 1) layout.y[i] = row.top + highest - (layout.h[i] ?? 0);
  layout.rowStart[index] = row.from;
  layout.rowTop[index] = row.top;
  layout.rowHeight[index] = highest + input.caption;
  layout.rowCount = index + 1;
  return highest + input.caption;
}

/** The first row whose foot is below a height. */
export function rowAt(layout: SheetLayout, y: number): number {
  let low = 0;
  let high = layout.rowCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layout.rowTop[middle] ?? 0) + (layout.rowHeight[middle] ?? 0) < y) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, Math.max(0, layout.rowCount - 1));
}

/** The picture in a row that is nearest to a horizontal place. */
export function nearestInRow(layout: SheetLayout, row: number, x: number): number {
  const from = layout.rowStart[row] ?? 0;
  const to = layout.rowStart[row + 1] ?? from + 1;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i += 1) {
    const distance = Math.abs((layout.x[i] ?? 0) + (layout.w[i] ?? 0) / 2 - x);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}
