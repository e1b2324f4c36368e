import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';

interface Props {
  name: string;
  index: number;
  count: number;
  isFull: boolean;
  isComparing: boolean;
  mayCompare: boolean;
  mayMark: boolean;
  handlers: Record<'back' | 'zoom' | 'compare' | 'markRegion' | 'markWhole', () => void>;
}

/** What can be done with the picture, each with its key. */
export function LoupeBar({ name, index, count: all, isFull, isComparing, mayCompare, mayMark, handlers }: Props) {
  return (
    <div className="loupe-bar">
      <button type="button" className="button plain" onClick={handlers.back}>
        <kbd>Esc</kbd> {t.loupe.back}
      </button>
      <p className="loupe-name">
        <b>{name}</b>
        <span className="is-quiet">{t.loupe.position(count(index + 1), count(all))}</span>
      </p>
      {mayCompare && (
        <button type="button" className="button plain" aria-pressed={isComparing} onClick={handlers.compare}>
          <Icon name="compare" /> {t.loupe.compare} <kbd>C</kbd>
        </button>
      )}
      <button type="button" className="button plain" aria-pressed={isFull} onClick={handlers.zoom}>
        {isFull ? t.loupe.fit : t.loupe.full} <kbd>Z</kbd>
      </button>
      {mayMark && (
        <>
          <button type="button" className="button plain" onClick={handlers.markRegion}>
            <Icon name="mark" /> {t.loupe.mark} <kbd>A</kbd>
          </button>
          <button type="button" className="button plain" onClick={handlers.markWhole}>
            {t.loupe.note} <kbd>N</kbd>
          </button>
        </>
      )}
    </div>
  );
}
