import { type PointerEvent, useRef } from 'react';
import type { Region } from '../../api/wire';
import { between, isLargeEnough } from './region';

interface Options {
  isOn: boolean;
  onRegion: (region: Region | null) => void;
  onKeep: (region: Region) => void;
  onPin: (region: Region) => void;
}

type Point = readonly [number, number];

/** A region by dragging, or by clicking two corners: nothing needs a drag. With Shift, a click is a pin. */
export function useRegionPointer({ isOn, onRegion, onKeep, onPin }: Options) {
  const start = useRef<Point | null>(null);
  /** The first of two clicked corners. */
  const corner = useRef<Point | null>(null);
  if (!isOn) return {};
  const pointOf = (event: PointerEvent<HTMLElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as HTMLElement).closest('button, [role=group]')) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = pointOf(event);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const from = start.current ?? corner.current;
    if (!from) return;
    const region = between(from, pointOf(event));
    if (isLargeEnough(region)) onRegion(region);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return;
    const here = pointOf(event);
    const dragged = between(start.current, here);
    start.current = null;
    if (event.shiftKey) {
      corner.current = null;
      onPin([...here, 0, 0]);
    } else if (isLargeEnough(dragged)) {
      corner.current = null;
      onKeep(dragged);
    } else if (corner.current) {
      const clicked = between(corner.current, here);
      corner.current = null;
      if (isLargeEnough(clicked)) onKeep(clicked);
      else onRegion(null);
    } else {
      corner.current = here;
    }
  };
  return { onPointerDown, onPointerMove, onPointerUp };
}
