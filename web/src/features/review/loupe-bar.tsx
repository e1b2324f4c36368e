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
  mayEdit: boolean;
  /** None where nothing moves. */
  isPlaying: boolean | undefined;
  /** Left out for guests. */
  download: { address: string; name: string } | undefined;
  onDownload: () => void;
  handlers: Record<'back' | 'zoom' | 'play' | 'compare' | 'markRegion' | 'markWhole' | 'edit', () => void>;
}

/** What can be done with the picture, each with its key. */
export function LoupeBar(props: Props) {
  const { name, index, count: all, isFull, isComparing, mayCompare, mayMark, mayEdit, isPlaying } = props;
  const { download, onDownload, handlers } = props;
  return (
    <div className="loupe-bar">
      <button type="button" className="button plain" onClick={handlers.back}>
        <kbd>Esc</kbd> {t.loupe.back}
      </button>
      <p className="loupe-name">
        <b>{name}</b>
        <span className="is-quiet">{t.loupe.position(count(index + 1), count(all))}</span>
      </p>
      {isPlaying !== undefined && (
        <button type="button" className="button plain" aria-pressed={isPlaying} onClick={handlers.play}>
          {isPlaying ? t.loupe.stop : t.loupe.play} <kbd>V</kbd>
        </button>
      )}
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
      {mayEdit && (
        <button type="button" className="button plain" onClick={handlers.edit}>
          <Icon name="change" /> {t.loupe.edit} <kbd>T</kbd>
        </button>
      )}
      {download && (
        <a
          className="button plain square"
          href={download.address}
          download={download.name}
          aria-label={t.loupe.download}
          title={t.loupe.download}
          onClick={onDownload}
        >
          <Icon name="download" />
        </a>
      )}
    </div>
  );
}
