import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import type { Ad } from './ad';
import { isUndecided } from './decisions';
import { Due } from './due';
import type { Names } from './use-names';

interface Props {
  items: readonly Ad[];
  names: Names;
  /** Goes to the first of these that is open. */
  onPick: (market: string | null, first: Ad) => void;
  onClose: () => void;
}

/** What is left to decide, by market and stage, what is due first at the top. */
export function StillOpen({ items, names, onPick, onClose }: Props) {
  const rows = openByMarket(items);
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <Dialog title={t.stillOpen.title(all)} width={620} onClose={onClose}>
      <div className="still-open">
        {rows.length === 0 ? (
          <p className="is-second">{t.stillOpen.none}</p>
        ) : (
          <table className="list-table">
            <thead>
              <tr>
                <th scope="col">{t.axes.market}</th>
                <th scope="col">{t.stillOpen.stage}</th>
                <th scope="col" className="num">
                  {t.stillOpen.ads}
                </th>
                <th scope="col">{t.stillOpen.due}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.market} ${row.stage}`}>
                  <th scope="row">
                    <button type="button" className="link" onClick={() => onPick(row.market, row.first)}>
                      {names.market(row.market) || t.review.noMarket}
                    </button>
                  </th>
                  <td>{word(t.stages.names, row.stage)}</td>
                  <td className="num">{count(row.count)}</td>
                  <td>{row.due ? <Due at={row.due} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}

interface Row {
  market: string | null;
  stage: string | null;
  count: number;
  due: string | null;
  first: Ad;
}

function openByMarket(items: readonly Ad[]): Row[] {
  const rows = new Map<string, Row>();
  for (const item of items) {
    if (!isUndecided(item)) continue;
    const key = `${item.market} ${item.stage}`;
    const row = rows.get(key);
    if (!row) rows.set(key, { market: item.market, stage: item.stage, count: 1, due: item.due_at, first: item });
    else {
      row.count += 1;
      if (item.due_at && (!row.due || item.due_at < row.due)) row.due = item.due_at;
    }
  }
  return [...rows.values()].toSorted(
    (one, other) => (one.due ?? '~').localeCompare(other.due ?? '~') || other.count - one.count,
  );
}
