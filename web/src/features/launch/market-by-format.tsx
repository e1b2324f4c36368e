import { type CSSProperties, type KeyboardEvent, useState } from 'react';
import type { Format } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { useNames } from '../review/use-names';
import { useLaunch } from './launch-context';
import { hasRule, type Rule, withRules } from './matrix';

/** Every market with every format: a cell is the format's shape, and leaves itself out. One stop for Tab, arrows inside. */
export function MarketByFormat() {
  const { fields, formats, count: matrix } = useLaunch();
  const names = useNames();
  const shown = fields.formats
    .map((id) => formats.find((format) => format.id === id))
    .filter((each) => each !== undefined);
  const grid = useGridKeys(fields.markets.length, shown.length);
  const toggle = useToggle();
  if (fields.markets.length === 0 || shown.length === 0) return null;
  const rowRules = (market: string) => shown.map(({ id }) => ({ market, format: id }));
  const columnRules = (format: string) => fields.markets.map((market) => ({ market, format }));
  return (
    <section className="by-format" aria-labelledby="by-format">
      <div className="by-format-head">
        <h2 id="by-format">{t.launch.byFormat}</h2>
        <p className="is-quiet">{t.launch.byFormatNote}</p>
      </div>
      {/* It scrolls sideways, so the keyboard must reach it. */}
      <div className="by-format-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.axes.market}</th>
              {shown.map((format) => (
                <th key={format.id} scope="col">
                  <button
                    type="button"
                    className="head-cell"
                    tabIndex={-1}
                    title={names.format(format.id)}
                    onClick={() => toggle(columnRules(format.id), names.format(format.id))}
                  >
                    <Shape format={format} isOn />
                    <span>
                      {format.width}
                      <wbr />×{format.height}
                    </span>
                  </button>
                </th>
              ))}
              <th scope="col" className="num">
                {t.plan.variants}
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.markets.map((market, row) => (
              <tr key={market}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    tabIndex={-1}
                    onClick={() => toggle(rowRules(market), names.market(market))}
                  >
                    {names.market(market)}
                  </button>
                  {names.copy({ market }).dir === 'rtl' && <span className="is-quiet"> {t.launch.rtl}</span>}
                </th>
                {shown.map((format, column) => (
                  <td key={format.id}>
                    <Cell
                      market={market}
                      format={format}
                      isStop={grid.isStop(row, column)}
                      onFocus={() => grid.moveTo(row, column)}
                      onKeyDown={(event) => grid.onKeyDown(event, row, column)}
                      onToggle={(rule) => toggle([rule], `${names.market(market)}, ${names.format(format.id)}`)}
                    />
                  </td>
                ))}
                <td className="num">{count(shown.reduce((sum, { id }) => sum + matrix.of(market, id), 0))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Leaves rules out where any of them is in, else takes all of them back. */
function useToggle() {
  const { fields, setSaid } = useLaunch();
  return (rules: readonly Rule[], name: string) => {
    const isOut = !rules.every((rule) => hasRule(fields.exclude, rule));
    const exclude = withRules(fields.exclude, rules, isOut);
    setSaid(
      [[['exclude'], exclude.length > 0 ? exclude : undefined]],
      isOut ? t.launch.leftOut(name) : t.launch.takenIn(name),
    );
  };
}

interface CellProps {
  market: string;
  format: Format;
  isStop: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onToggle: (rule: Rule) => void;
}

function Cell({ market, format, isStop, onFocus, onKeyDown, onToggle }: CellProps) {
  const { count: matrix } = useLaunch();
  const names = useNames();
  const ads = matrix.of(market, format.id);
  return (
    <button
      type="button"
      className="matrix-cell"
      aria-pressed={ads > 0}
      aria-label={`${names.market(market)}, ${names.format(format.id)}: ${t.launch.adsCount(ads)}`}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={() => onToggle({ market, format: format.id })}
    >
      <Shape format={format} isOn={ads > 0} />
    </button>
  );
}

function Shape({ format, isOn }: { format: Format; isOn: boolean }) {
  return (
    <i
      className="format-shape"
      data-on={isOn || undefined}
      style={{ '--ratio': format.width / format.height } as CSSProperties}
    />
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** One cell takes the focus by Tab; the arrows go on from there. */
function useGridKeys(rows: number, columns: number) {
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const [stopRow, stopColumn] = [clamp(at[0], rows), clamp(at[1], columns)];
  return {
    isStop: (row: number, column: number) => row === stopRow && column === stopColumn,
    moveTo: (row: number, column: number) => setAt([row, column]),
    onKeyDown: (event: KeyboardEvent, row: number, column: number) => {
      const move = MOVES[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const next = event.currentTarget.closest('tbody')?.rows[clamp(row + move[0], rows)];
      next?.querySelectorAll<HTMLElement>('.matrix-cell')[clamp(column + move[1], columns)]?.focus();
    },
  };
}

const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
