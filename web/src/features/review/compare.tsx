import { type UIEvent, useEffect, useRef, useState } from 'react';
import { pictureAddress } from '../../api/media';
import type { Mark, Preferred } from '../../api/wire';
import { t } from '../../locales/words';
import { ChoiceMenu } from '../../ui/menu';
import { actionFor, type ActionIn } from '../keys/key-table';
import { KeyCap } from '../keys/key-cap';
import type { Ad } from './ad';
import type { Other } from './compare-with';
import { MarksLayer } from './marks-layer';
import { PreferenceChoice, usePreference } from './preference';
import { type Comparison, COMPARISONS } from './review-search';
import { Flicker, Overlay, Wipe } from './compare-stacked';
import { useFit } from './use-fit';
import './compare.css';

export interface Shown {
  id: string;
  label: string;
  width: number;
  height: number;
  marks: readonly Mark[];
}

interface Props {
  item: Ad;
  label: string;
  marks: readonly Mark[];
  other: Other;
  others: readonly Other[];
  mode: Comparison;
  isFull: boolean;
  mayPrefer: boolean;
  onMode: (mode: Comparison) => void;
  onOther: (id: string) => void;
  onLeave: () => void;
}

/** Two pictures held against each other. Decisions are made as in the loupe, without leaving. */
export function Compare(props: Props) {
  const { item, label, marks, other, mode, isFull, mayPrefer } = props;
  const [isLinked, setIsLinked] = useState(true);
  const newer: Shown = {
    id: item.revision?.id ?? '',
    label,
    width: item.revision?.width ?? 1,
    height: item.revision?.height ?? 1,
    marks,
  };
  const older: Shown = { ...other, marks: other.revision?.decisions.flatMap((decision) => decision.marks) ?? [] };
  const preference = usePreference(older.id, newer.id);
  // Only where one stands left of the other.
  const isAsked = mayPrefer && (mode === 'side' || mode === 'wipe');
  const onPrefer = isAsked ? preference.prefer : undefined;
  useCompareKeys({ ...props, onPrefer, onUnlink: () => setIsLinked((before) => !before) });
  return (
    <div className="compare" role="group" aria-label={t.compare.label}>
      <Bar {...props} isLinked={isLinked} onLink={() => setIsLinked(!isLinked)} />
      {mode === 'side' ? (
        <Side older={older} newer={newer} isFull={isFull} isLinked={isLinked} />
      ) : (
        <Stacked mode={mode} older={older} newer={newer} isFull={isFull} />
      )}
      {isAsked && <PreferenceChoice {...preference} />}
    </div>
  );
}

type BarProps = Props & { isLinked: boolean; onLink: () => void };

function Bar({ mode, onMode, others, other, onOther, isFull, isLinked, onLink }: BarProps) {
  return (
    <div className="compare-bar">
      <span className="pair" role="group" aria-label={t.compare.ways}>
        {COMPARISONS.map((each, index) => (
          <button
            key={each}
            type="button"
            className="button plain"
            aria-pressed={each === mode}
            onClick={() => onMode(each)}
          >
            {t.compare.modes[each]} <KeyCap name={String(index + 1)} />
          </button>
        ))}
      </span>
      <ChoiceMenu
        label={t.compare.with}
        value={other.id}
        options={others.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => id && onOther(id)}
      />
      {mode === 'side' && isFull && (
        <button type="button" className="button plain" aria-pressed={isLinked} onClick={onLink}>
          {t.compare.linked} <KeyCap name="L" />
        </button>
      )}
    </div>
  );
}

/** The keys of comparing go before those of the loupe around it. */
interface CompareKeys extends Pick<Props, 'onMode' | 'onLeave'> {
  onUnlink: () => void;
  /** Left out where neither stands left of the other, and for those who do not decide. */
  onPrefer: ((preferred: Preferred) => void) | undefined;
}

function useCompareKeys({ onMode, onLeave, onUnlink, onPrefer }: CompareKeys) {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (
        (event.target as HTMLElement).closest('textarea, select, [role=dialog], [role=menu], input:not([type=range])')
      )
        return;
      const action = actionFor(event, 'compare');
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      handlersOf({ onMode, onLeave, onUnlink, onPrefer })[action]();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [onMode, onLeave, onUnlink, onPrefer]);
}

function handlersOf(on: CompareKeys): Record<ActionIn<'compare'>, () => void> {
  return {
    side: () => on.onMode('side'),
    wipe: () => on.onMode('wipe'),
    overlay: () => on.onMode('overlay'),
    difference: () => on.onMode('difference'),
    flicker: () => on.onMode('flicker'),
    leftBetter: () => on.onPrefer?.('left'),
    noDifference: () => on.onPrefer?.('tie'),
    rightBetter: () => on.onPrefer?.('right'),
    unlink: on.onUnlink,
    leaveCompare: on.onLeave,
  };
}

interface Two {
  older: Shown;
  newer: Shown;
  isFull: boolean;
}

/** At full size one picture follows where the other is moved to, unless they are unlinked. */
function Side({ older, newer, isFull, isLinked }: Two & { isLinked: boolean }) {
  const onScroll = ({ currentTarget: from }: UIEvent<HTMLElement>) => {
    if (!isLinked) return;
    for (const to of from.closest('.compare-side')?.querySelectorAll('.compare-stage') ?? []) {
      if (to !== from) to.scrollTo(from.scrollLeft, from.scrollTop);
    }
  };
  return (
    <div className="compare-side">
      <Stage shown={older} isFull={isFull} onScroll={onScroll} />
      <Stage shown={newer} isFull={isFull} onScroll={onScroll} />
    </div>
  );
}

interface StageProps {
  shown: Shown;
  isFull: boolean;
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

function Stage({ shown, isFull, onScroll }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const scale = useFit(stage, shown.width, shown.height);
  const size = isFull ? 1 : scale;
  return (
    <figure className="compare-figure">
      {/* At full size it scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
      <div
        className="compare-stage"
        ref={stage}
        data-full={isFull || undefined}
        onScroll={onScroll}
        tabIndex={isFull ? 0 : undefined}
        role="region"
        aria-label={shown.label}
      >
        <div className="loupe-frame" style={{ width: shown.width * size, height: shown.height * size }}>
          <img src={pictureAddress(shown.id)} alt={shown.label} draggable={false} />
          <MarksLayer marks={shown.marks} firstDraft={shown.marks.length} />
        </div>
      </div>
      <figcaption>{shown.label}</figcaption>
    </figure>
  );
}

function Stacked({ mode, older, newer, isFull }: Two & { mode: Exclude<Comparison, 'side'> }) {
  const stage = useRef<HTMLDivElement>(null);
  const scale = useFit(stage, newer.width, newer.height);
  const size = isFull ? 1 : scale;
  const frame = { width: newer.width * size, height: newer.height * size };
  const both = { older, newer };
  return (
    <div className="compare-figure">
      <div className="compare-stage" ref={stage} data-full={isFull || undefined}>
        {mode === 'wipe' && <Wipe {...both} frame={frame} />}
        {mode === 'overlay' && <Overlay {...both} frame={frame} />}
        {mode === 'flicker' && <Flicker {...both} frame={frame} />}
        {mode === 'difference' && (
          <div className="stacked difference" style={frame}>
            <img src={pictureAddress(older.id)} alt={older.label} />
            <img src={pictureAddress(newer.id)} alt={newer.label} />
          </div>
        )}
      </div>
      <p className="compare-caption">{t.compare.notes[mode](older.label, newer.label)}</p>
    </div>
  );
}
