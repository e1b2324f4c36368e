/** The ad as it would be, drawn by the server's composer while somebody changes it. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { closePreview, openAdPreview } from '../../../api/commands';
import type { Adjustments, Changes, DrawPreview, Preview, Revision } from '../../../api/wire';
import { useStore } from '../../../lib/store';
import { type Drawn, useDrawing } from '../../launch/use-live-preview';
import type { Ad } from '../ad';
import type { Measured } from './parts';
import { probe } from './probe';

/** A hand that drags asks for pictures no faster than people see them. */
const DRAW_EVERY_MS = 90;

export interface AdPreview {
  /** The newest picture; none before the first. */
  drawn: Drawn | undefined;
  isDrawing: boolean;
  error: unknown;
  measured: readonly Measured[];
  /** Whether it is known which pictures the ad has. */
  isMeasured: boolean;
  again: () => void;
}

interface Options {
  item: Ad;
  revision: Revision;
  inForce: Adjustments;
  /** Over what is in force. */
  changes: Changes;
  /** Slots that it may have pictures in; none as long as that is not known. */
  slots: readonly string[] | undefined;
}

export function useAdPreview({ item, revision, inForce, changes, slots }: Options): AdPreview {
  const [opened, setOpened] = useState<{ preview: Preview; measured: Measured[] } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const start = useRef({ inForce, words: revision.texts.map(({ rect }) => rect), slots: slots ?? [] });
  useEffect(() => {
    start.current = { inForce, words: revision.texts.map(({ rect }) => rect), slots: slots ?? [] };
  });
  const isKnown = slots !== undefined;
  useEffect(() => {
    if (!isKnown) return;
    const stop = new AbortController();
    let id: string | undefined;
    const open = async () => {
      const preview = await openAdPreview(item.id, stop.signal);
      id = preview.id;
      if (stop.signal.aborted) return void closePreview(id).catch(() => undefined);
      const measured = await probe({ ...start.current, preview, format: item.format ?? '', signal: stop.signal });
      if (stop.signal.aborted) return;
      setOpened({ preview, measured });
      setError(null);
    };
    open().catch((failure: unknown) => stop.signal.aborted || setError(failure));
    return () => {
      stop.abort();
      if (id) void closePreview(id).catch(() => undefined);
    };
    // A newer revision is drawn by a preview of its own.
  }, [item.id, item.format, revision.id, isKnown, attempt]);
  const preview = opened?.preview ?? null;
  const wanted = useMemo<DrawPreview | null>(
    () => preview && { cell: preview.cell ?? {}, formats: [item.format ?? ''], adjustments: changes },
    [preview, item.format, changes],
  );
  const again = () => setAttempt((before) => before + 1);
  const drawing = useDrawing(preview, useThrottled(wanted), again);
  const drawn = useStore(drawing.byFormat, (all) => all[item.format ?? '']);
  return {
    drawn,
    isDrawing: (preview === null && error === null) || drawing.isDrawing,
    error: error ?? drawing.error,
    measured: opened?.measured ?? NONE,
    isMeasured: opened !== null,
    again,
  };
}

const NONE: readonly Measured[] = [];

/** The newest value, at most every so often; the last one always comes. */
function useThrottled<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const at = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, at.current + DRAW_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      at.current = performance.now();
      setShown(value);
    }, wait);
    return () => clearTimeout(timer);
  }, [value]);
  return shown;
}
