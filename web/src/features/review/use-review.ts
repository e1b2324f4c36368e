/** What the keys and buttons of the review work on: the cursor, the selection, decisions and the address. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Mark, Variant } from '../../api/wire';
import { createStore, type Store } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import { type Cursor, NOWHERE } from './cursor';
import { type Asking, type Drafts, isUndecided, makeDecisions, type TicksByRevision } from './decisions';
import { makeMoves } from './moves';
import { outbox } from './outbox';
import type { ReviewSearch } from './review-search';
import { followRest } from './shown';
import type { SheetLayout } from './sheet-layout';
import type { View } from './use-view';

export interface Review extends ReturnType<typeof makeMoves>, ReturnType<typeof makeDecisions> {
  view: View;
  cursor: Store<Cursor>;
  layout: Store<SheetLayout | null>;
  /** Marks that are drawn and not yet part of a decision, by revision. */
  drafts: Drafts;
  ticks: Store<TicksByRevision>;
  within: Store<readonly string[] | null>;
  asking: Asking | null;
  setAsking: (asking: Asking | null) => void;
  sweep: () => void;
  renew: (variant: Variant) => void;
}

const REST_MS = 400;
export type Go = (change: Partial<ReviewSearch>, isPushed?: boolean) => void;

/** Changes the address and nothing else of it. */
export function useGo(): Go {
  const navigate = useNavigate({ from: '/review' });
  return useMemo(
    () => (change, isPushed) => void navigate({ search: (before) => ({ ...before, ...change }), replace: !isPushed }),
    [navigate],
  );
}

interface Options {
  search: ReviewSearch;
  /** Whether all pages are read. */
  isComplete: boolean;
  /** Whether this person holds a role that decides at all. */
  mayDecide: boolean;
  /** Reads the queue again. */
  reload: () => void;
  renew: (variant: Variant) => void;
}

export function useReview(view: View, { search, isComplete, mayDecide, reload, renew }: Options): Review {
  const [cursor] = useState(() => createStore<Cursor>({ ...NOWHERE, id: search.item }));
  const [layout] = useState(() => createStore<SheetLayout | null>(null));
  const [drafts] = useState(() => createStore<ReadonlyMap<string, Mark[]>>(new Map()));
  const [ticks] = useState(() => createStore<TicksByRevision>(new Map()));
  const [within] = useState(() => createStore<readonly string[] | null>(null));
  const [rested] = useState(() => followRest(cursor, () => performance.now()));
  const [asking, setAsking] = useState<Asking | null>(null);
  usePlaceOnce(view, cursor, isComplete);
  useAddress(cursor, search.item);
  return useMemo(() => {
    const moves = makeMoves(view, cursor, layout);
    const decisions = makeDecisions({ view, cursor, drafts, ticks, setAsking, mayDecide, within, rested });
    const sweep = () => {
      void outbox.flush(true).then(() => {
        reload();
        outbox.forgetSaved();
        say(t.review.swept);
      });
    };
    return { view, cursor, layout, drafts, ticks, within, asking, setAsking, sweep, renew, ...moves, ...decisions };
  }, [view, cursor, layout, drafts, ticks, within, rested, asking, mayDecide, reload, renew]);
}

/** Where to begin: what the address names, else the first that is open. */
function usePlaceOnce(view: View, cursor: Store<Cursor>, isComplete: boolean) {
  useEffect(() => {
    const { id } = cursor.get();
    if (view.items.length === 0 || (id && (view.indexOf.has(id) || !isComplete))) return;
    const first = view.items.find(isUndecided) ?? view.items[0];
    cursor.set({ ...NOWHERE, id: first?.id });
  }, [view, cursor, isComplete]);
}

/** The address follows the cursor when it rests: browsers throttle history. */
function useAddress(cursor: Store<Cursor>, item: string | undefined) {
  const go = useGo();
  const known = useRef(item);
  useEffect(() => {
    known.current = item;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = cursor.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => cursor.get().id !== known.current && go({ item: cursor.get().id }), REST_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [cursor, go]);
}
