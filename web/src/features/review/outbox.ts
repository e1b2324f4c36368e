/** The one outbox of this tab, wired to the server, the tab's storage and the status line. */
import type { QueryClient } from '@tanstack/react-query';
import { isFinalAnswer } from '../../api/client';
import { decide } from '../../api/commands';
import { randomKey } from '../../lib/random-key';
import { t } from '../../locales/words';
import { say, sayTrouble, sync } from '../shell/status';
import { type Held, Outbox, type Refusal } from './decision-outbox';
import { keep, keepNow, readKept } from './kept-decisions';

let person = '';
let client: QueryClient | undefined;

export const outbox = new Outbox({
  now: () => Date.now(),
  key: randomKey,
  send: decide,
  isFinal: isFinalAnswer,
  save: (kept) => keep(person, kept),
  onRefused: tellRefused,
  onSaved: (saved: Held[]) => {
    for (const held of saved) void client?.invalidateQueries({ queryKey: ['variant', held.variantId] });
    void client?.invalidateQueries({ queryKey: ['campaigns'] });
    void client?.invalidateQueries({ queryKey: ['campaign'] });
  },
});

/** The server's reasons, once each. */
function tellRefused(refusals: Refusal[]): void {
  const reasons = [...new Set(refusals.map(({ detail }) => detail))];
  sayTrouble(t.review.refused(refusals.length, reasons.join(' ')));
}

/** Starts sending for the person who is signed in; takes up what an earlier tab did not get to send. */
export function startOutbox(personId: string, queryClient: QueryClient): () => void {
  client = queryClient;
  if (person !== personId) {
    person = personId;
    void takeUp(personId);
  }
  const tell = () => sync.set({ waiting: outbox.waiting(), isOffline: outbox.isOffline.get() });
  const stops = [outbox.entries.subscribe(tell), outbox.isOffline.subscribe(tell)];
  const onHide = () => {
    if (document.visibilityState !== 'hidden') return;
    void outbox.flush(true, true);
    keepNow();
  };
  const onOnline = () => void outbox.flush(false);
  const onLeave = (event: BeforeUnloadEvent) => {
    if (outbox.isOffline.get() && outbox.waiting() > 0) event.preventDefault();
  };
  document.addEventListener('visibilitychange', onHide);
  window.addEventListener('online', onOnline);
  window.addEventListener('beforeunload', onLeave);
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener('visibilitychange', onHide);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('beforeunload', onLeave);
  };
}

async function takeUp(personId: string): Promise<void> {
  const kept = await readKept(personId).catch(() => undefined);
  if (!kept || personId !== person) return;
  outbox.restore(kept);
  say(t.review.takenUp(outbox.waiting()));
}
