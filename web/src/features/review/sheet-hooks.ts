/** How the sheet follows its box, its scrolling and its cursor. Geometry is cached: a key never forces a layout. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { markSeen, LOOK_MS } from './seen';
import { rowAt, type SheetLayout } from './sheet-layout';
import type { View } from './use-view';

type Element = { current: HTMLElement | null };

/** Drawn beyond what is on screen, in pixels. */
export const BEYOND = 400;
/** Room that a sticky heading takes from the top. */
const KEPT_CLEAR = 62;
const BELOW = 40;
const COLUMN_HEAD = 26;

export function useBox(element: Element) {
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

export function useScrollTop(element: Element): number {
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

/**
 * Scrolls as little as shows the whole picture below the sticky heading. When the same ad has moved because more came in or the
 * size changed, the sheet moves with it: nothing leaves the place where one looks. `top` is where it was last seen to be; to ask
 * the element for it would lay the page out on every key.
 */
export function useCursorInView(elementRef: Element, at: Place): void {
  const { layout, view, id, height, top } = at;
  const last = useRef<{ id: string | undefined; y: number; layout: SheetLayout } | null>(null);
  const scrolled = useRef(top);
  useLayoutEffect(() => {
    scrolled.current = top;
  }, [top]);
  useLayoutEffect(() => {
    const node = elementRef.current;
    const index = view.indexOf.get(id ?? '') ?? -1;
    if (!node || index < 0) return;
    const y = layout.y[index] ?? 0;
    const before = last.current;
    last.current = { id, y, layout };
    const hasMoved = before !== null && before.id === id && before.layout !== layout;
    const from = hasMoved ? node.scrollTop + y - before.y : scrolled.current;
    const least = y - KEPT_CLEAR - (layout.columns ? COLUMN_HEAD : 0);
    const most = y + (layout.h[index] ?? 0) + BELOW - height;
    const to = Math.max(0, least < from ? least : Math.max(from, most));
    if (to !== scrolled.current) node.scrollTop = to;
    scrolled.current = to;
    if (layout.columns) keepBeside(node, layout, index);
  }, [elementRef, layout, view, id, height]);
}

interface Place {
  layout: SheetLayout;
  view: View;
  id: string | undefined;
  height: number;
  top: number;
}

function keepBeside(node: HTMLElement, layout: SheetLayout, index: number): void {
  const label = layout.columns?.[0]?.x ?? 0;
  const left = (layout.x[index] ?? 0) - label - 12;
  const right = (layout.x[index] ?? 0) + (layout.w[index] ?? 0) + 24;
  if (left < node.scrollLeft) node.scrollLeft = Math.max(0, left);
  else if (right > node.scrollLeft + node.clientWidth) node.scrollLeft = right - node.clientWidth;
}

/** Rows on screen and a little beyond, and always the one with the cursor. */
export function rowsToShow(layout: SheetLayout, top: number, height: number, active: number): number[] {
  if (layout.rowCount === 0) return [];
  const first = rowAt(layout, top - BEYOND);
  const last = rowAt(layout, top + height + BEYOND);
  const rows = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const own = active >= 0 ? (layout.rowOf[active] ?? 0) : first;
  return own >= first && own <= last ? rows : [...rows, own].toSorted((one, other) => one - other);
}

/** Notes which ads rested on screen, large enough to be judged. */
export function useSeen(view: View, layout: SheetLayout, top: number, height: number, isLarge: boolean): void {
  useEffect(() => {
    if (!isLarge || layout.rowCount === 0) return;
    const timer = setTimeout(() => {
      const from = layout.rowStart[rowAt(layout, top + 1)] ?? 0;
      const to = layout.rowStart[rowAt(layout, top + height) + 1] ?? view.items.length;
      markSeen(view.items.slice(from, to).map((item) => item.id));
    }, LOOK_MS);
    return () => clearTimeout(timer);
  }, [view, layout, top, height, isLarge]);
}
