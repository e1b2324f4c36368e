/** Deciding, and taking it back: on the ad under the cursor, on what is selected, on a set. */
import type { Mark, Verdict } from '../../api/wire';
import type { Store } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import { type Ad, isOpen, isSameIdea, isSameSet } from './ad';
import { type Cursor, nextWhere } from './cursor';
import { outbox } from './outbox';
import { isSeen } from './seen';
import { shownAs } from './shown';
import { type Ticks, ticked } from './notes';
import type { View } from './use-view';
import { needsReason } from './verdicts';

export interface Words {
  reason: string;
  comment?: string | undefined;
}

/** Which ads a decision can be about, and which of them it can still be made on. */
export interface Reach {
  kind: 'one' | 'selection' | 'group' | 'set' | 'idea';
  items: readonly Ad[];
}

/** A decision that waits for its reason, and for the ads it is to reach. */
export interface Asking {
  verdict: Verdict;
  reaches: readonly Reach[];
  /** The reach that is offered first. */
  first: Reach['kind'];
}

/** More than this many that were never on screen are not approved by one key. */
const ASK_ABOVE = 500;

export type Drafts = Store<ReadonlyMap<string, Mark[]>>;
/** What is ticked of earlier notes, by revision. */
export type TicksByRevision = ReadonlyMap<string, Ticks>;

interface Parts {
  view: View;
  cursor: Store<Cursor>;
  drafts: Drafts;
  ticks: Store<TicksByRevision>;
  setAsking: (asking: Asking | null) => void;
  mayDecide: boolean;
  /** The ads of a survey: the next one is one of these. */
  within: Store<readonly string[] | null>;
  /** How long the cursor has stood where it stands, in seconds. */
  rested: () => number;
}

export const isUndecided = (item: Ad | undefined): item is Ad =>
  item !== undefined && isOpen(item) && !outbox.entries.get().has(item.revision?.id ?? '');

export function makeDecisions({ view, cursor, drafts, ticks, setAsking, mayDecide, within, rested }: Parts) {
  const current = () => view.items[view.indexOf.get(cursor.get().id ?? '') ?? -1];
  const nextOpen = () => {
    const ids = within.get();
    const passes = (item: Ad | undefined) => isUndecided(item) && (ids === null || ids.includes(item.id));
    const at = nextWhere(view, view.indexOf.get(cursor.get().id ?? '') ?? 0, (index) => passes(view.items[index]));
    if (at !== undefined) cursor.set({ ...cursor.get(), id: view.items[at]?.id, anchor: undefined, goal: undefined });
    else if (ids === null) say(t.review.noneOpen);
  };
  const decide = (verdict: Verdict, items: readonly Ad[], words?: Words) => {
    setAsking(null);
    const open = items.filter(isOpen);
    if (open.length === 0) return say(t.review.notOpen);
    const { id, selected } = cursor.get();
    const seconds = open.length === 1 && open[0]?.id === id ? rested() : undefined;
    const shownOf = (item: Ad) => shownAs(item, view, within.get(), seconds);
    outbox.decide(
      open.map((item) => ({
        ...decisionOn(item, verdict, words, drafts),
        ...ticksOn(item, ticks),
        shown: shownOf(item),
      })),
    );
    if (selected.size > 0) cursor.set({ ...cursor.get(), selected: new Set(), anchor: undefined });
    else if (open.some((item) => item.id === id)) nextOpen();
    say(t.review.decided(verdict, open.length, items.length - open.length), { label: t.undo, run: undo });
  };
  const undo = () => {
    const answer = outbox.undo();
    if (!answer) return say(t.review.nothingToUndo);
    const back = answer.undone[0]?.variantId;
    if (back && view.indexOf.has(back)) cursor.set({ ...cursor.get(), id: back, anchor: undefined, goal: undefined });
    say(t.review.undone(answer.undone.length, answer.tooLate));
  };
  const redo = () => {
    const again = outbox.redo();
    say(again ? t.review.redone(again.length) : t.review.nothingToRedo);
  };
  /** Decides at once, or asks for the reason and the reach first. */
  const ask = (verdict: Verdict, first: Reach['kind'] = 'one') => {
    if (!mayDecide) return say(t.review.mayNot);
    const here = current();
    // The key that is pressed most does not look through the whole queue.
    if (verdict === 'approve' && first === 'one' && cursor.get().selected.size === 0) {
      return here && isOpen(here) ? decide('approve', [here]) : say(t.review.notOpen);
    }
    const reaches = reachesOf(view, here, cursor.get().selected);
    const wanted = first === 'set' ? ['selection', 'set', 'one'] : ['selection', first];
    const reach = wanted.map((kind) => reaches.find((each) => each.kind === kind)).find((found) => found !== undefined);
    if (!reach) return say(t.review.notOpen);
    if (needsReason(verdict)) setAsking({ verdict, reaches, first: reach.kind });
    else approveAll(reach);
  };
  /** Approves at once what was looked at; what hardly anybody can have looked at is asked about. */
  const approveAll = (reach: Reach) => {
    const unseen = reach.items.filter((item) => isUndecided(item) && !isSeen(item.id)).length;
    if (unseen > ASK_ABOVE) setAsking({ verdict: 'approve', reaches: [reach], first: reach.kind });
    else decide('approve', reach.items);
  };
  return { current, nextOpen, decide, undo, redo, ask, approveAll };
}

/** What is selected; else this ad, its formats, its markets, as far as each reaches further than the one before. */
function reachesOf(view: View, here: Ad | undefined, selected: ReadonlySet<string>): Reach[] {
  if (selected.size > 0) {
    const items = view.items.filter((item) => selected.has(item.id));
    return items.some(isOpen) ? [{ kind: 'selection', items }] : [];
  }
  if (!here) return [];
  const others = view.items.filter((item) => item !== here && isSameIdea(item, here) && isUndecided(item));
  const set = others.filter((item) => isSameSet(item, here));
  const reaches: Reach[] = isOpen(here) ? [{ kind: 'one', items: [here] }] : [];
  const own = isOpen(here) ? [here] : [];
  if (set.length > 0) reaches.push({ kind: 'set', items: [...own, ...set] });
  if (others.length > set.length) reaches.push({ kind: 'idea', items: [...own, ...others] });
  return reaches;
}

/** They stay until the next revision: a decision that is taken back and made again says the same. */
function ticksOn(item: Ad, ticks: Store<TicksByRevision>) {
  const own = ticks.get().get(item.revision?.id ?? '');
  const [fixed, stillOpen] = [ticked(own, 'fixed'), ticked(own, 'still_open')];
  return { ...(fixed && { fixed }), ...(stillOpen && { still_open: stillOpen }) };
}

function decisionOn(item: Ad, verdict: Verdict, words: Words | undefined, drafts: Drafts) {
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
