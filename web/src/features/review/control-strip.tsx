import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { useStore } from '../../lib/store';
import { theme } from '../../lib/theme';
import { outbox } from './outbox';
import type { SheetLayout } from './sheet-layout';
import { effectiveBucket, type View } from './use-view';

const WIDTH = 10;
const COLOURS = {
  approved: '--ok',
  changes: '--chg',
  rejected: '--rej',
  open: '--track',
  stopped: '--track',
  planned: '--track',
} as const;

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
  const entries = useStore(outbox.entries, (value) => value);
  const look = useStore(theme, (value) => value);
  useEffect(() => {
    if (canvas.current)
      draw(
        canvas.current,
        (index) => {
          const item = view.items[index];
          return item
            ? COLOURS[effectiveBucket(item, item.revision ? entries.get(item.revision.id) : undefined)]
            : '--track';
        },
        layout,
        height,
      );
  }, [view, layout, entries, height, look]);
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

function draw(
  canvas: HTMLCanvasElement,
  colourOf: (index: number) => string,
  layout: SheetLayout,
  height: number,
): void {
  const context = canvas.getContext('2d');
  const dense = devicePixelRatio || 1;
  const size = Math.max(1, height - 24);
  canvas.width = WIDTH * dense;
  canvas.height = size * dense;
  canvas.style.height = `${size}px`;
  if (!context || layout.height === 0) return;
  const style = getComputedStyle(canvas);
  const colours = new Map<string, string>();
  const probe = (name: string) => {
    const known = colours.get(name);
    if (known) return known;
    canvas.style.color = `var(${name})`;
    const colour = style.color;
    colours.set(name, colour);
    return colour;
  };
  const scale = (size * dense) / layout.height;
  for (let row = 0; row < layout.rowCount; row += 1) {
    const from = layout.rowStart[row] ?? 0;
    const to = layout.rowStart[row + 1] ?? from;
    const step = (WIDTH * dense) / Math.max(1, to - from);
    for (let index = from; index < to; index += 1) {
      context.fillStyle = probe(colourOf(index));
      const y = (layout.rowTop[row] ?? 0) * scale;
      context.fillRect((index - from) * step, y, step, Math.max(1, (layout.rowHeight[row] ?? 0) * scale));
    }
  }
}
