/** What the keys and buttons of the review do: the cursor, the selection, decisions and the address. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Mark, Variant, Verdict } from '../../api/wire';
import { createStore, type Store } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import { type Cursor, NOWHERE, nextWhere, rangeBetween, type Step, stepFrom } from './cursor';
import { outbox } from './outbox';
import type { ReviewSearch } from './review-search';
import type { SheetLayout } from './sheet-layout';
import { isOpen, type View } from './use-view';
import { needsReason } from './verdicts';

export interface Words {
  reason: string;
  comment?: string | undefined;
}

/** A decision that waits for its reason. */
export interface Asking {
  verdict: Verdict;
  targets: Variant[];
}

export interface Review {
  view: View;
  cursor: Store<Cursor>;
  layout: Store<SheetLayout | null>;
  /** Marks that are drawn and not yet part of a decision, by revision. */
  drafts: Store<ReadonlyMap<string, Mark[]>>;
  asking: Asking | null;
  setAsking: (asking: Asking | null) => void;
  current: () => Variant | undefined;
  moveTo: (id: string) => void;
  step: (step: Step, isExtending?: boolean) => void;
  nextOpen: () => void;
  toggle: (id: string) => void;
  selectAll: () => void;
  clear: () => boolean;
  ask: (verdict: Verdict) => void;
  decide: (verdict: Verdict, targets: Variant[], words?: Words) => void;
  undo: () => void;
  redo: () => void;
  sweep: () => void;
}

const REST_MS = 400;
type Go = (change: Partial<ReviewSearch>, isPushed?: boolean) => void;

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
}

export function useReview(view: View, { search, isComplete, mayDecide }: Options): Review {
  const [cursor] = useState(() => createStore<Cursor>({ ...NOWHERE, id: search.item }));
  const [layout] = useState(() => createStore<SheetLayout | null>(null));
  const [drafts] = useState(() => createStore<ReadonlyMap<string, Mark[]>>(new Map()));
  const [asking, setAsking] = useState<Asking | null>(null);
  const client = useQueryClient();
  usePlaceOnce(view, cursor, isComplete);
  useAddress(cursor, search.item);
  return useMemo(() => {
    const moves = makeMoves(view, cursor, layout);
    const decisions = makeDecisions({ view, cursor, drafts, setAsking, mayDecide });
    const sweep = () => {
      void outbox.flush(true).then(async () => {
        await client.resetQueries({ queryKey: ['queue'] });
        outbox.forgetSaved();
        say(t.review.swept);
      });
    };
    return { view, cursor, layout, drafts, asking, setAsking, sweep, ...moves, ...decisions };
  }, [view, cursor, layout, drafts, asking, client, mayDecide]);
}

