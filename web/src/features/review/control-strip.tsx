import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { useStore } from '../../lib/store';
import { type Theme, theme } from '../../lib/theme';
import type { Bucket } from '../../lib/buckets';
import { outbox } from './outbox';
import type { SheetLayout } from './sheet-layout';
import { effectiveBucket, type View } from './use-view';

const WIDTH = 10;
/** It follows decisions at most four times a second: it is looked at, not waited for. */
const DRAW_MS = 250;
const COLOURS: Record<Bucket, string> = {
  approved: '--ok',
  changes: '--chg',
  rejected: '--rej',
  open: '--track',
  stopped: '--track',
  planned: '--track',
};

interface Props {
  view: View;
  layout: SheetLayout;
  top: number;
  height: number;
  scrollerRef: RefObject<HTMLDivElement | null>;
}

/** The whole queue as one colour bar, like the bar on a press sheet. For the pointer; the keys have `[` and `]`. */
export function ControlStrip({ view, layout, top, height, scrollerRef }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useStore(theme, (value) => value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const colours = canvas.current && coloursOf(canvas.current, look);
    const draw = () => {
      timer = undefined;
      if (canvas.current && colours) drawStrip(canvas.current, colours, { view, layout, height });
    };
    const stop = outbox.entries.subscribe(() => {
      timer ??= setTimeout(draw, DRAW_MS);
    });
    draw();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [view, layout, height, look]);
  const jump = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || !scrollerRef.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    scrollerRef.current.scrollTop = ((event.clientY - box.top) / box.height) * layout.height - height / 2;
  };
  const share = layout.height > 0 ? Math.min(1, height / layout.height) : 1;
  return (
    <div className="strip" aria-hidden="true" onPointerDown={jump} onPointerMove={jump}>
      <canvas ref={canvas} />
      <i style={{ top: `${(top / Math.max(1, layout.height)) * 100}%`, height: `${share * 100}%` }} />
    </div>
  );
}

/** Writes pixels, not shapes: 50,000 ads are one pass over an array. */
function drawStrip(canvas: HTMLCanvasElement, colours: Colours, { view, layout, height }: Strip): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const dense = devicePixelRatio || 1;
  const [across, down] = [Math.round(WIDTH * dense), Math.round(Math.max(1, height - 24) * dense)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  canvas.style.height = `${down / dense}px`;
  if (!context || layout.height === 0) return;
  const image = context.createImageData(across, down);
  const pixels = new Uint32Array(image.data.buffer);
  const entries = outbox.entries.get();
  const scale = down / layout.height;
  for (let row = 0; row < layout.rowCount; row += 1) {
    const from = layout.rowStart[row] ?? 0;
    const to = layout.rowStart[row + 1] ?? from;
    const first = Math.floor((layout.rowTop[row] ?? 0) * scale);
    const last = Math.max(first + 1, Math.floor(((layout.rowTop[row] ?? 0) + (layout.rowHeight[row] ?? 0)) * scale));
    for (let x = 0; x < across; x += 1) {
      const item = view.items[from + Math.floor((x / across) * (to - from))];
      if (!item) continue;
      const held = item.revision ? entries.get(item.revision.id) : undefined;
      const colour = colours[effectiveBucket(item, held)];
      for (let y = first; y < last && y < down; y += 1) pixels[y * across + x] = colour;
    }
  }
  context.putImageData(image, 0, 0);
}

type Colours = Record<Bucket, number>;
type Strip = Pick<Props, 'view' | 'layout' | 'height'>;

const knownColours = new Map<Theme, Colours>();

/** A theme's colours as pixels, found out once. */
function coloursOf(canvas: HTMLCanvasElement, look: Theme): Colours | null {
  const known = knownColours.get(look);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (known || !context) return known ?? null;
  const style = getComputedStyle(canvas);
  const pixelOf = (name: string) => {
    canvas.style.color = `var(${name})`;
    context.fillStyle = style.color;
    context.fillRect(0, 0, 1, 1);
    return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
  };
  const found = Object.fromEntries(Object.entries(COLOURS).map(([bucket, name]) => [bucket, pixelOf(name)])) as Colours;
  knownColours.set(look, found);
  return found;
}
