import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { CampaignSpend, SpendParts } from '../../api/wire';
import { isMore } from '../../lib/decimal';
import { count, money, shareInWords, share } from '../../lib/format';
import { t } from '../../locales/words';
import { Meter } from '../../ui/meter';
import { compare, wastedShare } from './parts';

const BudgetDialog = lazy(() => import('./budget-dialog').then((module) => ({ default: module.BudgetDialog })));

interface Props {
  campaigns: readonly CampaignSpend[];
  partsOf: ReadonlyMap<string, SpendParts>;
  maySetBudget: boolean;
}

/** Campaigns with the most spend first; each leads to its own page. */
export function SpendTable({ campaigns, partsOf, maySetBudget }: Props) {
  const rows = campaigns.toSorted((one, other) => compare(other.spent, one.spent));
  const [changing, setChanging] = useState<CampaignSpend | null>(null);
  return (
    <section className="spend-section" aria-labelledby="campaigns-title">
      <h2 id="campaigns-title">{t.places.campaigns}</h2>
      <div className="table-scroll">
        <table className="list-table">
          <caption className="unseen">{t.spend.table}</caption>
          <thead>
            <tr>
              <th scope="col">{t.spend.columns.campaign}</th>
              <th scope="col" className="num">
                {t.spend.columns.spent}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.held}
              </th>
              <th scope="col" className="wide">
                {t.spend.columns.budget}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.free}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.approved}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.perApproved}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.inVain}
              </th>
              <th scope="col" className="num">
                {t.spend.columns.unknown}
              </th>
              {maySetBudget && (
                <th scope="col">
                  <span className="unseen">{t.spend.columns.change}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((campaign) => (
              <Row
                key={campaign.id}
                campaign={campaign}
                parts={partsOf.get(campaign.id)}
                onChange={maySetBudget ? setChanging : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Suspense>{changing && <BudgetDialog campaign={changing} onClose={() => setChanging(null)} />}</Suspense>
    </section>
  );
}

interface RowProps {
  campaign: CampaignSpend;
  parts: SpendParts | undefined;
  onChange: ((campaign: CampaignSpend) => void) | undefined;
}

function Row({ campaign, parts, onChange }: RowProps) {
  const { currency, limit } = campaign;
  return (
    <tr>
      <th scope="row">
        <Link
          to="/spend"
          search={(before) => ({ ...before, campaign: campaign.id, sort: undefined })}
          className="name-link"
        >
          {campaign.title}
        </Link>
      </th>
      <td className="num">{money(campaign.spent, currency)}</td>
      <td className="num">{money(campaign.held, currency)}</td>
      <td className="wide">
        <span className="budget-cell">
          {limit !== null && (
            <Meter
              pieces={
                isMore(campaign.spent, limit)
                  ? [{ share: 1, kind: 'rej' }]
                  : [{ share: share(campaign.spent, limit) }, { share: share(campaign.held, limit), kind: 'held' }]
              }
            />
          )}
          <span>{limit === null ? t.budget.none : money(limit, currency)}</span>
        </span>
      </td>
      <td className="num">{campaign.free === null ? '–' : money(campaign.free, currency)}</td>
      <td className="num">{count(campaign.approved)}</td>
      <td className="num">{campaign.cost_per_approved === null ? '–' : money(campaign.cost_per_approved, currency)}</td>
      <td className="num">{parts && isMore(parts.total.amount, '0') ? shareInWords(wastedShare(parts)) : '–'}</td>
      <td className={campaign.unknown_costs > 0 ? 'num is-chg' : 'num is-quiet'}>{count(campaign.unknown_costs)}</td>
      {onChange && (
        <td className="num">
          <button type="button" className="link" onClick={() => onChange(campaign)}>
            {t.budget.change}
          </button>
        </td>
      )}
    </tr>
  );
}
