/** What somebody changes in an ad and has not sent: kept by ad while the desk is open, so that looking elsewhere loses nothing. */
import type { Changes, TurnScope } from '../../../api/wire';
import { createStore, type Store } from '../../../lib/store';

export interface Draft {
  /** Over what is in force, or over the revision that it goes on from. */
  changes: Changes;
  words: string;
  fixes: readonly string[];
  scope: TurnScope;
}

export const NO_DRAFT: Draft = { changes: {}, words: '', fixes: [], scope: 'variant' };
/** Steps that can be taken back. */
const MOST_STEPS = 200;

export class EditDraft {
  readonly now: Store<Draft> = createStore<Draft>(NO_DRAFT);
  private past: Changes[] = [];
  private future: Changes[] = [];
  private last = '';

  set(part: Partial<Omit<Draft, 'changes'>>): void {
    this.now.set({ ...this.now.get(), ...part });
  }

  /** Changes that go on with the same thing, such as a drag, are one step. */
  change(changes: Changes, what: string): void {
    const before = this.now.get();
    if (JSON.stringify(before.changes) === JSON.stringify(changes)) return;
    if (what !== this.last || this.past.length === 0) this.past = [...this.past, before.changes].slice(-MOST_STEPS);
    this.last = what;
    this.future = [];
    this.now.set({ ...before, changes });
  }

  /** What comes next is a step of its own. */
  rest(): void {
    this.last = '';
  }

  undo(): boolean {
    return this.step(this.past, this.future);
  }

  redo(): boolean {
    return this.step(this.future, this.past);
  }

  forget(): void {
    this.past = [];
    this.future = [];
    this.now.set(NO_DRAFT);
  }

  private step(from: Changes[], to: Changes[]): boolean {
    const changes = from.pop();
    if (!changes) return false;
    to.push(this.now.get().changes);
    this.last = '';
    this.now.set({ ...this.now.get(), changes });
    return true;
  }
}

const drafts = new Map<string, EditDraft>();

/** A draft for each ad and each revision that is gone on from. */
export function draftOf(variantId: string, base: string | undefined): EditDraft {
  const key = `${variantId} ${base ?? ''}`;
  const draft = drafts.get(key) ?? new EditDraft();
  drafts.set(key, draft);
  return draft;
}
