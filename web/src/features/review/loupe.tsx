import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { fileAddress, pictureAddress } from '../../api/media';
import { variant as variantQuery } from '../../api/queries';
import type { Mark, Me, Revision, VariantDetail } from '../../api/wire';
import { t } from '../../locales/words';
import { actionFor } from '../keys/key-table';
import { say } from '../shell/status';
import { useHints } from '../shell/use-hints';
import { type Ad, isOpen } from './ad';
import { Compare } from './compare';
import { othersOf } from './compare-with';
import { Filmstrip } from './filmstrip';
import { LoupeBar } from './loupe-bar';
import { LoupePicture } from './loupe-picture';
import type { ReviewSearch } from './review-search';
import { markSeen } from './seen';
import type { LoupeActions } from './sheet-actions';
import { useSignals } from './signals';
import { Thread } from './thread';
import { useLoupeMarks } from './use-loupe-marks';
import { useTicks } from './use-ticks';
import type { Names } from './use-names';
import type { Go, Review } from './use-review';
import { useStore } from '../../lib/store';
import './loupe.css';

const Editor = lazy(() => import('./edit/editor').then((module) => ({ default: module.Editor })));

interface Props {
  review: Review;
  names: Names;
  me: Me;
  actions: LoupeActions;
  search: ReviewSearch;
  go: Go;
}

/** One ad as large as it goes, with all that was said about it. */
export function Loupe(props: Props) {
  const { view, cursor } = props.review;
  const id = useStore(cursor, (value) => value.id);
  const index = view.indexOf.get(id ?? '') ?? -1;
  const item = view.items[index];
  useDecodedAhead(view.items, index);
  if (!item) return null;
  const { names, search, go, me, review } = props;
  if (search.edit && me.may.produce && item.revision) {
    return (
      <Suspense fallback={<div className="loupe" aria-busy="true" />}>
        <Editor key={item.id} item={item} review={review} names={names} search={search} go={go} />
      </Suspense>
    );
  }
  return <LoupeOf key={item.id} item={item} index={index} {...props} />;
}

