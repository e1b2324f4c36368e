/** Geometry of marks: shares of the picture from 0 to 1, so that no zoom can move them. */
import type { Mark, PlacedText, Region, RevisionHead } from '../../api/wire';
import { ELEMENTS } from './verdicts';

/** Where a region begins that is made by keys. */
export const START: Region = [0.35, 0.35, 0.3, 0.3];
export const STEP = 0.02;
export const LEAST = 0.02;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const round = (value: number) => Math.round(value * 10_000) / 10_000;

/** The region between two corners, in whichever order. */
export function between(one: readonly [number, number], other: readonly [number, number]): Region {
  const [x1, x2] = [one[0], other[0]].map((x) => clamp(x, 0, 1)).sort((a, b) => a - b) as [number, number];
  const [y1, y2] = [one[1], other[1]].map((y) => clamp(y, 0, 1)).sort((a, b) => a - b) as [number, number];
  return [round(x1), round(y1), round(x2 - x1), round(y2 - y1)];
}

export const isLargeEnough = ([, , w, h]: Region) => w >= LEAST / 2 && h >= LEAST / 2;

export function moved([x, y, w, h]: Region, dx: number, dy: number): Region {
  return [round(clamp(x + dx, 0, 1 - w)), round(clamp(y + dy, 0, 1 - h)), w, h];
}

export function sized([x, y, w, h]: Region, dx: number, dy: number): Region {
  return [x, y, round(clamp(w + dx, LEAST, 1 - x)), round(clamp(h + dy, LEAST, 1 - y))];
}

/** A point has no size; the server wants one that is more than nothing. */
export const PIN = 0.02;

/** A pin in the middle of a region. */
export function pinAt([x, y, w, h]: Region): Region {
  return [round(clamp(x + w / 2 - PIN / 2, 0, 1 - PIN)), round(clamp(y + h / 2 - PIN / 2, 0, 1 - PIN)), PIN, PIN];
}

export const isPin = ([, , w, h]: Region) => w <= PIN + 0.0001 && h <= PIN + 0.0001;

const ASPECT_OF: Record<string, string> = { legal: 'legal', logo: 'brand', product: 'realism', background: 'realism' };

/** What a region most likely means: the text it covers most, else the layout. The reviewer can say otherwise. */
export function elementAt(
  region: Region,
  texts: readonly PlacedText[],
  picture: Pick<RevisionHead, 'width' | 'height'> | null,
): Pick<Mark, 'element' | 'aspect'> {
  let best = { element: 'layout', covered: 0 };
  for (const { slot, rect } of texts) {
    const [x, y, w, h] = rect;
    const box: Region = [
      x / (picture?.width ?? 1),
      y / (picture?.height ?? 1),
      w / (picture?.width ?? 1),
      h / (picture?.height ?? 1),
    ];
    const covered = overlap(region, box);
    if (covered > best.covered && (ELEMENTS as readonly string[]).includes(slot)) best = { element: slot, covered };
  }
  const isText = texts.some(({ slot }) => slot === best.element);
  return { element: best.element, aspect: ASPECT_OF[best.element] ?? (isText ? 'legibility' : 'composition') };
}

function overlap([x1, y1, w1, h1]: Region, [x2, y2, w2, h2]: Region): number {
  const w = Math.min(x1 + w1, x2 + w2) - Math.max(x1, x2);
  const h = Math.min(y1 + h1, y2 + h2) - Math.max(y1, y2);
  return w > 0 && h > 0 ? w * h : 0;
}
