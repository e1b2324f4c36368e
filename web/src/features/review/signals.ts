/** Signals of this tab, wired to the server and to the loupe. */
import { useEffect } from 'react';
import { isFinalAnswer } from '../../api/client';
import { sendSignals } from '../../api/commands';
import type { Me } from '../../api/wire';
import type { Ad } from './ad';
import { Openings } from './openings';
import { outbox } from './outbox';
import { SignalBuffer } from './signal-buffer';

/** Longer than most need to judge an ad. */
const LONG_VIEW_MS = 12_000;
const IDLE_AT_LATEST_MS = 5_000;

const buffer = new SignalBuffer({
  now: () => Date.now(),
  send: sendSignals,
  isBusy: () => outbox.isSending(),
  // Safari has no idle callback; there, a pause must do.
  whenIdle: (run) =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: IDLE_AT_LATEST_MS }) : setTimeout(run, 0),
  isFinal: isFinalAnswer,
});
const openings = new Openings();

/** Follows what is done with the ad in the loupe, for those whose decisions teach. */
export function useSignals({ revision }: Ad, { may }: Me) {
  const id = may.decide ? revision?.id : undefined;
  useEffect(() => {
    if (!id) return;
    const openedAt = Date.now();
    if (openings.open(id, openedAt)) buffer.note(id, 'reopen');
    const timer = setTimeout(() => document.hidden || buffer.note(id, 'long_view'), LONG_VIEW_MS);
    return () => {
      clearTimeout(timer);
      openings.close(id, openedAt, Date.now());
    };
  }, [id]);
  return (kind: 'zoom' | 'download') => {
    if (id) buffer.note(id, kind);
  };
}

/** Nothing waits beyond the review: the next person at this screen may be another. */
export function usePartingSignals(): void {
  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && buffer.part();
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      buffer.part();
    };
  }, []);
}
