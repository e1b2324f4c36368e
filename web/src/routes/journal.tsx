import { useQuery } from '@tanstack/react-query';
import { journalHead, journalTail, people } from '../api/queries';
import type { JournalEntry } from '../api/wire';
import { Header } from '../features/shell/header';
import { atTime, count } from '../lib/format';
import { t, word } from '../locales/words';
import { Hash } from '../ui/hash';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/releases/releases.css';

/** The head of the journal, which everything before it hangs on, and its newest entries. */
export function Journal() {
  const { data: head, error } = useQuery(journalHead());
  const { data: entries } = useQuery({ ...journalTail(head?.seq ?? 0), enabled: head !== undefined });
  return (
    <>
      <Header title={t.places.journal} note={t.journal.note}>
        {head && head.seq > 0 && (
          <a className="button" href="/api/v1/journal" download="journal.ndjson">
            {t.journal.download}
          </a>
        )}
      </Header>
      <Page>
        {error ? (
          <PageTrouble error={error} />
        ) : (
          head && (
            <div className="page-body">
              <section>
                <p className="lede">
                  <b>{count(head.seq)}</b> {t.journal.entries(head.seq)}
                </p>
                <p className="hash journal-head">{head.hash}</p>
              </section>
              <Entries entries={entries ?? []} />
            </div>
          )
        )}
      </Page>
    </>
  );
}

function Entries({ entries }: { entries: readonly JournalEntry[] }) {
  const { data: known = [] } = useQuery(people());
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const nameOf = (actor: string) => names.get(actor) ?? t.journal.actor(actor);
  if (entries.length === 0) return null;
  return (
    <section className="table-scroll">
      <table className="list-table">
        <caption className="unseen">{t.journal.newest}</caption>
        <thead>
          <tr>
            <th scope="col" className="num">
              {t.journal.columns.seq}
            </th>
            <th scope="col">{t.journal.columns.at}</th>
            <th scope="col">{t.journal.columns.kind}</th>
            <th scope="col">{t.journal.columns.actor}</th>
            <th scope="col">{t.journal.columns.hash}</th>
          </tr>
        </thead>
        <tbody>
          {entries.toReversed().map((entry) => (
            <tr key={entry.seq}>
              <td className="num">{count(entry.seq)}</td>
              <td className="nowrap">{atTime(entry.at)}</td>
              <td>{word(t.journal.kinds, entry.kind)}</td>
              <td>{nameOf(entry.actor)}</td>
              <td>
                <Hash of={entry.hash} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
