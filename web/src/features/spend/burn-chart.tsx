import { type PointerEvent, useState } from 'react';
import { bookDay, money, moneyTick } from '../../lib/format';
import { useWidth } from '../../lib/use-width';
import { t } from '../../locales/words';
import { burnScale, type Point } from './burn-scale';
import type { BurnDay, ForecastDay } from './forecast';

interface Props {
  burn: readonly BurnDay[];
  ahead: readonly ForecastDay[];
  limit: number | null;
  currency: string;
}

/** Drawn to the pixel, so that its words keep their size; the arrow keys walk its days. */
export function BurnChart({ burn, ahead, limit, currency }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(960);
  const [at, setAt] = useState<number | null>(null);
  const scale = burnScale({ burn, ahead, limit, width });
  const { points, x, lastSpent } = scale;
  const shown = at === null ? null : points[Math.min(at, points.length - 1)];
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const from = event.currentTarget.getBoundingClientRect().left;
    setAt(scale.nearest(event.clientX - from));
  };
  return (
    // Days run from left to right in every language.
    <div
      className="burn"
      dir="ltr"
      ref={ref}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setAt(null)}
    >
      <svg viewBox={`0 0 ${width} ${scale.height}`} height={scale.height} aria-hidden="true">
        <Grid scale={scale} currency={currency} />
        {ahead.length > 0 && (
          <>
            <path className="band" d={scale.band} />
            <path className="ahead" d={scale.middle} />
          </>
        )}
        <path className="spent" d={scale.spent} />
        <Limit scale={scale} limit={limit} currency={currency} />
        <End scale={scale} limit={limit} currency={currency} />
        <circle className="now" cx={x(lastSpent)} cy={scale.y(points[lastSpent]?.total ?? 0)} r="3.5" />
        {shown && <Cursor point={shown} scale={scale} currency={currency} />}
      </svg>
      <input
        type="range"
        className="burn-cursor"
        aria-label={t.burn.cursor}
        min={1}
        max={points.length - 1}
        value={at ?? lastSpent}
        aria-valuetext={wordsOf(points[at ?? lastSpent], currency)}
        onChange={(event) => setAt(Number(event.target.value))}
        onFocus={() => setAt((before) => before ?? lastSpent)}
        onBlur={() => setAt(null)}
      />
    </div>
  );
}

type Scale = ReturnType<typeof burnScale>;

function Grid({ scale, currency }: { scale: Scale; currency: string }) {
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={scale.left} x2={scale.right} y1={scale.y(tick)} y2={scale.y(tick)} />
          <text x={scale.left - 12} y={scale.y(tick) + 4} textAnchor="end">
            {moneyTick(tick, currency)}
          </text>
        </g>
      ))}
      {scale.dayTicks.map((at) => (
        <text key={at} x={scale.x(at)} y={scale.bottom + 22} textAnchor="middle">
          {bookDay(scale.points[at]?.day ?? '')}
        </text>
      ))}
    </>
  );
}

function Limit({ scale, limit, currency }: { scale: Scale; limit: number | null; currency: string }) {
  if (limit === null) return null;
  const words = moneyTick(limit, currency);
  if (!scale.isLimitInside) {
    return (
      <text className="strong" x={scale.right} y={scale.top - 8} textAnchor="end">
        {t.burn.above(words)}
      </text>
    );
  }
  return (
    <>
      <line className="limit" x1={scale.left} x2={scale.right} y1={scale.y(limit)} y2={scale.y(limit)} />
      {scale.isWide ? (
        <text className="strong" x={scale.right + 10} y={scale.y(limit) + 4}>
          {t.burn.budget(words)}
        </text>
      ) : (
        <text className="strong" x={scale.left + 2} y={scale.y(limit) - 7}>
          {t.burn.budget(words)}
        </text>
      )}
    </>
  );
}

const LINE = 16;

/** Beside the end of the band, clear of the budget's own words. */
function End({ scale, limit, currency }: { scale: Scale; limit: number | null; currency: string }) {
  const last = scale.points.at(-1);
  if (!scale.isWide || !last?.band) return null;
  const at = scale.y(last.total) + 4;
  const taken = limit !== null && scale.isLimitInside ? scale.y(limit) + 4 : Number.NEGATIVE_INFINITY;
  const clear = Math.abs(at - taken) >= LINE ? at : at < taken ? taken - LINE : taken + LINE;
  return (
    <text x={scale.right + 10} y={clear}>
      {t.burn.forecast(moneyTick(last.total, currency))}
    </text>
  );
}

function Cursor({ point, scale, currency }: { point: Point; scale: Scale; currency: string }) {
  const across = scale.x(point.at);
  const isLate = across > (scale.left + scale.right) / 2;
  return (
    <g>
      <line className="cursor" x1={across} x2={across} y1={scale.top} y2={scale.bottom} />
      <circle className="now" cx={across} cy={scale.y(point.total)} r="3.5" />
      <text
        className="readout"
        x={across + (isLate ? -10 : 10)}
        y={scale.bottom - 12}
        textAnchor={isLate ? 'end' : 'start'}
      >
        {wordsOf(point, currency)}
      </text>
    </g>
  );
}

function wordsOf(point: Point | undefined, currency: string): string {
  if (!point) return '';
  const show = (value: number) => money(String(value), currency);
  const day = bookDay(point.day);
  if (!point.band) return t.burn.at(day, show(point.total));
  return t.burn.atForecast(day, show(point.total), t.range(show(point.band[0]), show(point.band[1])));
}
