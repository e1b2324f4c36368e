/** The comparisons in which one picture lies on the other. */
import { useEffect, useRef, useState } from 'react';
import { pictureAddress } from '../../api/media';
import { t } from '../../locales/words';
import type { Shown } from './compare';

interface Props {
  older: Shown;
  newer: Shown;
  frame: { width: number; height: number };
}

/** The slider has the focus as soon as it is there: arrows move it, the other keys stay the loupe's. */
function useFocused() {
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const loupe = slider.current?.closest<HTMLElement>('.loupe');
    slider.current?.focus({ preventScroll: true });
    return () => loupe?.focus({ preventScroll: true });
  }, []);
  return slider;
}

/** A dividing line: before on its left, after on its right. It is a slider, so arrows move it and a click jumps it. */
export function Wipe({ older, newer, frame }: Props) {
  const [at, setAt] = useState(50);
  const slider = useFocused();
  return (
    <div className="stacked" style={frame}>
      <img src={pictureAddress(newer.id)} alt={newer.label} />
      <img src={pictureAddress(older.id)} alt={older.label} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }} />
      <i className="wipe-line" style={{ left: `${at}%` }} />
      <input
        ref={slider}
        className="wipe-slider"
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label={t.compare.line}
        aria-valuetext={t.compare.lineAt(at)}
        onChange={(event) => setAt(Number(event.target.value))}
      />
    </div>
  );
}

export function Overlay({ older, newer, frame }: Props) {
  const [share, setShare] = useState(50);
  const slider = useFocused();
  return (
    <>
      <div className="stacked" style={frame}>
        <img src={pictureAddress(older.id)} alt={older.label} />
        <img src={pictureAddress(newer.id)} alt={newer.label} style={{ opacity: share / 100 }} />
      </div>
      <label className="overlay-share">
        <span>{older.label}</span>
        <input
          ref={slider}
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label={t.compare.share}
          onChange={(event) => setShare(Number(event.target.value))}
        />
        <span>{newer.label}</span>
      </label>
    </>
  );
}

/** Twice a second is slow enough for everybody's eyes; who wants no motion turns it by hand. */
const TURN_MS = 600;

export function Flicker({ older, newer, frame }: Props) {
  const [isOlder, setIsOlder] = useState(false);
  const [isRunning, setIsRunning] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setIsOlder((before) => !before), TURN_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  const shown = isOlder ? older : newer;
  return (
    <>
      <div className="stacked" style={frame}>
        <img src={pictureAddress(newer.id)} alt={newer.label} />
        <img src={pictureAddress(older.id)} alt={older.label} style={{ visibility: isOlder ? 'visible' : 'hidden' }} />
      </div>
      <p className="overlay-share">
        <button type="button" className="button" onClick={() => setIsRunning(!isRunning)}>
          {isRunning ? t.compare.hold : t.compare.turn}
        </button>
        {!isRunning && (
          <button type="button" className="button" onClick={() => setIsOlder(!isOlder)}>
            {t.compare.swap}
          </button>
        )}
        <b>{shown.label}</b>
      </p>
    </>
  );
}
