import { useMemo } from 'react';
import type { Preview } from '../../api/wire';
import { t } from '../../locales/words';
import { useNames } from '../review/use-names';
import { useLaunch } from './launch-context';
import { cellOf, useCellLines, useWanted } from './preview-cell';
import { PreviewTile, widestFirst } from './preview-tile';
import { useDrawing } from './use-live-preview';

/** One ad of every format, the last look before a launch. */
export function ProofWall() {
  const { opened } = useLaunch();
  return opened.preview && <Proof preview={opened.preview} />;
}

function Proof({ preview }: { preview: Preview }) {
  const { opened, formats } = useLaunch();
  const names = useNames();
  const cell = useMemo(() => cellOf(preview, {}), [preview]);
  const shown = useMemo(() => preview.formats.slice(0, MOST_FORMATS), [preview]);
  const wanted = useWanted(cell, shown, useCellLines(cell));
  const drawing = useDrawing(preview, wanted, opened.again);
  return (
    <section aria-labelledby="proof">
      <h2 id="proof">{t.launch.proof(names.market(cell.market ?? null))}</h2>
      <div className="preview-wall proof-wall" aria-busy={drawing.isDrawing}>
        {widestFirst(shown, formats).map((format) => (
          <PreviewTile key={format} format={format} cell={cell} drawing={drawing} />
        ))}
      </div>
    </section>
  );
}

/** Enough to know the look by. */
const MOST_FORMATS = 12;
