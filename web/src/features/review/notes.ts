/** What people asked for on an ad, as things that can be said to be fixed. Pure. */
import type { Decision, Mark, Revision, Turn } from '../../api/wire';

export interface Note {
  /** Of a decision, or of one of its marks. */
  id: string;
  revision: number;
  decision: Decision;
  /** None: the words of the decision itself. */
  mark: Mark | undefined;
  /** As reviewers found it last. */
  state: 'asked' | 'fixed' | 'still_open';
  /** The latest turn says that it fixed it. */
  isClaimed: boolean;
}

export type Tick = 'fixed' | 'still_open';
/** What a reviewer ticks, by note; goes out with the decision. */
export type Ticks = ReadonlyMap<string, Tick>;

/** Everything asked for on revisions up to a number, oldest first. Approvals ask for nothing, and praise is not to be fixed. */
export function notesUpTo(revisions: readonly Revision[], turns: readonly Turn[], number: number): Note[] {
  const past = revisions
    .filter((revision) => revision.number <= number)
    .toSorted((one, other) => one.number - other.number);
  const said = new Map<string, Tick>();
  for (const decision of revisions
    .toSorted((one, other) => one.number - other.number)
    .flatMap((each) => each.decisions)) {
    for (const id of decision.fixed ?? []) said.set(id, 'fixed');
    for (const id of decision.still_open ?? []) said.set(id, 'still_open');
  }
  const claimed = new Set(turns.at(-1)?.fixes ?? []);
  return past.flatMap((revision) =>
    revision.decisions.flatMap((decision) =>
      asked(decision).map(({ id, mark }) => ({
        id,
        mark,
        decision,
        revision: revision.number,
        state: said.get(id) ?? ('asked' as const),
        isClaimed: claimed.has(id),
      })),
    ),
  );
}

function asked(decision: Decision): { id: string; mark: Mark | undefined }[] {
  if (decision.verdict === 'approve') return [];
  const marks = decision.marks.flatMap((mark) =>
    mark.polarity === 'negative' && mark.id ? [{ id: mark.id, mark }] : [],
  );
  return decision.comment || marks.length === 0 ? [{ id: decision.id, mark: undefined }, ...marks] : marks;
}

export const openNotes = (notes: readonly Note[]) => notes.filter(({ state }) => state !== 'fixed');

/** Ticks as a decision sends them. */
export function ticked(ticks: Ticks | undefined, kind: Tick): string[] | undefined {
  const ids = [...(ticks ?? [])].filter(([, tick]) => tick === kind).map(([id]) => id);
  return ids.length > 0 ? ids : undefined;
}

/** The first that nobody has ticked here, ticked. */
export function tickNext(notes: readonly Note[], ticks: Ticks, tick: Tick): { ticks: Ticks; left: number } | undefined {
  const left = notes.filter(({ id }) => !ticks.has(id));
  const [next] = left;
  return next && { ticks: new Map(ticks).set(next.id, tick), left: left.length - 1 };
}
