/**
 * Which pictures an ad is made of, and where they stand. The history knows where words are; a picture is found by drawing the ad
 * without it, and looking at what is gone.
 */
import { Problem } from '../../../api/client';
import { drawPreview } from '../../../api/commands';
import type { Adjustments, Changes, DrawnPicture, Preview, Region } from '../../../api/wire';
import type { Measured, PartKind } from './parts';

/** Wide enough to find an edge to a few pixels, small enough to be looked through in no time. */
const MOST_PX = 480;
/** How different a pixel must be, of 765: less is a soft shadow. */
const LEAST_DIFFERENCE = 48;

interface Asked {
  preview: Preview;
  format: string;
  /** Slots that it may have pictures in. */
  slots: readonly string[];
  inForce: Adjustments;
  /** Places of words, which may change their colour when what is behind them goes. */
  words: readonly Region[];
  signal: AbortSignal;
}

export async function probe(asked: Asked): Promise<Measured[]> {
  const slots = await existing(asked);
  const base = await picture(asked, {});
  if (!base) return [];
  const found: Measured[] = [];
  for (const slot of slots) {
    const kind = kindOf(slot);
    if (kind === 'scene') {
      found.push({ slot, kind, box: [0, 0, base.width, base.height], hasCrop: true });
      continue;
    }
    const isHidden = asked.inForce[slot]?.hide === true;
    const without = await picture(asked, { [slot]: { hide: isHidden ? null : true } });
    const box = without && !isHidden ? await boxOfDifference(base, without, asked.words) : null;
    if (!box && !isHidden) continue;
    const zoomed = kind === 'picture' ? await picture(asked, { [slot]: { zoom: 3, hide: null } }) : undefined;
    const shown = isHidden ? without : base;
    found.push({ slot, kind, box, hasCrop: zoomed !== undefined && zoomed.data !== shown?.data });
  }
  return found;
}

const kindOf = (slot: string): PartKind => (slot === 'scene' || slot === 'logo' ? slot : 'picture');

/** The server names those that the layout does not have. */
async function existing(asked: Asked): Promise<string[]> {
  const { slots } = asked;
  const same = Object.fromEntries(slots.map((slot) => [slot, { scale: asked.inForce[slot]?.scale ?? 1 }]));
  try {
    await picture(asked, same);
    return [...slots];
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    const unknown = new Set(error.errors.map((item) => (item.pointer ?? item.file ?? '').split('/')[2]));
    return slots.filter((slot) => !unknown.has(slot));
  }
}

async function picture({ preview, format, signal }: Asked, adjustments: Changes): Promise<DrawnPicture | undefined> {
  let drawn: DrawnPicture | undefined;
  const wanted = { cell: preview.cell ?? {}, formats: [format], adjustments };
  await drawPreview(preview.id, wanted, signal, (line) => {
    if (line.kind === 'picture') drawn = line as DrawnPicture;
  });
  return drawn;
}

async function boxOfDifference(
  one: DrawnPicture,
  other: DrawnPicture,
  words: readonly Region[],
): Promise<Region | null> {
  const times = Math.min(1, MOST_PX / Math.max(one.width, one.height));
  const [w, h] = [Math.round(one.width * times), Math.round(one.height * times)];
  const [a, b] = await Promise.all([one, other].map((each) => pixels(each, w, h)));
  if (!a || !b) return null;
  const isWord = (x: number, y: number) =>
    words.some(([left, top, wide, high]) => x >= left && x < left + wide && y >= top && y < top + high);
  const box = boundsOf(w, h, (x, y) => {
    const at = (y * w + x) * 4;
    const difference = [0, 1, 2].reduce((sum, part) => sum + Math.abs((a[at + part] ?? 0) - (b[at + part] ?? 0)), 0);
    return difference >= LEAST_DIFFERENCE && !isWord(x / times, y / times);
  });
  return box && (box.map((value) => value / times) as Region);
}

/** The smallest box round all that differs. */
export function boundsOf(w: number, h: number, differs: (x: number, y: number) => boolean): Region | null {
  let [left, top, right, bottom] = [w, h, -1, -1];
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      if (!differs(x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : [left, top, right - left + 1, bottom - top + 1];
}

async function pixels({ mime, data }: DrawnPicture, w: number, h: number): Promise<Uint8ClampedArray | undefined> {
  const image = new Image();
  image.src = `data:${mime};base64,${data}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [w, h];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(image, 0, 0, w, h);
  return context?.getImageData(0, 0, w, h).data;
}
