/** A change in words: what a reviewer reads in place of numbers. Pure but for the language. */
import type { FieldChange } from '../../../api/wire';
import { t, word } from '../../../locales/words';
import { type Canvas, pixelsOf } from './adjust';

const pair = (value: FieldChange['to']) => (Array.isArray(value) ? (value as [number, number]) : ([0, 0] as const));
const number = (value: FieldChange['to']) => (typeof value === 'number' ? value : 1);

/** One field: `larger, 1.2×`. */
export function fieldWords(change: FieldChange, canvas: Canvas): string {
  const { field, from, to } = change;
  const words = t.edit.changes;
  switch (field) {
    case 'text':
      return typeof to === 'string' ? words.text(to) : words.textBack;
    case 'shift':
      return to === null ? words.shiftBack : shiftWords(pair(from), pair(to), canvas);
    case 'scale':
      if (to === null) return words.scaleBack;
      return number(to) > number(from) ? words.larger(number(to)) : words.smaller(number(to));
    case 'color':
      return typeof to === 'string' ? words.color(word({}, to)) : words.colorBack;
    case 'fill':
      return typeof to === 'string' ? words.fill(word({}, to)) : words.fillBack;
    case 'hide':
      return to === true ? words.hidden : words.shown;
    case 'focal':
      return to === null ? words.focalBack : words.focal;
    case 'zoom':
      return to === null ? words.zoomBack : words.zoom(number(to));
  }
}

/** In pixels of the picture and as people see it, whichever way the ad is read. */
function shiftWords(from: readonly [number, number], to: readonly [number, number], canvas: Canvas): string {
  const by = pixelsOf([to[0] - from[0], to[1] - from[1]], canvas);
  const [x, y] = by.map(Math.round) as [number, number];
  const parts = [
    x === 0 ? '' : t.edit.changes[x > 0 ? 'right' : 'left'](Math.abs(x)),
    y === 0 ? '' : t.edit.changes[y > 0 ? 'down' : 'up'](Math.abs(y)),
  ].filter(Boolean);
  return parts.length > 0 ? t.edit.changes.shift(parts.join(', ')) : t.edit.changes.shiftBit;
}

export interface SlotWords {
  slot: string;
  name: string;
  words: string;
}

/** Slot by slot: `Headline`, `larger, 1.2×; moved 24 px down`. */
export function changeWords(changes: readonly FieldChange[], canvas: Canvas): SlotWords[] {
  const bySlot = new Map<string, string[]>();
  for (const change of changes) {
    bySlot.set(change.slot, [...(bySlot.get(change.slot) ?? []), fieldWords(change, canvas)]);
  }
  return [...bySlot].map(([slot, words]) => ({ slot, name: slotName(slot), words: words.join('; ') }));
}

export const slotName = (slot: string) => word(t.slots, slot);
