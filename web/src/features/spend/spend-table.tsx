import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { CampaignSpend } from '../../api/wire';
import { count, money, share } from '../../lib/format';
import { t } from '../../locales/words';
import { Meter } from '../../ui/meter';

const BudgetDialog = lazy(() => import('./budget-dialog').then((module) => ({ default: module.BudgetDialog })));

interface Props {
  campaigns: readonly CampaignSpend[];
  chosen: string | undefined;
  maySetBudget: boolean;
}

export function SpendTable({ campaigns, chosen, maySetBudget }: Props) {
  const [changing, setChanging] = useState<CampaignSpend | null>(null);
  return (
    <section className="table-scroll">
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
          {campaigns.map((campaign) => (
            <Row
              key={campaign.id}
              campaign={campaign}
              isChosen={campaign.id === chosen}
              onChange={maySetBudget ? setChanging : undefined}
            />
          ))}
        </tbody>
      </table>
      <Suspense>{changing && <BudgetDialog campaign={changing} onClose={() => setChanging(null)} />}</Suspense>
    </section>
  );
}

interface RowProps {
  campaign: CampaignSpend;
  isChosen: boolean;
  onChange: ((campaign: CampaignSpend) => void) | undefined;
}

function Row({ campaign, isChosen, onChange }: RowProps) {
  const { currency, limit } = campaign;
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">
        <Link
          to="/spend"
          search={{ campaign: isChosen ? undefined : campaign.id }}
          className="name-link"
          aria-current={isChosen || undefined}
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
              pieces={[{ share: share(campaign.spent, limit) }, { share: share(campaign.held, limit), kind: 'held' }]}
            />
          )}
          <span>{limit === null ? t.budget.none : money(limit, currency)}</span>
        </span>
      </td>
      <td className="num">{campaign.free === null ? '–' : money(campaign.free, currency)}</td>
      <td className="num">{count(campaign.approved)}</td>
      <td className="num">{campaign.cost_per_approved === null ? '–' : money(campaign.cost_per_approved, currency)}</td>
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
