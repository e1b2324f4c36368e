import { useEffect, useRef, useState } from 'react';
import { addressOf } from '../api/client';

const FAILURES = 3;
const POLL_MS = 4_000;
/** The screen changes at most four times a second. */
const TELL_MS = 250;

interface Live<T> {
  onProgress: (value: T) => void;
  onEnd: () => void;
  /** Reads the same by asking. */
  poll: () => Promise<unknown>;
}

/**
 * Follows an event stream while this tab is looked at: a browser has six connections to a server, and hidden tabs must not
 * keep them. After three failures in a row it asks every few seconds, and says so.
 */
export function useLive<T>(path: string, isOn: boolean, live: Live<T>): { isPolling: boolean } {
  const [isPolling, setIsPolling] = useState(false);
  const latest = useRef(live);
  useEffect(() => {
    latest.current = live;
  });
  useEffect(() => {
    if (!isOn) return;
    return isPolling ? startPolling(() => latest.current.poll()) : follow<T>(path, latest, () => setIsPolling(true));
  }, [path, isOn, isPolling]);
  return { isPolling };
}

function startPolling(poll: () => Promise<unknown>): () => void {
  const timer = setInterval(() => document.hidden || void poll().catch(() => undefined), POLL_MS);
  return () => clearInterval(timer);
}

function follow<T>(path: string, live: { current: Live<T> }, onGiveUp: () => void): () => void {
  let source: EventSource | null = null;
  let failures = 0;
  const tell = throttled((value: T) => live.current.onProgress(value));
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(addressOf(path));
    source.addEventListener('progress', (event) => {
      failures = 0;
      tell.call(JSON.parse((event as MessageEvent<string>).data) as T);
    });
    source.addEventListener('end', () => {
      close();
      tell.flush();
      live.current.onEnd();
    });
    source.addEventListener('error', () => {
      failures += 1;
      if (failures >= FAILURES || source?.readyState === EventSource.CLOSED) onGiveUp();
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const onVisibility = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    tell.stop();
    close();
  };
}

/** The newest value, at most once per interval. */
function throttled<T>(tell: (value: T) => void) {
  let waiting: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (waiting) tell(waiting.value);
    waiting = null;
  };
  return {
    call: (value: T) => {
      waiting = { value };
      timer ??= setTimeout(flush, TELL_MS);
    },
    flush,
    stop: () => clearTimeout(timer),
  };
}
