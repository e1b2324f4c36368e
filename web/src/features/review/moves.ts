/** Moving and selecting on the sheet. */
import type { Store } from '../../lib/store';
import { t } from '../../locales/words';
import { say } from '../shell/status';
import { type Cursor, rangeBetween, type Step, stepFrom } from './cursor';
import type { SheetLayout } from './sheet-layout';
import type { View } from './use-view';

export function makeMoves(view: View, cursor: Store<Cursor>, layout: Store<SheetLayout | null>) {
  const indexOf = (id: string | undefined) => view.indexOf.get(id ?? '') ?? 0;
  const select = (change: Partial<Cursor> & { selected: Set<string> }) => {
    cursor.set({ ...cursor.get(), ...change });
    say(t.review.selected(change.selected.size));
  };
  const step = (to: Step, isExtending = false) => {
    const now = cursor.get();
    const next = stepFrom(indexOf(now.id), to, view, layout.get(), now.goal);
    const id = view.items[next.index]?.id;
    if (!isExtending) return cursor.set({ ...now, id, goal: next.goal, anchor: undefined });
    const anchor = now.anchor ?? now.id;
    select({ id, goal: next.goal, anchor, selected: rangeBetween(view, indexOf(anchor), next.index) });
  };
  return {
    step,
    moveTo: (id: string) => cursor.set({ ...cursor.get(), id, anchor: undefined, goal: undefined }),
    /** Everything from where a range began to here. */
    extendTo: (id: string) => {
      const anchor = cursor.get().anchor ?? cursor.get().id;
      select({ id, anchor, goal: undefined, selected: rangeBetween(view, indexOf(anchor), indexOf(id)) });
    },
    toggle: (id: string) => {
      const selected = new Set(cursor.get().selected);
      if (!selected.delete(id)) selected.add(id);
      select({ id, anchor: id, selected });
    },
    selectAll: () => {
      const here = indexOf(cursor.get().id);
      const group = view.groups.find(({ start, end }) => here >= start && here < end);
      const inGroup = new Set(view.items.slice(group?.start, group?.end).map((item) => item.id));
      const isGroupTaken =
        cursor.get().selected.size >= inGroup.size && cursor.get().selected.has(cursor.get().id ?? '');
      select({ selected: isGroupTaken ? new Set(view.items.map((item) => item.id)) : inGroup });
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
