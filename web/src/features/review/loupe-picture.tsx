import { useLayoutEffect, useRef, useState } from 'react';
import { pictureAddress } from '../../api/media';
import type { Mark, Region, Variant } from '../../api/wire';
import { t } from '../../locales/words';
import { MarksLayer } from './marks-layer';
import { RegionEditor } from './region-editor';
import { useRegionPointer } from './use-region-pointer';

/** Small banners are shown larger than they are, but never so large that they look broken. */
const LARGEST = 2;

interface Props {
  item: Variant;
  alt: string;
  marks: readonly Mark[];
  /** Marks from here on are drawn and not yet decided. */
  firstDraft: number;
  isFull: boolean;
  region: Region | null;
  mayMark: boolean;
  onRegion: (region: Region | null) => void;
  onKeep: (region: Region) => void;
}

export function LoupePicture(props: Props) {
  const { item, alt, marks, firstDraft, isFull, region, mayMark, onRegion, onKeep } = props;
  const stage = useRef<HTMLDivElement>(null);
  const scale = useFit(stage, item);
  const [isBroken, setIsBroken] = useState(false);
  const pointer = useRegionPointer({ isOn: mayMark && !isFull, onRegion, onKeep });
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
        <MarksLayer marks={marks} firstDraft={firstDraft} />
        {region && <RegionEditor region={region} onRegion={onRegion} onKeep={onKeep} />}
      </div>
    </div>
  );
}

function useFit(stage: { current: HTMLElement | null }, item: Variant): number {
  const [scale, setScale] = useState(0);
  const width = item.revision?.width ?? 1;
  const height = item.revision?.height ?? 1;
  useLayoutEffect(() => {
    const node = stage.current;
    if (!node) return;
    const read = () => {
      const room = Math.min((node.clientWidth - 56) / width, (node.clientHeight - 40) / height);
      setScale(Math.max(0.05, Math.min(LARGEST, room)));
    };
    const observer = new ResizeObserver(read);
    observer.observe(node);
    read();
    return () => observer.disconnect();
  }, [stage, width, height]);
  return scale;
}
