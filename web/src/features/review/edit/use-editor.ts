/** The ad under the hand: what is changed in it, where its parts stand, and what each gesture does. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { workflow } from '../../../api/queries';
import type { AdjustedField, Adjustment, Adjustments, Region, Revision, VariantDetail } from '../../../api/wire';
import { useStore } from '../../../lib/store';
import { t } from '../../../locales/words';
import { say } from '../../shell/status';
import type { Ad } from '../ad';
import * as adjust from './adjust';
import { changeWords, slotName } from './change-words';
import { type Draft, draftOf, type EditDraft } from './edit-draft';
import { boxNow, type Part, partsOf, pictureSlots } from './parts';
import { type AdPreview, useAdPreview } from './use-ad-preview';

export interface Editor {
  draft: EditDraft;
  now: Draft;
  canvas: adjust.Canvas;
  /** As the ad is made today; what is sent is laid over `start`. */
  inForce: Adjustments;
  start: Adjustments;
  after: Adjustments;
  base: Revision | undefined;
  parts: readonly Part[];
  preview: AdPreview;
  selected: Part | undefined;
  select: (slot: string | undefined) => void;
  isCropping: boolean;
  setCropping: (isCropping: boolean) => void;
  boxOf: (part: Part) => Region | null;
  set: (slot: string, field: AdjustedField, value: Adjustment[AdjustedField]) => void;
  takeBack: (slot: string) => void;
  /** By pixels of the picture: the part, or what is seen of it. */
  move: (part: Part, from: Adjustment | undefined, by: readonly [number, number]) => void;
  resize: (part: Part, from: Adjustment | undefined, times: number) => void;
  hide: (part: Part) => void;
  undo: () => void;
  redo: () => void;
}

interface Options {
  item: Ad;
  detail: VariantDetail;
  revision: Revision;
  baseId: string | undefined;
  isRtl: boolean;
  /** The slot that is selected at first. */
  first: string | undefined;
}

const NONE: Adjustments = {};

export function useEditor({ item, detail, revision, baseId, isRtl, first }: Options): Editor {
  const base = detail.revisions.find(({ id, number }) => id === baseId && number < revision.number);
  const draft = draftOf(item.id, base?.id);
  const now = useStore(draft.now, (value) => value);
  const inForce = detail.turns.at(-1)?.adjustments ?? revision.adjustments ?? NONE;
  const start = base ? (base.adjustments ?? NONE) : inForce;
  const after = useMemo(() => adjust.withChanges(start, now.changes), [start, now.changes]);
  const drawn = useMemo(() => adjust.changesBetween(inForce, after), [inForce, after]);
  const slots = usePictureSlots(detail, revision);
  const preview = useAdPreview({ item, revision, inForce, changes: drawn, slots });
  const { measured } = preview;
  const parts = useMemo(() => partsOf(revision, inForce, measured), [revision, inForce, measured]);
  const [slot, select] = useState(first);
  const [isCropping, setCropping] = useState(false);
  const canvas = useMemo(
    () => ({ width: revision.width, height: revision.height, isRtl }),
    [revision.width, revision.height, isRtl],
  );
  const apply = (next: Adjustments, what: string) => draft.change(adjust.changesBetween(start, next), what);
  const set: Editor['set'] = (of, field, value) => apply(adjust.withField(after, of, field, value), `${of} ${field}`);
  const tell = (of: string, next: Adjustments) => {
    const words = changeWords(adjust.differences(start, next), canvas).find((each) => each.slot === of);
    say(t.edit.told(slotName(of), words?.words ?? t.edit.asBefore));
  };
  return {
    draft,
    now,
    canvas,
    inForce,
    start,
    after,
    base,
    parts,
    preview,
    selected: parts.find((part) => part.slot === slot),
    select: (next) => {
      draft.rest();
      setCropping(false);
      select(next);
    },
    isCropping,
    setCropping,
    boxOf: (part) => (after[part.slot]?.hide ? null : boxNow(part, after[part.slot], canvas)),
    set,
    takeBack: (of) => {
      draft.rest();
      const { [of]: _, ...rest } = after;
      const own = start[of];
      apply(own ? { ...rest, [of]: own } : rest, `${of} back`);
      draft.rest();
      say(t.edit.told(slotName(of), t.edit.asBefore));
    },
    move: (part, from, by) => {
      const isCrop = part.kind === 'scene' || (isCropping && part.hasCrop);
      const next = isCrop
        ? adjust.withField(after, part.slot, 'focal', adjust.focalMoved(from, by, cropCanvas(part, canvas)))
        : adjust.withField(after, part.slot, 'shift', adjust.moved(from, by, canvas));
      apply(next, `${part.slot} ${isCrop ? 'focal' : 'shift'}`);
      tell(part.slot, next);
    },
    resize: (part, from, times) => {
      const isCrop = part.kind === 'scene' || (isCropping && part.hasCrop);
      const { least, most } = isCrop ? adjust.ZOOM : adjust.SCALE;
      const field = isCrop ? 'zoom' : 'scale';
      const value = Math.round(adjust.clamp((from?.[field] ?? 1) * times, least, most) * 100) / 100;
      const next = adjust.withField(after, part.slot, field, value);
      apply(next, `${part.slot} ${field}`);
      tell(part.slot, next);
    },
    undo: () => say(draft.undo() ? t.edit.undone : t.review.nothingToUndo),
    redo: () => say(draft.redo() ? t.edit.redone : t.review.nothingToRedo),
    hide: (part) => {
      if (part.isProtected) return say(t.edit.protectedHide(slotName(part.slot)));
      draft.rest();
      const isHidden = after[part.slot]?.hide === true;
      set(part.slot, 'hide', isHidden ? null : true);
      return say(t.edit.told(slotName(part.slot), isHidden ? t.edit.changes.shown : t.edit.changes.hidden));
    },
  };
}

/** Known once the workflow has said whether it takes a picture of the product. */
function usePictureSlots(detail: VariantDetail, revision: Revision): readonly string[] | undefined {
  const name = detail.why?.workflow;
  const { data, isError } = useQuery({ ...workflow(name ?? ''), enabled: name !== undefined });
  const hasProduct = data?.inputs.some(({ kind }) => kind === 'image' || kind === 'product_feed') ?? false;
  return data || isError || name === undefined ? pictureSlots(revision, hasProduct) : undefined;
}

/** A crop is moved in parts of the picture's own box. */
function cropCanvas({ box }: Part, canvas: adjust.Canvas): adjust.Canvas {
  return box ? { ...canvas, width: box[2], height: box[3] } : canvas;
}
