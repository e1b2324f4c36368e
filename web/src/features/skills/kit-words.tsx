import { useQuery } from '@tanstack/react-query';
import { markets as marketsQuery } from '../../api/queries';
import type { BrandKit } from '../../api/wire';
import { languageName } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { TableScroll } from '../../ui/table-scroll';

/** How the brand speaks. */
export function Voice({ kit: { voice } }: { kit: BrandKit }) {
  return (
    <section className="spend-section">
      <h2>{t.kit.voice}</h2>
      <p className="lede">{voice.tone}</p>
      <div className="lessons">
        {(['do', 'dont'] as const).map((side) => (
          <div key={side}>
            <h3 className={side === 'do' ? 'state is-ok' : 'state is-rej'}>
              <Icon name={side === 'do' ? 'approve' : 'reject'} size={14} />
              {t.kit[side]}
            </h3>
            <ul className="rule-list">
              {voice[side].map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

/** The small line of each market in its own words, and the markets that have none. */
export function LegalLines({ kit: { legal } }: { kit: BrandKit }) {
  const { data: markets = [] } = useQuery(marketsQuery());
  const rows = markets.filter(({ id }) => id in legal).toSorted((one, other) => one.title.localeCompare(other.title));
  const without = markets.filter(({ id }) => !(id in legal)).map(({ title }) => title);
  return (
    <section className="spend-section">
      <h2>{t.kit.legal}</h2>
      <TableScroll label={t.kit.legal}>
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">{t.feedback.market}</th>
              <th scope="col">{t.kit.line}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, locale }) => (
              <tr key={id}>
                <th scope="row">{title}</th>
                <td lang={locale.tag} dir={locale.direction} className="own-words">
                  {legal[id]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {without.length > 0 && (
        <details className="twin">
          <summary>{t.kit.noLine(without.length)}</summary>
          <p className="is-second">{without.toSorted((one, other) => one.localeCompare(other)).join(', ')}</p>
        </details>
      )}
    </section>
  );
}

/** What is never said, in which language, and why. */
export function BannedWords({ kit: { banned } }: { kit: BrandKit }) {
  return (
    <section className="spend-section">
      <h2>{t.kit.banned}</h2>
      {banned.length === 0 && <p className="is-second">{t.kit.bannedNone}</p>}
      <ul className="rule-list">
        {banned.map(({ word, locales, why }) => (
          <li key={`${word} ${locales.join()}`}>
            <p>
              <bdi lang={locales.length === 1 ? locales[0] : undefined}>{word}</bdi>
            </p>
            <p className="is-quiet">
              {locales.length > 0 ? locales.map(languageName).join(', ') : t.kit.everyLanguage} · {why}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How a term is written in each language. */
export function Glossary({ kit: { glossary } }: { kit: BrandKit }) {
  const terms = Object.entries(glossary);
  return (
    <section className="spend-section">
      <h2>{t.kit.glossary}</h2>
      {terms.length === 0 && <p className="is-second">{t.kit.glossaryNone}</p>}
      {terms.map(([term, locales]) => (
        <div key={term}>
          <h3>{term}</h3>
          <dl className="rows">
            {Object.entries(locales).map(([tag, words]) => (
              <div key={tag}>
                <dt>{languageName(tag)}</dt>
                <dd lang={tag}>
                  <bdi>{words}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
