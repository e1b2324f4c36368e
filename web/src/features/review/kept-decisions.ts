/**
 * Decisions that are not sent yet, kept in the browser's database until they are: a closed tab, a crash or a long time offline
 * loses none. Written shortly after a change, never while the screen waits.
 */
import { browserStore } from '../../lib/browser-store';
import type { Kept } from './decision-outbox';

const WRITE_AFTER_MS = 150;

const store = browserStore<Kept>('galley', 'decisions');

export const readKept = store.read;

function write(person: string, kept: Kept): Promise<void> {
  const isEmpty = kept.held.length === 0 && kept.batches.length === 0;
  return isEmpty ? store.remove(person) : store.write(person, kept);
}

let pending: { person: string; kept: () => Kept } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps what `kept` says by then. Where the browser has no room or no database, sending is all there is. */
export function keep(person: string, kept: () => Kept): void {
  pending = { person, kept };
  timer ??= setTimeout(keepNow, WRITE_AFTER_MS);
}

export function keepNow(): void {
  clearTimeout(timer);
  timer = undefined;
  if (pending) void write(pending.person, pending.kept()).catch(() => undefined);
  pending = undefined;
}
