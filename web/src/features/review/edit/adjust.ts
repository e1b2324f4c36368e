/** Adjustments laid over one another, as the server does it: what would change nothing is not there. Pure. */
import type { AdjustedField, Adjustment, Adjustments, Changes, FieldChange } from '../../../api/wire';

const FIELDS: readonly AdjustedField[] = ['text', 'shift', 'scale', 'color', 'fill', 'hide', 'focal', 'zoom'];
type Value = Adjustment[AdjustedField];

export const SCALE = { least: 0.25, most: 4, step: 0.05 } as const;
export const ZOOM = { least: 1, most: 8, step: 0.1 } as const;

export const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
/** Ten-thousandths, as the server keeps them. */
export const round = (value: number) => Math.round(value * 10_000) / 10_000 || 0;

function isNeutral(field: AdjustedField, value: Value): boolean {
  if (value === null || value === undefined || value === false) return true;
  if (field === 'scale' || field === 'zoom') return value === 1;
  return field === 'shift' && Array.isArray(value) && value.every((part) => part === 0);
}

const isSame = (one: Value, other: Value) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Slots without any adjustment are not there. */
function kept(slots: Record<string, Adjustment>): Adjustments {
  return Object.fromEntries(Object.entries(slots).filter(([, adjustment]) => Object.keys(adjustment).length > 0));
}

export function withChanges(before: Adjustments, changes: Changes): Adjustments {
  const after: Record<string, Adjustment> = { ...before };
  for (const [slot, change] of Object.entries(changes)) {
    const all = change === null ? [] : Object.entries({ ...after[slot], ...change });
    after[slot] = Object.fromEntries(all.filter(([field, value]) => !isNeutral(field as AdjustedField, value)));
  }
  return kept(after);
}

/** One field set, or taken back. */
export function withField(before: Adjustments, slot: string, field: AdjustedField, value: Value): Adjustments {
  return withChanges(before, { [slot]: { [field]: value } });
}

export function differences(before: Adjustments, after: Adjustments): FieldChange[] {
  const slots = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return slots.flatMap((slot) =>
    FIELDS.flatMap((field) => {
      const [from, to] = [before[slot]?.[field] ?? null, after[slot]?.[field] ?? null];
      return isSame(from, to) ? [] : [{ slot, field, from, to }];
    }),
  );
}

/** The changes that make `after` of `before`: what is taken back is null. */
export function changesBetween(before: Adjustments, after: Adjustments): Changes {
  const changes: Record<string, Adjustment> = {};
  for (const { slot, field, to } of differences(before, after)) changes[slot] = { ...changes[slot], [field]: to };
  return changes;
}

export interface Canvas {
  width: number;
  height: number;
  isRtl: boolean;
}

/** A shift is forward, the way the ad is read, and down; people point to the right and down, in pixels. */
export function shiftOf([right, down]: readonly [number, number], canvas: Canvas): [number, number] {
  const forward = canvas.isRtl ? -right : right;
  return [round(clamp(forward / canvas.width, -1, 1)), round(clamp(down / canvas.height, -1, 1))];
}

export function pixelsOf(shift: readonly [number, number] | null | undefined, canvas: Canvas): [number, number] {
  const [forward, down] = shift ?? [0, 0];
  return [(canvas.isRtl ? -forward : forward) * canvas.width || 0, down * canvas.height];
}

/** What is moved by hand goes on from where it was. */
export function moved(adjustment: Adjustment | undefined, by: readonly [number, number], canvas: Canvas) {
  const [x, y] = pixelsOf(adjustment?.shift, canvas);
  return shiftOf([x + by[0], y + by[1]], canvas);
}

/** A crop follows the hand: what is pulled to the right shows more of what is at the left. Pictures never mirror. */
export function focalMoved(adjustment: Adjustment | undefined, by: readonly [number, number], canvas: Canvas) {
  const [x, y] = adjustment?.focal ?? [0.5, 0.5];
  const zoom = adjustment?.zoom ?? 1;
  const part = (at: number, pixels: number, length: number) => round(clamp(at - pixels / (length * zoom), 0, 1));
  return [part(x, by[0], canvas.width), part(y, by[1], canvas.height)] as const;
}
