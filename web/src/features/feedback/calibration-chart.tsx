import type { Figures } from '../../api/wire';
import { count, percent, points } from '../../lib/format';
import { t } from '../../locales/words';
import { dotsOf } from './calibration';

const SIDE = 320;
const LEFT = 44;
const TOP = 10;
const BOTTOM = 40;
/** Room for the word at the end of the line. */
const RIGHT = 110;
const LARGEST = 9;
const SMALLEST = 2.5;
const GRID = [0, 0.5, 1];

const across = (share: number) => LEFT + share * SIDE;
const down = (share: number) => TOP + (1 - share) * SIDE;

/** Forecast against outcome: a dot on the line came out as it was forecast. */
export function CalibrationChart({ figures }: { figures: Figures }) {
  const dots = dotsOf(figures.calibration);
  return (
    <figure className="calibration">
      {/* Numbers run from left to right in every language. */}
      <svg viewBox={`0 0 ${LEFT + SIDE + RIGHT} ${TOP + SIDE + BOTTOM}`} direction="ltr" aria-hidden="true">
        {GRID.map((share) => (
          <g key={share}>
            <line className="grid" x1={LEFT} x2={LEFT + SIDE} y1={down(share)} y2={down(share)} />
            <text x={LEFT - 8} y={down(share) + 4} textAnchor="end">
              {percent(share)}
            </text>
            <text x={across(share)} y={TOP + SIDE + 18} textAnchor="middle">
              {percent(share)}
            </text>
          </g>
        ))}
        <line className="exact" x1={across(0)} y1={down(0)} x2={across(1)} y2={down(1)} />
        <text x={across(1) + 8} y={down(1) + 4}>
          {t.figures.exact}
        </text>
        <text className="axis" x={across(0.5)} y={TOP + SIDE + 36} textAnchor="middle">
          {t.figures.expected}
        </text>
        <text className="axis" x={LEFT + 8} y={TOP + 16}>
          {t.figures.approved}
        </text>
        {dots.map((dot) => (
          <g key={dot.x}>
            <line className="miss" x1={across(dot.x)} x2={across(dot.x)} y1={down(dot.x)} y2={down(dot.y)} />
            <circle cx={across(dot.x)} cy={down(dot.y)} r={SMALLEST + dot.size * (LARGEST - SMALLEST)}>
              <title>{t.figures.bin(points(dot.x), count(dot.approved), count(dot.of))}</title>
            </circle>
          </g>
        ))}
      </svg>
      <figcaption className="is-second">{t.figures.calibrationNote(points(figures.calibration_error))}</figcaption>
      <ul className="unseen">
        {dots.map((dot) => (
          <li key={dot.x}>{t.figures.bin(points(dot.x), count(dot.approved), count(dot.of))}</li>
        ))}
      </ul>
    </figure>
  );
}
