import { useLayoutEffect, useRef } from 'react';
import { thumbnailAddress } from '../../api/media';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { outbox } from './outbox';
import type { Names } from './use-names';
import { effectiveBucket, type View } from './use-view';

const AROUND = 14;

interface Props {
  view: View;
  index: number;
  onPick: (id: string) => void;
  names: Names;
}

/** Neighbours on the sheet, each with its state as a line. */
export function Filmstrip({ view, index, onPick, names }: Props) {
  const here = useRef<HTMLButtonElement>(null);
  const entries = useStore(outbox.entries, (value) => value);
  useLayoutEffect(() => {
    here.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [index]);
  const from = Math.max(0, index - AROUND);
  return (
    <div className="filmstrip" role="group" aria-label={t.loupe.neighbours}>
      {view.items.slice(from, index + AROUND + 1).map((item) => {
        const isHere = item.id === view.items[index]?.id;
        return (
          <button
            key={item.id}
            ref={isHere ? here : undefined}
            type="button"
            tabIndex={isHere ? 0 : -1}
            aria-current={isHere || undefined}
            aria-label={`${names.market(item.market)}, ${names.format(item.format)}`}
            data-bucket={effectiveBucket(item, item.revision ? entries.get(item.revision.id) : undefined)}
            onClick={() => onPick(item.id)}
          >
            {item.revision ? (
              <img src={thumbnailAddress(item.revision.id, 'h240')} alt="" {...sizeOf(item.revision)} />
            ) : (
              <i />
            )}
          </button>
        );
      })}
    </div>
  );
}

const HEIGHT = 46;
const WIDTH = { least: 12, most: 150 };

/** Known before the picture is: the strip must not move when it comes. */
function sizeOf({ width, height }: { width: number; height: number }) {
  const scale = Math.min(HEIGHT / height, WIDTH.most / width);
  return { width: Math.max(WIDTH.least, Math.round(width * scale)), height: Math.round(height * scale) };
}
