/**
 * The brief somebody is writing, before it is saved: its text, the files handed in with it, the lines written in the preview. Kept in
 * this browser, for this person, with every change and at once, until it is saved or thrown away.
 */
import { browserStore } from '../../lib/browser-store';
import { createStore, type Store } from '../../lib/store';
import { type CopyDeck, type LineAt, writeLine } from './copy-deck';

export interface Draft {
  /** brief.yaml */
  text: string;
  /** Handed in here, by the name the brief uses. */
  files: Readonly<Record<string, File>>;
  /** Lines of the copy deck that were written here; see `lineKey`. */
  lines: Readonly<Record<string, string>>;
  /** The version it was written from; null for a new campaign. */
  from: number | null;
  changedAt: string;
}

/** Where a draft stands: in the browser, or only in this tab because the browser has no room or no database. */
export type Keeping = 'unchanged' | 'kept' | 'lost';

export interface DraftState {
  draft: Draft;
  keeping: Keeping;
  /** When it was found here as the page opened; null where nothing was. */
  foundFrom: string | null;
}

export interface DraftBook {
  state: Store<DraftState>;
  /** Changes the draft; answers how to take that back. */
  edit: (change: Partial<Pick<Draft, 'text' | 'files' | 'lines'>>) => () => void;
  /** Begins anew from what is given, and forgets what was kept. */
  reset: (base: Draft) => void;
  /** What was kept in the browser goes; the page stays as it is. */
  forget: () => void;
  /** The draft stays; it now stands on this version. */
  rebase: (version: number) => void;
}

const kept = browserStore<Draft>('galley-drafts', 'drafts');

export const lineKey = ({ message, slot, locale }: LineAt) => [message, slot, locale].join('\t');

function lineAtKey(key: string): LineAt {
  const [message = '', slot = '', locale = ''] = key.split('\t');
  return { message, slot, locale };
}

export async function openDraft(key: string, base: Draft): Promise<DraftBook> {
  const found = await kept.read(key).catch(() => undefined);
  return makeBook(key, base, found);
}

function makeBook(key: string, base: Draft, found: Draft | undefined): DraftBook {
  const state = createStore<DraftState>({
    draft: found ?? base,
    keeping: found ? 'kept' : 'unchanged',
    foundFrom: found?.changedAt ?? null,
  });
  /** One write at a time, the newest next. */
  let writing: Draft | null = null;
  const fate = { isForgotten: false };
  const write = async () => {
    if (writing) return;
    do {
      writing = state.get().draft;
      const keeping = await kept.write(key, writing).then(
        () => 'kept' as const,
        () => 'lost' as const,
      );
      if (fate.isForgotten) await kept.remove(key).catch(() => undefined);
      else if (state.get().keeping !== keeping) state.set({ ...state.get(), keeping });
    } while (writing !== state.get().draft && !fate.isForgotten);
    writing = null;
  };
  const change = (draft: Draft) => {
    fate.isForgotten = false;
    state.set({ ...state.get(), draft: { ...draft, changedAt: new Date().toISOString() } });
    void write();
  };
  const forget = () => {
    fate.isForgotten = true;
    if (!writing) void kept.remove(key).catch(() => undefined);
  };
  return {
    state,
    edit: (part) => {
      const before = state.get().draft;
      change({ ...before, ...part });
      const names = Object.keys(part) as (keyof typeof part)[];
      return () => {
        const { draft } = state.get();
        // What was written since is not thrown away with it.
        if (names.some((name) => draft[name] !== part[name])) return;
        change({ ...draft, ...Object.fromEntries(names.map((name) => [name, before[name]])) });
      };
    },
    reset: (fresh) => {
      forget();
      state.set({ draft: fresh, keeping: 'unchanged', foundFrom: null });
    },
    forget,
    rebase: (version) => change({ ...state.get().draft, from: version }),
  };
}

/** The deck with the lines that were written here. */
export const withLines = (deck: CopyDeck, lines: Draft['lines']): CopyDeck =>
  Object.entries(lines).reduce((written, [key, text]) => writeLine(written, lineAtKey(key), text), deck);
