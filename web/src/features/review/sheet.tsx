import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { actionFor } from '../keys/key-table';
import { ControlStrip } from './control-strip';
import { SectionHead } from './section-head';
import { layoutSheet, rowAt, type SheetLayout } from './sheet-layout';
import type { SheetActions } from './sheet-actions';
import { Tile } from './tile';
import type { Names } from './use-names';
import type { Review } from './use-review';
import type { View } from './use-view';

const GUTTER = 14;
const CAPTION = 26;
const HEAD = 52;
/** Below this size a picture has a line in place of its caption. */
export const DENSE = 120;
const BEYOND = 400;

interface Props {
  review: Review;
  names: Names;
  size: number;
  title: (key: string) => { name: string; note: string };
  actions: SheetActions;
  onApproveGroup: ((group: View['groups'][number]) => void) | undefined;
}

export function Sheet({ review, names, size, title, actions, onApproveGroup }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const box = useBox(scroller);
  const { view } = review;
  const layout = useSheetLayout(view, box.width, size);
  const top = useScrollTop(scroller);
  const cursor = useStore(review.cursor, (value) => value);
  useLayoutEffect(() => {
    review.layout.set(layout);
  }, [layout, review.layout]);
  useCursorInView(scroller, layout, view.indexOf.get(cursor.id ?? '') ?? -1, box.height);
  useEffect(() => {
    grid.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (review.asking || event.target !== grid.current) return;
    const action = actionFor(event.nativeEvent as unknown as globalThis.KeyboardEvent, 'sheet');
    if (!action) return;
    event.preventDefault();
    actions[action]();
  };
  const active = view.indexOf.get(cursor.id ?? '') ?? -1;
  const rows = rowsToShow(layout, top, box.height, active);
  return (
    <div className="sheet">
      <div className="sheet-scroll" ref={scroller}>
        <div className="sheet-canvas" style={{ height: layout.height + 24 }}>
          {layout.groups.map(
            (place, index) =>
              place.bottom > top - BEYOND &&
              place.top < top + box.height + BEYOND && (
                <SectionHead
                  key={view.groups[index]?.key}
                  place={place}
                  items={view.items}
                  title={title(view.groups[index]?.key ?? '')}
                  onApprove={onApproveGroup && (() => view.groups[index] && onApproveGroup(view.groups[index]))}
                />
              ),
          )}
          <div
            ref={grid}
            className="sheet-grid"
            role="grid"
            tabIndex={0}
            aria-label={t.review.sheet}
            aria-multiselectable="true"
            aria-rowcount={layout.rowCount}
            aria-activedescendant={active >= 0 ? `ad-${cursor.id}` : undefined}
            onKeyDown={onKeyDown}
            data-dense={size < DENSE || undefined}
          >
            {rows.map((row) => (
              <div role="row" key={row} aria-rowindex={row + 1}>
                {indicesOf(layout, row).map((index) => {
                  const item = view.items[index];
                  return (
                    item && (
                      <Tile
                        key={item.id}
                        item={item}
                        names={names}
                        x={layout.x[index] ?? 0}
                        y={layout.y[index] ?? 0}
                        w={layout.w[index] ?? 0}
                        h={layout.h[index] ?? 0}
                        room={layout.room[index] ?? 0}
                        isActive={index === active}
                        isSelected={cursor.selected.has(item.id)}
                        review={review}
                        onOpen={actions.open}
                      />
                    )
                  );
                })}
              </div>
            ))}
          </div>
        </div>
      </div>
      <ControlStrip view={view} layout={layout} top={top} height={box.height} scrollerRef={scroller} />
    </div>
  );
}

function useSheetLayout(view: View, width: number, size: number): SheetLayout {
  return useMemo(() => {
    const aspects = Float32Array.from(view.items, ({ revision }) => (revision ? revision.width / revision.height : 1));
    return layoutSheet({
      aspects,
      widths: Float32Array.from(view.items, ({ revision }) => revision?.width ?? 240),
      groupStarts: view.groups.map((group) => group.start),
      width: Math.max(200, width),
      target: size,
      gutter: GUTTER,
      caption: size < DENSE ? 6 : CAPTION,
      head: view.groups.length > 1 || view.groups[0]?.key ? HEAD : 12,
    });
  }, [view, width, size]);
}

function indicesOf(layout: SheetLayout, row: number): number[] {
  const from = layout.rowStart[row] ?? 0;
  const to = layout.rowStart[row + 1] ?? from;
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}

/** Rows on screen and a little beyond, and always the one with the cursor. */
function rowsToShow(layout: SheetLayout, top: number, height: number, active: number): number[] {
  if (layout.rowCount === 0) return [];
  const first = rowAt(layout, top - BEYOND);
  const last = rowAt(layout, top + height + BEYOND);
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const own = active >= 0 ? (layout.rowOf[active] ?? 0) : first;
  return own >= first && own <= last ? rows : [...rows, own].toSorted((one, other) => one - other);
}

function useBox(element: { current: HTMLElement | null }) {
  const [box, setBox] = useState({ width: 1000, height: 800 });
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const read = () => {
      const style = getComputedStyle(node);
      const padding = Number.parseFloat(style.paddingInlineStart) + Number.parseFloat(style.paddingInlineEnd);
      setBox({ width: node.clientWidth - padding, height: node.clientHeight });
    };
    const observer = new ResizeObserver(read);
    observer.observe(node);
    read();
    return () => observer.disconnect();
  }, [element]);
  return box;
}

function useScrollTop(element: { current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    let frame = 0;
    const onScroll = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setTop(node.scrollTop);
      });
    };
    node.addEventListener('scroll', onScroll, { passive: true });
    return () => node.removeEventListener('scroll', onScroll);
  }, [element]);
  return top;
}

/** Scrolls as little as shows the whole picture below the sticky heading. */
function useCursorInView(
  elementRef: { current: HTMLElement | null },
  layout: SheetLayout,
  index: number,
  height: number,
) {
  useLayoutEffect(() => {
    const node = elementRef.current;
    if (!node || index < 0) return;
    const top = (layout.y[index] ?? 0) - HEAD - 10;
    const bottom = (layout.y[index] ?? 0) + (layout.h[index] ?? 0) + CAPTION + 14;
    if (top < node.scrollTop) node.scrollTop = Math.max(0, top);
    else if (bottom > node.scrollTop + height) node.scrollTop = bottom - height;
  }, [elementRef, layout, index, height]);
}
