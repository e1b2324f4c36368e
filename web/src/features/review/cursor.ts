/** Where the reviewer is and what is selected. Pure moves over the sheet's order and layout. */
import type { View } from './use-view';
import { nearestInRow, type SheetLayout } from './sheet-layout';

export interface Cursor {
  id: string | undefined;
  /** Where a range began. */
  anchor: string | undefined;
  selected: ReadonlySet<string>;
  /** The column that Up and Down keep to across ragged rows. */
  goal: number | undefined;
}

export const NOWHERE: Cursor = { id: undefined, anchor: undefined, selected: new Set(), goal: undefined };

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'previousGroup' | 'nextGroup';

const centre = (layout: SheetLayout, index: number) => (layout.x[index] ?? 0) + (layout.w[index] ?? 0) / 2;

/** The next place, and the column to keep to. */
export function stepFrom(
  index: number,
  step: Step,
  view: View,
  layout: SheetLayout | null,
  goal: number | undefined,
): { index: number; goal: number | undefined } {
  const last = view.items.length - 1;
  const clamp = (to: number) => ({ index: Math.max(0, Math.min(last, to)), goal: undefined });
  switch (step) {
    case 'left':
      return clamp(index - 1);
    case 'right':
      return clamp(index + 1);
    case 'first':
      return clamp(0);
    case 'last':
      return clamp(last);
    case 'previousGroup':
    case 'nextGroup':
      return clamp(groupStart(index, step, view));
    default:
      return layout ? vertical(index, step === 'up' ? -1 : 1, layout, goal) : clamp(index);
  }
}

function vertical(index: number, by: -1 | 1, layout: SheetLayout, goal: number | undefined) {
  const x = goal ?? centre(layout, index);
  const row = (layout.rowOf[index] ?? 0) + by;
  if (row < 0 || row >= layout.rowCount) return { index, goal: x };
  return { index: nearestInRow(layout, row, x), goal: x };
}

function groupStart(index: number, step: 'previousGroup' | 'nextGroup', view: View): number {
  const at = view.groups.findIndex((group) => index >= group.start && index < group.end);
  const here = view.groups[at];
  if (!here) return index;
  if (step === 'nextGroup') return view.groups[at + 1]?.start ?? view.items.length - 1;
  return index > here.start ? here.start : (view.groups[at - 1]?.start ?? 0);
}

/** All ids between two places, both included. */
export function rangeBetween(view: View, one: number, other: number): Set<string> {
  const [from, to] = one < other ? [one, other] : [other, one];
  return new Set(view.items.slice(from, to + 1).map((item) => item.id));
}

/** The next one after a place that passes, going round once. */
export function nextWhere(view: View, index: number, passes: (at: number) => boolean): number | undefined {
  const n = view.items.length;
  for (let step = 1; step <= n; step += 1) {
    const at = (index + step) % n;
    if (passes(at)) return at;
  }
  return undefined;
}
