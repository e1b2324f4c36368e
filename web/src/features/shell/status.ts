/** The one status line: what happened, and how to take it back. Never a pop-up over a picture. */
import { createStore } from '../../lib/store';
import type { Place } from '../keys/key-table';

interface Status {
  text: string;
  tone?: 'bad' | undefined;
  action?: { label: string; run: () => void } | undefined;
}

export const status = createStore<Status>({ text: '' });

export function say(text: string, action?: Status['action']): void {
  status.set({ text, action });
}

export function sayTrouble(text: string, action?: Status['action']): void {
  status.set({ text, tone: 'bad', action });
}

/** Whose keys the footer shows. */
export const hintPlace = createStore<{ place: Place; mayDecide: boolean } | null>(null);

/** Whether everything that was decided here is on the server. */
export interface Sync {
  waiting: number;
  isOffline: boolean;
}

export const sync = createStore<Sync | null>(null);
export const isHelpOpen = createStore(false);