/** Where to begin: what the address names, else the first that is open. */
function usePlaceOnce(view: View, cursor: Store<Cursor>, isComplete: boolean) {
  useEffect(() => {
    const { id } = cursor.get();
    if (view.items.length === 0 || (id && (view.indexOf.has(id) || !isComplete))) return;
    const first = view.items.find(isOpen) ?? view.items[0];
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

function makeMoves(view: View, cursor: Store<Cursor>, layout: Store<SheetLayout | null>) {
  const indexOf = (id: string | undefined) => view.indexOf.get(id ?? '') ?? 0;
  const step = (to: Step, isExtending = false) => {
    const now = cursor.get();
    const next = stepFrom(indexOf(now.id), to, view, layout.get(), now.goal);
    const id = view.items[next.index]?.id;
    if (!isExtending) return cursor.set({ ...now, id, goal: next.goal, anchor: undefined });
    const anchor = now.anchor ?? now.id;
    const selected = rangeBetween(view, indexOf(anchor), next.index);
    cursor.set({ id, goal: next.goal, anchor, selected });
    say(t.review.selected(selected.size));
  };
  return {
    step,
    moveTo: (id: string) => cursor.set({ ...cursor.get(), id, anchor: undefined, goal: undefined }),
    toggle: (id: string) => {
      const selected = new Set(cursor.get().selected);
      if (!selected.delete(id)) selected.add(id);
      cursor.set({ ...cursor.get(), id, selected, anchor: id });
      say(t.review.selected(selected.size));
    },
    selectAll: () => {
      const group = view.groups.find(
        ({ start, end }) => indexOf(cursor.get().id) >= start && indexOf(cursor.get().id) < end,
      );
      const inGroup = new Set(view.items.slice(group?.start, group?.end).map((item) => item.id));
      const isGroupTaken = [...inGroup].every((id) => cursor.get().selected.has(id));
      const selected = isGroupTaken ? new Set(view.items.map((item) => item.id)) : inGroup;
      cursor.set({ ...cursor.get(), selected });
      say(t.review.selected(selected.size));
    },
    /** Whether there was a selection to drop. */
    clear: () => {
      const had = cursor.get().selected.size > 0;
      cursor.set({ ...cursor.get(), selected: new Set(), anchor: undefined });
      if (had) say(t.review.selected(0));
      return had;
    },
  };
}

interface DecisionParts {
  view: View;
  cursor: Store<Cursor>;
  drafts: Store<ReadonlyMap<string, Mark[]>>;
  setAsking: (asking: Asking | null) => void;
  mayDecide: boolean;
}

function makeDecisions({ view, cursor, drafts, setAsking, mayDecide }: DecisionParts) {
  const current = () => view.items[view.indexOf.get(cursor.get().id ?? '') ?? -1];
  const isUndecided = (item: Variant | undefined) =>
    item !== undefined && isOpen(item) && !outbox.entries.get().has(item.revision?.id ?? '');
  const nextOpen = () => {
    const at = nextWhere(view, view.indexOf.get(cursor.get().id ?? '') ?? 0, (index) => isUndecided(view.items[index]));
    if (at === undefined) say(t.review.noneOpen);
    else cursor.set({ ...cursor.get(), id: view.items[at]?.id, anchor: undefined, goal: undefined });
  };
  const targets = () => {
    const { selected } = cursor.get();
    const one = current();
    return selected.size > 0 ? view.items.filter((item) => selected.has(item.id)) : one ? [one] : [];
  };
  const decide = (verdict: Verdict, items: Variant[], words?: Words) => {
    setAsking(null);
    const open = items.filter(isOpen);
    if (open.length === 0) return say(t.review.notOpen);
    outbox.decide(open.map((item) => decisionOn(item, verdict, words, drafts)));
    const isSet = cursor.get().selected.size > 0;
    if (isSet) cursor.set({ ...cursor.get(), selected: new Set(), anchor: undefined });
    else if (open.some((item) => item.id === cursor.get().id)) nextOpen();
    say(t.review.decided(verdict, open.length, items.length - open.length), { label: t.undo, run: undo });
  };
  const undo = () => {
    const answer = outbox.undo();
    if (!answer) return say(t.review.nothingToUndo);
    const back = answer.undone[0]?.variantId;
    if (back && view.indexOf.has(back)) cursor.set({ ...cursor.get(), id: back, anchor: undefined, goal: undefined });
    say(t.review.undone(answer.undone.length, answer.tooLate));
  };
  const ask = (verdict: Verdict) => {
    const items = targets();
    if (!mayDecide) return say(t.review.mayNot);
    if (!needsReason(verdict)) return decide(verdict, items);
    if (items.some(isOpen)) setAsking({ verdict, targets: items });
    else say(t.review.notOpen);
  };
  const redo = () => {
    const again = outbox.redo();
    say(again ? t.review.redone(again.length) : t.review.nothingToRedo);
  };
  return { current, nextOpen, decide, undo, redo, ask };
}

function decisionOn(item: Variant, verdict: Verdict, words: Words | undefined, drafts: DecisionParts['drafts']) {
  const revision = item.revision?.id ?? '';
  const marks = drafts.get().get(revision) ?? [];
  if (marks.length > 0) {
    const rest = new Map(drafts.get());
    rest.delete(revision);
    drafts.set(rest);
  }
  return {
    revision_id: revision,
    variantId: item.id,
    stage: item.stage ?? '',
    verdict,
    ...(words?.reason ? { reason: words.reason } : {}),
    ...(words?.comment ? { comment: words.comment } : {}),
    ...(marks.length > 0 ? { marks } : {}),
  };
}
