/** The parts of an ad that can be changed, and where each stands. Pure. */
import type { Adjustment, Adjustments, Region, Revision } from '../../../api/wire';
import { type Canvas, pixelsOf } from './adjust';

export type PartKind = 'text' | 'button' | 'picture' | 'logo' | 'scene';

export interface Part {
  slot: string;
  kind: PartKind;
  /** In pixels of the picture, as it was drawn with `drawn`; none where it is not in the picture. */
  box: Region | null;
  drawn: Adjustment;
  text: string;
  /** Its words are the law's or the feed's: it stays, and as it is worded. */
  isProtected: boolean;
  hasCrop: boolean;
}

/** What a picture turned out to be when it was drawn without it. */
export interface Measured {
  slot: string;
  kind: PartKind;
  box: Region | null;
  hasCrop: boolean;
}

const PROTECTED = ['legal', 'price', 'claim'];
export const isProtected = (slot: string) => slot.split(/[_-]/).some((part) => PROTECTED.includes(part));

const ORDER = ['headline', 'subline', 'cta', 'price', 'was_price', 'legal', 'product', 'logo', 'scene'];
const rank = (slot: string) => (ORDER.indexOf(slot) + ORDER.length + 1) % (ORDER.length + 1);

/** Texts as the revision placed them, those that were left out, and pictures as they were measured. */
export function partsOf(revision: Revision, inForce: Adjustments, measured: readonly Measured[]): Part[] {
  const drawn = revision.adjustments ?? {};
  const texts = revision.texts.map(({ slot, rect, text, font_px: em }) => ({
    ...textPart(slot, text),
    box: isButton(slot) ? roundButton(rect, em) : rect,
    drawn: drawn[slot] ?? {},
  }));
  const known = new Set([...texts, ...measured].map(({ slot }) => slot));
  const hidden = Object.entries(inForce)
    .filter(([slot, { hide }]) => hide && !known.has(slot))
    .map(([slot, adjustment]) => ({ ...textPart(slot, adjustment.text ?? ''), box: null, drawn: adjustment }));
  const pictures = measured.map((part) => ({ ...part, drawn: inForce[part.slot] ?? {}, text: '', isProtected: false }));
  return [...texts, ...hidden, ...pictures].toSorted((one, other) => rank(one.slot) - rank(other.slot));
}

const isButton = (slot: string) => /^cta(_|-|$)/.test(slot);

/** A button's words have its surface around them, as much of it as layouts usually give. */
function roundButton([x, y, w, h]: Region, em: number): Region {
  const [aside, above] = [em * 1.1, em * 0.45];
  return [x - aside, y - above, w + 2 * aside, h + 2 * above];
}

function textPart(slot: string, text: string): Omit<Part, 'box' | 'drawn'> {
  const kind = isButton(slot) ? 'button' : 'text';
  return { slot, kind, text, isProtected: isProtected(slot), hasCrop: false };
}

/** Where a part is about to stand: what the picture will say more exactly a moment later. */
export function boxNow({ box, drawn, kind }: Part, now: Adjustment | undefined, canvas: Canvas): Region | null {
  if (!box || kind === 'scene') return box;
  const [x, y, w, h] = box;
  const [[x0, y0], [x1, y1]] = [pixelsOf(drawn.shift, canvas), pixelsOf(now?.shift, canvas)];
  const times = (now?.scale ?? 1) / (drawn.scale ?? 1);
  const [dx, dy] = [x1 - x0, y1 - y0];
  const [wider, taller] = [w * (times - 1), h * (times - 1)];
  // Pictures grow round their middle, letters from where a line begins.
  const isPicture = kind === 'picture' || kind === 'logo';
  const left = isPicture ? wider / 2 : canvas.isRtl ? wider : 0;
  return [x + dx - left, y + dy - (isPicture ? taller / 2 : 0), w + wider, h + taller];
}

/** The part that a mark speaks of. */
export function partOfElement(parts: readonly Part[], element: string | undefined): string | undefined {
  const slot = element === 'background' ? 'scene' : element;
  return parts.find((part) => part.slot === slot)?.slot;
}

/** Slots that pictures stand in: the background, the logo, and the product where there is one, on each card. */
export function pictureSlots(revision: Revision, hasProduct: boolean): string[] {
  const cards = revision.texts.flatMap(({ slot }) => /_(\d+)$/.exec(slot)?.[1] ?? []);
  const products = ['product', ...[...new Set(cards)].map((card) => `product_${card}`)];
  return ['logo', 'scene', ...(hasProduct ? products : [])];
}
