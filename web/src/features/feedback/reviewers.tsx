import type { Reviewer } from '../../api/wire';
import { count, duration } from '../../lib/format';
import { t } from '../../locales/words';
import type { NameOf } from './names';

/** log₁₀ of a probability: rarer than one in a thousand. */
const RARE = -3;

/** How people decide. A long run is told as a reason to ask, never as a fault. */
export function Reviewers({ reviewers, nameOf }: { reviewers: readonly Reviewer[]; nameOf: NameOf }) {
  const { columns } = t.figures;
  return (
    // It scrolls where there is little room, so the keyboard must reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-label={t.figures.reviewers} tabIndex={0}>
      <h3>{t.figures.reviewers}</h3>
      <p className="is-quiet">{t.figures.reviewersNote}</p>
      <table className="list-table">
        <caption className="unseen">{t.figures.reviewers}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.who}</th>
            {[columns.decisions, columns.approved, columns.agreed, columns.run, columns.seconds].map((name) => (
              <th key={name} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reviewers.map((reviewer, index) => (
            <Row
              key={reviewer.person}
              reviewer={reviewer}
              name={nameOf(reviewer.person) ?? t.figures.numbered(index + 1)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ reviewer, name }: { reviewer: Reviewer; name: string }) {
  const { approvals, agreement, longest_run, median_seconds, log10_by_chance } = reviewer;
  return (
    <tr>
      <th scope="row">
        {name}
        {log10_by_chance < RARE && (
          <span className="reviewer-note">
            <span className="is-chg">{t.figures.conversation}.</span> {t.figures.conversationNote}
          </span>
        )}
      </th>
      <td className="num">{count(approvals.of)}</td>
      <td className="num">{count(approvals.approved)}</td>
      <td className="num">{agreement.of > 0 ? t.feedback.of(count(agreement.approved), count(agreement.of)) : '–'}</td>
      <td className="num">{count(longest_run)}</td>
      <td className="num">{typeof median_seconds === 'number' ? duration(median_seconds) : '–'}</td>
    </tr>
  );
}
