import { useEffect, useMemo, useState } from 'react';
import type { Preview } from '../../api/wire';
import { useStore } from '../../lib/store';
import { t, word } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { useNames } from '../review/use-names';
import { CopyFields } from './copy-fields';
import { useLaunch } from './launch-context';
import { cellOf, useCellLines, useWanted } from './preview-cell';
import { type PreviewChoice } from './preview-choice';
import { PreviewFormats } from './preview-formats';
import { PreviewTile, widestFirst } from './preview-tile';
import { ProblemList } from './problem-list';
import { type Drawing, useDrawing } from './use-live-preview';

/** As many as the server draws at once. */
const MOST_FORMATS = 60;

/** What the ads will look like: their words to write, and each chosen format as the composer draws it. */
export function LivePreview({ choice }: { choice: PreviewChoice }) {
  const { opened, problems } = useLaunch();
  const { preview } = opened;
  const isStopped = problems.length > 0 || Boolean(opened.error);
  return (
    <section className="preview" aria-label={t.launch.preview}>
      {!preview && !isStopped && (
        <p className="preview-none is-quiet" role="status">
          {opened.isOpening ? t.launch.opening : t.launch.noPreview}
        </p>
      )}
      {preview && <OpenPreview preview={preview} choice={choice} />}
      {!preview && isStopped && (
        <div className="preview-none">
          <h2>{t.launch.previewLater}</h2>
          <p className="is-second">{t.launch.previewLaterDetail}</p>
          <ProblemList />
        </div>
      )}
    </section>
  );
}

function OpenPreview({ preview, choice }: { preview: Preview; choice: PreviewChoice }) {
  const { opened, problems, formats, go } = useLaunch();
  const cell = useMemo(() => cellOf(preview, choice.cell), [preview, choice.cell]);
  const lines = useCellLines(cell);
  const shown = useMemo(
    () =>
      preview.formats.filter((format) => (choice.formats ? choice.formats.has(format) : true)).slice(0, MOST_FORMATS),
    [preview.formats, choice.formats],
  );
  const wanted = useWanted(cell, shown, lines);
  const drawing = useDrawing(preview, shown.length > 0 ? wanted : null, opened.again);
  return (
    <>
      <div className="preview-head">
        <CellChoice preview={preview} cell={cell} choice={choice} />
        <CopyFields lines={lines} market={cell.market} />
        <div className="preview-bar">
          <PreviewFormats preview={preview} shown={shown} choice={choice} />
          <StandIn drawing={drawing} />
        </div>
        {problems.length > 0 && (
          <p className="notice care">
            {t.launch.lastRight(problems.length)}{' '}
            <button type="button" className="link" onClick={() => go('launch')}>
              {t.launch.showProblems}
            </button>
          </p>
        )}
        {Boolean(drawing.error) && <Trouble error={drawing.error} onRetry={opened.again} />}
      </div>
      <div className="preview-wall" aria-busy={drawing.isDrawing}>
        {widestFirst(shown, formats).map((format) => (
          <PreviewTile key={format} format={format} cell={cell} drawing={drawing} />
        ))}
      </div>
    </>
  );
}

function CellChoice({
  preview,
  cell,
  choice,
}: {
  preview: Preview;
  cell: Record<string, string>;
  choice: PreviewChoice;
}) {
  const { fields } = useLaunch();
  const names = useNames();
  const label = (axis: string, value: string) => {
    if (axis === 'market') return names.market(value);
    return (axis === 'message' && fields.messages.find(({ id }) => id === value)?.title) || word({}, value);
  };
  return (
    <div className="field-row">
      {preview.axes.map(({ name, values }) => (
        <label key={name} className="field">
          <span>{word(t.axes, name)}</span>
          <select
            className="input"
            value={cell[name]}
            onChange={({ target }) => choice.setCell({ ...cell, [name]: target.value })}
          >
            {values.map((value) => (
              <option key={value} value={value}>
                {label(name, value)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** A sketch must not pass for the picture that will be made. */
function StandIn({ drawing }: { drawing: Drawing }) {
  const hasStandIn = useStore(drawing.byFormat, (all) =>
    Object.values(all).some((each) => each.kind === 'picture' && each.isStandIn),
  );
  const { asked, isDrawing } = drawing;
  const [slow, setSlow] = useState<object | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(asked), SLOW_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return (
    <p className="stand-in" role="status">
      {isDrawing && slow === asked ? t.launch.drawing : hasStandIn ? t.launch.standIn : ''}
    </p>
  );
}

/** What is quicker than this needs no words. */
const SLOW_MS = 600;
