/** Notes on earlier revisions that somebody who decides can tick, and how far they are. */
import { useMemo } from 'react';
import type { Revision, VariantDetail } from '../../api/wire';
import { useStore } from '../../lib/store';
import { type Ad, isOpen } from './ad';
import { type Note, notesUpTo, openNotes, type Ticks } from './notes';
import { tickByKey, ticksOf } from './ticks';
import type { Review } from './use-review';

interface Options {
  item: Ad;
  detail: VariantDetail | undefined;
  revision: Revision | undefined;
  review: Review;
  mayDecide: boolean;
}

export function useTicks({ item, detail, revision, review, mayDecide }: Options) {
  const isAsked = mayDecide && isOpen(item);
  const notes = useMemo<readonly Note[]>(
    () =>
      isAsked && detail && revision ? openNotes(notesUpTo(detail.revisions, detail.turns, revision.number - 1)) : [],
    [isAsked, detail, revision],
  );
  const ticks: Ticks = useStore(review.ticks, () => ticksOf(review, item));
  return {
    notes,
    /** Numbered as the list is. */
    marks: useMemo(() => notes.flatMap(({ mark }) => (mark ? [mark] : [])), [notes]),
    ticks,
    keys: {
      tickFixed: () => tickByKey(review, item, notes, 'fixed'),
      tickOpen: () => tickByKey(review, item, notes, 'still_open'),
    },
  };
}
