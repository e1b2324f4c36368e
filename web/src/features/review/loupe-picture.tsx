import { useRef, useState } from 'react';
import { pictureAddress } from '../../api/media';
import type { Mark, Region } from '../../api/wire';
import type { Ad } from './ad';
import { t } from '../../locales/words';
import { MarksLayer, PointedFinding } from './marks-layer';
import { RegionEditor } from './region-editor';
import { useFit } from './use-fit';
import { useRegionPointer } from './use-region-pointer';

interface Props {
  item: Ad;
  alt: string;
  marks: readonly Mark[];
  /** Marks of earlier revisions that are still to be judged. */
  ghosts: readonly Mark[];
  /** Marks from here on are drawn and not yet decided. */
  firstDraft: number;
  isFull: boolean;
  region: Region | null;
  mayMark: boolean;
  onRegion: (region: Region | null) => void;
  onKeep: (region: Region) => void;
  onPin: (region: Region) => void;
  /** Shown in its place for as long as a key is held. */
  over: { id: string; label: string } | undefined;
  /** The film of an ad that moves, while it plays. */
  film: string | undefined;
  onFilmEnd: () => void;
}

export function LoupePicture(props: Props) {
  const { item, alt, marks, ghosts, firstDraft, isFull, region, mayMark, over, onRegion, onKeep, onPin } = props;
  const { film, onFilmEnd } = props;
  const stage = useRef<HTMLDivElement>(null);
  const scale = useFit(stage, item.revision?.width ?? 1, item.revision?.height ?? 1);
  const [isBroken, setIsBroken] = useState(false);
  const pointer = useRegionPointer({ isOn: mayMark && !isFull, onRegion, onKeep, onPin });
  const { revision } = item;
  if (!revision) return <div className="loupe-stage">{t.review.noPicture}</div>;
  const size = isFull ? 1 : scale;
  return (
    <div className="loupe-stage" ref={stage} data-full={isFull || undefined}>
      <div
        className="loupe-frame"
        style={{
          width: revision.width * size,
          height: revision.height * size,
          background: revision.dominant ?? undefined,
        }}
        data-draws={(mayMark && !isFull) || undefined}
        {...pointer}
      >
        {isBroken ? (
          <p className="tile-none">{t.review.noPicture}</p>
        ) : (
          <img src={pictureAddress(revision.id)} alt={alt} draggable={false} onError={() => setIsBroken(true)} />
        )}
        {film && (
          <video className="loupe-over" src={film} autoPlay muted playsInline onEnded={onFilmEnd} aria-label={alt} />
        )}
        {over && <img className="loupe-over" src={pictureAddress(over.id)} alt={over.label} />}
        {!over && <MarksLayer marks={ghosts} firstDraft={0} />}
        {!over && <MarksLayer marks={marks} firstDraft={firstDraft} />}
        {!over && <PointedFinding />}
        {region && <RegionEditor region={region} onRegion={onRegion} onKeep={onKeep} onPin={onPin} />}
      </div>
    </div>
  );
}
