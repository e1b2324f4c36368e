import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Region } from '../../api/wire';
import { t } from '../../locales/words';
import { actionFor } from '../keys/key-table';
import { moved, STEP, sized } from './region';

interface Props {
  region: Region;
  onRegion: (region: Region | null) => void;
  onKeep: (region: Region) => void;
  onPin: (region: Region) => void;
}

const WAYS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The region that is being made: by keys here, by the pointer in the frame around it. */
export function RegionEditor({ region, onRegion, onKeep, onPin }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionFor(event.nativeEvent, 'region');
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    const [dx, dy] = WAYS[event.key] ?? [0, 0];
    if (action === 'moveRegion') onRegion(moved(region, dx, dy));
    else if (action === 'sizeRegion') onRegion(sized(region, dx, dy));
    else if (action === 'keepRegion') onKeep(region);
    else if (action === 'pin') onPin(region);
    else onRegion(null);
  };
  const [x, y, w, h] = region;
  const percent = (value: number) => `${value * 100}%`;
  return (
    // oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex
    <div
      ref={box}
      className="region"
      role="group"
      tabIndex={0}
      aria-label={t.marks.region(Math.round(x * 100), Math.round(y * 100), Math.round(w * 100), Math.round(h * 100))}
      style={{ left: percent(x), top: percent(y), width: percent(w), height: percent(h) }}
      onKeyDown={onKeyDown}
    />
  );
}
