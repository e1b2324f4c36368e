import type { CampaignSpend } from '../../api/wire';
import { count, duration, money } from '../../lib/format';
import { t } from '../../locales/words';

/** A sentence first. Sums are made per currency, and only of what is known. */
export function SpendSentence({ campaigns }: { campaigns: readonly CampaignSpend[] }) {
  const one = campaigns.length === 1 ? campaigns[0] : undefined;
  return (
    <section className="spend-head">
      <div className="spend-lede">
        {one ? (
          <p className="lede">{sentenceOf(one)}</p>
        ) : (
          currenciesOf(campaigns).map((group) => (
            <p className="lede" key={group.currency}>
              {t.spend.all(group.count)} <b>{money(group.spent, group.currency)}</b>
              {group.held !== '0' && Number(group.held) > 0 && (
                <>
                  {t.spend.and} <b>{money(group.held, group.currency)}</b> {t.spend.isHeld}
                </>
              )}
              .
            </p>
          ))
        )}
        <Unknown campaigns={campaigns} />
      </div>
      <dl className="spend-figures">
        <div>
          <dt>{t.spend.approved}</dt>
          <dd>{count(campaigns.reduce((sum, { approved }) => sum + approved, 0))}</dd>
        </div>
        <div>
          <dt>{t.spend.perApproved}</dt>
          <dd>
            {one
              ? one.cost_per_approved === null
                ? '–'
                : money(one.cost_per_approved, one.currency)
              : perApproved(campaigns)}
          </dd>
        </div>
        <div>
          <dt>{t.spend.gpu}</dt>
          <dd>{duration(campaigns.reduce((sum, { gpu_ms }) => sum + gpu_ms, 0) / 1000)}</dd>
        </div>
      </dl>
    </section>
  );
}

function sentenceOf(campaign: CampaignSpend) {
  const used = <b>{money(campaign.spent, campaign.currency)}</b>;
  if (campaign.limit === null) {
    return (
      <>
        {campaign.title} {t.spend.hasUsed} {used}. {t.spend.noLimit}
      </>
    );
  }
  return (
    <>
      {campaign.title} {t.spend.hasUsed} {used} {t.spend.of} <b>{money(campaign.limit, campaign.currency)}</b>.{' '}
      <b>{money(campaign.free, campaign.currency)}</b> {t.spend.isFree}
      {Number(campaign.held) > 0 && (
        <>
          , <b>{money(campaign.held, campaign.currency)}</b> {t.spend.isHeld}
        </>
      )}
      .
    </>
  );
}

function Unknown({ campaigns }: { campaigns: readonly CampaignSpend[] }) {
  const unknown = campaigns.reduce((sum, { unknown_costs }) => sum + unknown_costs, 0);
  return unknown > 0 ? <p className="is-chg">{t.spend.unknown(unknown)}</p> : null;
}

interface CurrencyGroup {
  currency: string;
  count: number;
  spent: string;
  held: string;
}

function currenciesOf(campaigns: readonly CampaignSpend[]): CurrencyGroup[] {
  const groups = new Map<string, { count: number; spent: number; held: number }>();
  for (const { currency, spent, held } of campaigns) {
    const group = groups.get(currency) ?? { count: 0, spent: 0, held: 0 };
    groups.set(currency, {
      count: group.count + 1,
      spent: group.spent + Number(spent),
      held: group.held + Number(held),
    });
  }
  return [...groups].map(([currency, sum]) => ({
    currency,
    count: sum.count,
    spent: String(sum.spent),
    held: String(sum.held),
  }));
}

function perApproved(campaigns: readonly CampaignSpend[]): string {
  const [group, ...more] = currenciesOf(campaigns);
  const approved = campaigns.reduce((sum, campaign) => sum + campaign.approved, 0);
  if (!group || more.length > 0 || approved === 0) return '–';
  return money(String(Number(group.spent) / approved), group.currency);
}
