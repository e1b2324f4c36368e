/**
 * A brief's ads, drawn by the server's composer while somebody writes. The brief is opened again after a short rest; a changed line
 * asks for new pictures at once, and the newest request ends the one before.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { Problem } from '../../api/client';
import { closePreview, drawPreview, type NewBrief, openPreview } from '../../api/commands';
import type { DrawnLine, DrawPreview, Finding, Preview } from '../../api/wire';
import { createStore, type Store } from '../../lib/store';

const OPEN_AFTER_MS = 350;

export type Drawn =
  | { kind: 'picture'; src: string; findings: readonly Finding[]; isStandIn: boolean; cell: string }
  | { kind: 'refused'; reason: string; cell: string };

export interface Opened {
  /** The last one that could be opened. */
  preview: Preview | null;
  /** Why the brief as it is now cannot be. */
  error: unknown;
  isOpening: boolean;
  again: () => void;
}

/** Opens what is written, and what is written next. Nothing while there is nothing to open. */
export function useOpened(brief: NewBrief | null, campaignId: string | undefined): Opened {
  const [state, setState] = useState<Omit<Opened, 'again'>>({ preview: null, error: null, isOpening: false });
  const [attempt, setAttempt] = useState(0);
  const current = useRef<string | null>(null);
  useEffect(() => {
    if (!brief) return;
    const aborting = new AbortController();
    const open = async () => {
      setState((before) => ({ ...before, isOpening: true }));
      try {
        const preview = await openPreview(brief, campaignId, aborting.signal);
        const old = current.current;
        current.current = preview.id;
        setState({ preview, error: null, isOpening: false });
        if (old) await closePreview(old).catch(() => undefined);
      } catch (error) {
        if (!aborting.signal.aborted) setState((before) => ({ ...before, error, isOpening: false }));
      }
    };
    const timer = setTimeout(() => void open(), current.current || attempt > 0 ? OPEN_AFTER_MS : 0);
    return () => {
      clearTimeout(timer);
      aborting.abort();
    };
  }, [brief, campaignId, attempt]);
  const isStuck = state.error !== null && !(state.error instanceof Problem);
  useEffect(() => {
    if (!isStuck) return;
    const again = () => setAttempt((before) => before + 1);
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [isStuck]);
  useEffect(
    () => () => {
      if (current.current) void closePreview(current.current).catch(() => undefined);
      current.current = null;
    },
    [],
  );
  return { ...state, error: brief && state.error, again: () => setAttempt((before) => before + 1) };
}

export interface Drawing {
  byFormat: Store<Readonly<Record<string, Drawn>>>;
  /** What is drawn or was; another object for each time it is asked. */
  asked: object | null;
  isDrawing: boolean;
  error: unknown;
}

export const cellKey = (cell: DrawPreview['cell']) => JSON.stringify(cell);

/** Pictures of what is wanted, as they come. `onGone` is told where the server has forgotten the preview. */
export function useDrawing(preview: Preview | null, wanted: DrawPreview | null, onGone: () => void): Drawing {
  const [byFormat] = useState(() => createStore<Readonly<Record<string, Drawn>>>({}));
  const [done, setDone] = useState<{ asked: object; error: unknown } | null>(null);
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  const id = preview?.id;
  const text = wanted && JSON.stringify(wanted);
  // Words that are taken back are asked again, though they were drawn before.
  const asked = useMemo(() => (id && text ? { id, wanted: JSON.parse(text) as DrawPreview } : null), [id, text]);
  useEffect(() => {
    if (!asked) return;
    const cell = cellKey(asked.wanted.cell);
    const aborting = new AbortController();
    const take = (line: DrawnLine) => {
      if (aborting.signal.aborted || line.kind === 'superseded') return;
      byFormat.set({ ...byFormat.get(), [line.format]: drawn(line, cell) });
    };
    drawNewest(asked.id, asked.wanted, aborting.signal, take).then(
      () => aborting.signal.aborted || setDone({ asked, error: null }),
      (error: unknown) => {
        if (aborting.signal.aborted) return;
        if (error instanceof Problem && error.status === 404) gone.current();
        setDone({ asked, error });
      },
    );
    return () => aborting.abort();
  }, [asked, byFormat]);
  const isDone = done?.asked === asked;
  return { byFormat, asked, isDrawing: asked !== null && !isDone, error: isDone ? done?.error : null };
}

const MOST_TRIES = 8;

/**
 * Requests travel on several connections: one that was given up may reach the server behind the newest, and end it there. Nobody
 * but this page draws this preview, so the newest is asked again.
 */
async function drawNewest(id: string, wanted: DrawPreview, signal: AbortSignal, onLine: (line: DrawnLine) => void) {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    let last: DrawnLine['kind'] | undefined;
    await drawPreview(id, wanted, signal, (line) => {
      last = line.kind;
      onLine(line);
    });
    if (last !== 'superseded' || signal.aborted) return;
  }
}

function drawn(line: Exclude<DrawnLine, { kind: 'superseded' }>, cell: string): Drawn {
  if (line.kind === 'refused') return { kind: 'refused', reason: line.reason, cell };
  const { mime, data, findings, is_stand_in: isStandIn } = line;
  return { kind: 'picture', src: `data:${mime};base64,${data}`, findings, isStandIn, cell };
}
