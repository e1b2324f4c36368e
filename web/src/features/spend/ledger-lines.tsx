import { useInfiniteQuery } from '@tanstack/react-query';
import { ledger } from '../../api/queries';
import type { CampaignSpend, LedgerLine } from '../../api/wire';
import { atTime, duration, money } from '../../lib/format';
import { TableScroll } from '../../ui/table-scroll';
import { t, word } from '../../locales/words';
import { ShowMore } from '../../ui/show-more';
import { Trouble } from '../../ui/trouble';

/** Every line that moved this campaign's money; none is ever changed. */
export function LedgerLines({ campaign }: { campaign: CampaignSpend }) {
  const query = useInfiniteQuery(ledger(campaign.id));
  const { data, error } = query;
  const lines = data?.pages.flatMap((page) => page.items) ?? [];
  if (error) return <Trouble error={error} />;
  return (
    <section className="spend-section ledger" aria-labelledby="ledger-title">
      <h2 id="ledger-title">{t.ledger.title}</h2>
      {data && lines.length === 0 && <p className="is-quiet">{t.ledger.none}</p>}
      {lines.length > 0 && (
        <TableScroll label={t.ledger.title}>
          <table className="list-table">
            <thead>
              <tr>
                <th scope="col">{t.ledger.at}</th>
                <th scope="col">{t.ledger.kind}</th>
                <th scope="col">{t.ledger.note}</th>
                <th scope="col">{t.ledger.basis}</th>
                <th scope="col" className="num">
                  {t.ledger.gpu}
                </th>
                <th scope="col" className="num">
                  {t.ledger.amount}
                </th>
                <th scope="col" className="num">
                  {t.ledger.freed}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <ShowMore of={query} />
    </section>
  );
}

function Line({ line }: { line: LedgerLine }) {
  return (
    <tr>
      <td className="nowrap is-second">{atTime(line.at)}</td>
      <td className="nowrap">{t.ledger.kinds[line.kind]}</td>
      <td>{word(t.steps, line.note)}</td>
      <td className="is-second">{word(t.ledger.bases, line.basis)}</td>
      <td className="num">{line.gpu_ms ? duration(line.gpu_ms / 1000) : '–'}</td>
      <td className={line.amount === null ? 'num is-chg' : 'num'}>{money(line.amount, line.currency)}</td>
      <td className="num is-quiet">{Number(line.freed) > 0 ? money(line.freed, line.currency) : '–'}</td>
    </tr>
  );
}
