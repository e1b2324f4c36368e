/**
 * Decisions that are not sent yet, kept in the browser's database until they are: a closed tab, a crash or a long time offline
 * loses none. Written shortly after a change, never while the screen waits.
 */
import type { Kept } from './decision-outbox';

const DATABASE = 'galley';
const STORE = 'decisions';
const WRITE_AFTER_MS = 150;

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
  return opened;
}

async function write(person: string, kept: Kept): Promise<void> {
  const store = (await open()).transaction(STORE, 'readwrite').objectStore(STORE);
  if (kept.held.length === 0 && kept.batches.length === 0) store.delete(person);
  else store.put(kept, person);
}

export async function readKept(person: string): Promise<Kept | undefined> {
  const request = (await open()).transaction(STORE).objectStore(STORE).get(person);
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
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
