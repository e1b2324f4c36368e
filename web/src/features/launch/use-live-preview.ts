/**
 * A brief's ads, drawn by the server's composer while somebody writes. The brief is opened again after a short rest; a changed line
 * asks for new pictures at once, and the newest request ends the one before.
 */
import { useEffect, useRef, useState } from 'react';
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
  /** What is drawn or was, as one text. */
  asked: string | null;
  isDrawing: boolean;
  error: unknown;
}

export const cellKey = (cell: DrawPreview['cell']) => JSON.stringify(cell);

/** Pictures of what is wanted, as they come. `onGone` is told where the server has forgotten the preview. */
export function useDrawing(preview: Preview | null, wanted: DrawPreview | null, onGone: () => void): Drawing {
  const [byFormat] = useState(() => createStore<Readonly<Record<string, Drawn>>>({}));
  const [done, setDone] = useState<{ asked: string; error: unknown } | null>(null);
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  const id = preview?.id;
  const asked = wanted && id ? JSON.stringify({ id, ...wanted }) : null;
  useEffect(() => {
    if (!id || !asked) return;
    const { id: _, ...request } = JSON.parse(asked) as DrawPreview & { id: string };
    const cell = cellKey(request.cell);
    const aborting = new AbortController();
    const onLine = (line: DrawnLine) => {
      if (aborting.signal.aborted || line.kind === 'superseded') return;
      byFormat.set({ ...byFormat.get(), [line.format]: drawn(line, cell) });
    };
    drawPreview(id, request, aborting.signal, onLine).then(
      () => aborting.signal.aborted || setDone({ asked, error: null }),
      (error: unknown) => {
        if (aborting.signal.aborted) return;
        if (error instanceof Problem && error.status === 404) gone.current();
        setDone({ asked, error });
      },
    );
    return () => aborting.abort();
  }, [id, asked, byFormat]);
  const isDone = done?.asked === asked;
  return { byFormat, asked, isDrawing: asked !== null && !isDone, error: isDone ? done?.error : null };
}

function drawn(line: Exclude<DrawnLine, { kind: 'superseded' }>, cell: string): Drawn {
  if (line.kind === 'refused') return { kind: 'refused', reason: line.reason, cell };
  const { mime, data, findings, is_stand_in: isStandIn } = line;
  return { kind: 'picture', src: `data:${mime};base64,${data}`, findings, isStandIn, cell };
}
