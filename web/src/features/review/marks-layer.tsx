import type { Mark } from '../../api/wire';
import { useStore } from '../../lib/store';
import { pointedFinding } from './pointed-finding';
import { isPin } from './region';
import { t, word } from '../../locales/words';

/** Strokes only: a fill would tint the ad that is being judged. A dark stroke lies under the blue one. */
export function MarksLayer({ marks, firstDraft }: { marks: readonly Mark[]; firstDraft: number }) {
  return (
    <div className="marks">
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        {marks.map(
          (mark, index) =>
            mark.region &&
            !isPin(mark.region) && (
              <g key={keyOf(mark, index)} data-draft={index >= firstDraft || undefined}>
                <Box region={mark.region} className="mark-under" />
                <Box region={mark.region} className="mark-over" />
              </g>
            ),
        )}
      </svg>
      {marks.map(
        (mark, index) =>
          mark.region && (
            <span
              key={keyOf(mark, index)}
              className="pin"
              role="img"
              aria-label={t.marks.pin(index + 1, word(t.elements, mark.element))}
              style={placeOf(mark.region)}
            >
              {index + 1}
            </span>
          ),
      )}
    </div>
  );
}

/** Where a finding is, while somebody points at it: a stroke, and no number. */
export function PointedFinding() {
  const region = useStore(pointedFinding, (value) => value);
  return (
    region && (
      <div className="marks">
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          <Box region={region} className="mark-under" />
          <Box region={region} className="mark-over finding-over" />
        </svg>
      </div>
    )
  );
}

/** At the corner of a region; a pin stands where it points. */
function placeOf(region: NonNullable<Mark['region']>) {
  const [x, y, w, h] = region;
  const [dx, dy] = isPin(region) ? [w / 2, h / 2] : [0, 0];
  return { left: `${(x + dx) * 100}%`, top: `${(y + dy) * 100}%` };
}

const keyOf = (mark: Mark, index: number) => `${index}${mark.element}${mark.region?.join()}`;

function Box({ region: [x, y, w, h], className }: { region: NonNullable<Mark['region']>; className: string }) {
  return (
    <rect
      className={className}
      x={x * 1000}
      y={y * 1000}
      width={w * 1000}
      height={h * 1000}
      vectorEffect="non-scaling-stroke"
    />
  );
}