function LoupeOf({ item, index, review, names, me, actions, search, go }: Props & { item: Ad; index: number }) {
  const root = useRef<HTMLDivElement>(null);
  const { data } = useQuery({ ...variantQuery(item.id), staleTime: 10_000 });
  const [isFull, setIsFull] = useState(false);
  const [areMarksHidden, setAreMarksHidden] = useState(false);
  const [isBlinking, setIsBlinking] = useState(false);
  const [isPlaying, setIsPlaying] = useState(false);
  const focus = () => root.current?.focus({ preventScroll: true });
  useOpened(root, item.id);
  const revision = data?.revisions.find(({ id }) => id === item.revision?.id);
  const isFilm = revision?.mime === 'video/mp4';
  const onSignal = useSignals(item, me);
  const mayMark = isOpen(item) && me.may.decide && !search.compare;
  const marks = useLoupeMarks({ item, revision, review, mayMark });
  const ticks = useTicks({ item, detail: data, revision, review, mayDecide: me.may.decide });
  const edit = me.may.produce && revision ? (base?: string) => go({ ...EDITING, base }, true) : undefined;
  const { others, other, isComparing } = useCompared({ item, detail: data, review, names, search, go });
  const decided = revision?.decisions.flatMap((decision) => decision.marks) ?? [];
  useHints(isComparing ? 'compare' : 'loupe', me.may.decide);
  const handlers = {
    ...actions,
    // What it was before may still be on its way.
    compare: () => (others.length > 0 || !data ? actions.compare() : say(t.compare.none)),
    zoom: () => {
      if (!isFull) onSignal('zoom');
      setIsFull(!isFull);
    },
    play: () => (isFilm ? setIsPlaying(!isPlaying) : say(t.loupe.nothingMoves)),
    hideMarks: () => setAreMarksHidden(!areMarksHidden),
    markRegion: marks.start,
    markWhole: marks.markWhole,
    edit: () => (edit ? edit() : say(t.edit.mayNot)),
    ...ticks.keys,
    blink: () => (other ? setIsBlinking(true) : say(t.compare.none)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (review.asking || event.defaultPrevented || isTaken(event)) return;
    const action = actionFor(event.nativeEvent, 'loupe');
    if (!action) return;
    event.preventDefault();
    if (!event.repeat || action === 'left' || action === 'right') handlers[action]();
  };
  return (
    // The keys of the loupe work wherever the focus stands in it, but in fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="loupe"
      ref={root}
      tabIndex={-1}
      role="region"
      aria-label={t.loupe.label}
      onKeyDown={onKeyDown}
      onKeyUp={() => setIsBlinking(false)}
    >
      <LoupeBar
        name={names.format(item.format)}
        index={index}
        count={review.view.items.length}
        isFull={isFull}
        isComparing={isComparing}
        mayCompare={others.length > 0}
        mayMark={mayMark}
        isPlaying={isFilm && !isComparing ? isPlaying : undefined}
        mayEdit={edit !== undefined}
        download={me.guest ? undefined : downloadOf(item, revision)}
        onDownload={() => onSignal('download')}
        handlers={handlers}
      />
      {isComparing && search.compare && other ? (
        <Compare
          item={item}
          label={other.revision ? t.review.revisionShort(item.revision?.number ?? 1) : nameOf(item, names)}
          marks={areMarksHidden ? [] : decided}
          other={other}
          others={others}
          mode={search.compare}
          isFull={isFull}
          mayPrefer={me.may.decide && other.isSameCampaign}
          onMode={(compare) => go({ compare })}
          onOther={(id) => go({ with: id })}
          onLeave={actions.compare}
        />
      ) : (
        <LoupePicture
          item={item}
          alt={`${names.format(item.format)}, ${names.market(item.market)}`}
          marks={areMarksHidden ? [] : [...decided, ...marks.drafts]}
          ghosts={areMarksHidden ? NO_MARKS : ticks.marks}
          firstDraft={decided.length}
          isFull={isFull}
          region={marks.region}
          mayMark={mayMark}
          over={isBlinking ? other : undefined}
          film={isFilm && isPlaying ? fileAddress(revision.id) : undefined}
          onFilmEnd={() => setIsPlaying(false)}
          onRegion={(region) => {
            marks.setRegion(region);
            if (!region) focus();
          }}
          onKeep={marks.keep}
          onPin={marks.keepPin}
        />
      )}
      <Filmstrip view={review.view} index={index} onPick={review.moveTo} names={names} />
      <Thread
        item={item}
        detail={data}
        names={names}
        me={me}
        marks={marks}
        onWritten={focus}
        review={review}
        ticks={ticks}
        onCompare={(id) => go({ compare: 'side', with: id })}
        onEdit={edit}
      />
    </div>
  );
}

const NO_MARKS: readonly Mark[] = [];
const EDITING = { edit: true, compare: undefined, with: undefined } as const;

/** It takes the keys, and counts as looked at. */
function useOpened(root: { current: HTMLElement | null }, id: string) {
  useEffect(() => {
    root.current?.focus({ preventScroll: true });
    markSeen([id]);
  }, [root, id]);
}

/** Named by the ad's place, so that many of them can lie in one folder. */
function downloadOf({ market, message, format }: Ad, revision: Revision | undefined) {
  if (!revision) return undefined;
  const name = [market, message, format, `r${revision.number}`].filter(Boolean).join('-');
  return { address: fileAddress(revision.id), name: `${name}.${revision.mime.split('/').at(-1)}` };
}

const nameOf = (item: Ad, names: Names) =>
  [names.market(item.market), names.message(item.message)].filter(Boolean).join(', ');

/** Fields keep their keys; a slider keeps those that move it. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target instanceof HTMLInputElement && target.type === 'range') return /^(Arrow|Home|End|Page)/.test(event.key);
  return target.closest('input, textarea, select, [role=group][tabindex]') !== null;
}

interface Comparing extends Pick<Props, 'review' | 'names' | 'search' | 'go'> {
  item: Ad;
  detail: VariantDetail | undefined;
}

/** What it can be compared with, and what it is. An address that asks for what there is not is told so. */
function useCompared({ item, detail, review, names, search, go }: Comparing) {
  const { items } = review.view;
  const others = useMemo(() => othersOf(item, detail, items, names), [item, detail, items, names]);
  const other = others.find(({ id }) => id === search.with) ?? others[0];
  const isInVain = search.compare !== undefined && detail !== undefined && other === undefined;
  useEffect(() => {
    if (!isInVain) return;
    say(t.compare.none);
    go({ compare: undefined });
  }, [isInVain, go]);
  return { others, other, isComparing: search.compare !== undefined && other !== undefined };
}

/** The next three and the previous one are ready before their key is pressed. */
function useDecodedAhead(items: readonly Ad[], index: number): void {
  useEffect(() => {
    for (const offset of [1, 2, 3, -1]) {
      const revision = items[index + offset]?.revision;
      if (!revision) continue;
      const image = new Image();
      image.src = pictureAddress(revision.id);
      void image.decode().catch(() => undefined);
    }
  }, [items, index]);
}
