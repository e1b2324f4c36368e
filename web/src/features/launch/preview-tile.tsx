import type { CSSProperties } from 'react';
import type { Finding, Format } from '../../api/wire';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { useNames } from '../review/use-names';
import { useLaunch } from './launch-context';
import { cellKey, type Drawing } from './use-live-preview';

interface Props {
  format: string;
  cell: Readonly<Record<string, string>>;
  drawing: Drawing;
}

const SHOWN_FINDINGS = 2;

/** Strips, then squares, then towers: rows of much the same height. */
export function widestFirst(ids: readonly string[], formats: readonly Format[]): string[] {
  const ratio = new Map(formats.map(({ id, width, height }) => [id, width / height]));
  return ids.toSorted((one, other) => (ratio.get(other) ?? 1) - (ratio.get(one) ?? 1));
}

/** One format as it would be, what the checks say of it, or why there is none. Nothing is drawn over the ad. */
export function PreviewTile({ format, cell, drawing }: Props) {
  const { formats } = useLaunch();
  const drawn = useStore(drawing.byFormat, (all) => all[format]);
  const names = useNames();
  const { width = 1, height = 1 } = formats.find(({ id }) => id === format) ?? {};
  const isOld = drawn !== undefined && drawn.cell !== cellKey(cell);
  return (
    <figure
      className="preview-tile"
      style={{ '--ratio': width / height, '--most': `${width}px` } as CSSProperties}
      data-old={isOld || undefined}
    >
      {drawn?.kind === 'picture' ? (
        <img
          src={drawn.src}
          alt={t.launch.pictureOf(names.format(format), names.market(cell.market ?? null))}
          style={{ aspectRatio: width / height }}
        />
      ) : (
        <div className="preview-empty" style={{ aspectRatio: width / height }} data-refused={drawn ? '' : undefined} />
      )}
      <figcaption>
        <p>
          <b>{names.format(format)}</b> <span className="is-quiet">{names.size(format)}</span>
          {drawn?.kind === 'picture' && drawn.isStandIn && <span className="is-chg"> · {t.launch.standInShort}</span>}
        </p>
        {drawn?.kind === 'refused' && (
          <p className="tile-finding is-rej">
            <Icon name="stop" size={13} /> <span>{drawn.reason}</span>
          </p>
        )}
        {drawn?.kind === 'picture' && <TileFindings findings={drawn.findings} />}
      </figcaption>
    </figure>
  );
}

function TileFindings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  const line = (finding: Finding) => (
    <p
      key={`${finding.rule}${finding.slot}`}
      className={`tile-finding ${finding.severity === 'refused' ? 'is-rej' : 'is-chg'}`}
    >
      <Icon name={finding.severity === 'refused' ? 'stop' : 'warn'} size={13} />{' '}
      <span>
        {finding.message} {finding.fix && <span className="is-second">{finding.fix}</span>}
      </span>
    </p>
  );
  const more = findings.slice(SHOWN_FINDINGS);
  return (
    <>
      {findings.slice(0, SHOWN_FINDINGS).map(line)}
      {more.length > 0 && (
        <details>
          <summary className="is-quiet">{t.more(String(more.length))}</summary>
          {more.map(line)}
        </details>
      )}
    </>
  );
}
