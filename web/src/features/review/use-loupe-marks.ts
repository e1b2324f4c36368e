/** Marks while they are made: the region under the hand, and what is drawn but not yet part of a decision. */
import { useState } from 'react';
import type { Mark, Region, Revision } from '../../api/wire';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import type { Ad } from './ad';
import { elementAt, pinAt, START } from './region';
import type { Review } from './use-review';

interface Options {
  item: Ad;
  revision: Revision | undefined;
  review: Review;
  mayMark: boolean;
}

export function useLoupeMarks({ item, revision, review, mayMark }: Options) {
  const [region, setRegion] = useState<Region | null>(null);
  const [made, setMade] = useState(0);
  const id = item.revision?.id ?? '';
  const drafts = useStore(review.drafts, (all) => all.get(id)) ?? NONE;
  const setDrafts = (marks: Mark[]) => review.drafts.set(new Map(review.drafts.get()).set(id, marks));
  const add = (mark: Mark) => {
    setDrafts([...drafts, mark]);
    setMade(made + 1);
    say(t.marks.kept(drafts.length + 1));
  };
  const keep = (area: Region) => {
    setRegion(null);
    add({ ...elementAt(area, revision?.texts ?? [], item.revision), polarity: 'negative', region: area });
  };
  const may = (make: () => void) => () => (mayMark ? make() : say(t.review.notOpen));
  return {
    region,
    setRegion,
    drafts,
    setDrafts,
    /** How many were made since the ad was opened. */
    made,
    keep,
    keepPin: (area: Region) => keep(pinAt(area)),
    start: may(() => setRegion(START)),
    markWhole: may(() => add({ element: 'whole', aspect: 'composition', polarity: 'negative', region: null })),
  };
}

const NONE: readonly Mark[] = [];
