import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { decideOverride } from '../../api/commands';
import { brands as brandsQuery, overrides as overridesQuery, spendLimits } from '../../api/queries';
import type { BudgetOverride, CampaignSpend, Me } from '../../api/wire';
import { bookMonth, money, onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { useNameOf } from '../shell/use-name-of';
import { keyOf, maySet, orderedOverrides, whoseLimit } from './limits';

const DecideDialog = lazy(() => import('./decide-dialog').then((module) => ({ default: module.DecideDialog })));

const FIRST = 8;

interface Props {
  me: Me;
  campaigns: readonly CampaignSpend[];
  /** Only what was asked for this one. */
  campaign: string | undefined;
  brand: string | undefined;
}

/** Who asked to go over which budget and why, and who let them. */
export function OverridesPanel({ me, campaigns, campaign, brand }: Props) {
  const { data, error, isPaused, refetch } = useQuery(overridesQuery());
  const { data: limits = [] } = useQuery(spendLimits());
  const nameOf = useBudgetName(me, campaigns);
  const personOf = useNameOf();
  const [deciding, setDeciding] = useState<BudgetOverride | null>(null);
  const [isWhole, setIsWhole] = useState(false);
  const person = (id: string) => personOf(id) ?? id;
  const limitOf = (asked: BudgetOverride) =>
    asked.campaign_id
      ? campaigns.find(({ id }) => id === asked.campaign_id)?.limit
      : limits.find((limit) => keyOf(whoseLimit(limit)) === keyOf(asked))?.limit;
  const isShown = (asked: BudgetOverride) =>
    campaign ? asked.campaign_id === campaign : !brand || asked.brand_id === brand;
  const rows = orderedOverrides((data ?? []).filter((asked) => isShown(asked)));
  const open = rows.filter(({ state }) => state === 'asked').length;
  const shown = isWhole ? rows : rows.slice(0, Math.max(FIRST, open));
  return (
    <section className="spend-section" aria-labelledby="overrides-title" aria-busy={!data && !error && !isPaused}>
      <div className="section-line">
        <h2 id="overrides-title">{t.overrides.title}</h2>
        {rows.length > 0 && <p className="is-second">{open > 0 ? t.overrides.open(open) : t.overrides.allDecided}</p>}
      </div>
      {Boolean(error) && <Trouble error={error} onRetry={() => void refetch()} />}
      {!data && !error && <p className="is-quiet">{isPaused ? t.limits.offline : t.overrides.reading}</p>}
      {data && rows.length === 0 && <p className="is-second">{t.overrides.none}</p>}
      {shown.length > 0 && (
        <ul className="overrides">
          {shown.map((asked) => (
            <Row
              key={asked.id}
              asked={asked}
              name={nameOf(asked)}
              person={person}
              onDecide={asked.state === 'asked' && maySet(me, asked.brand_id) ? () => setDeciding(asked) : undefined}
              isOwn={asked.asked_by === me.person?.id}
            />
          ))}
        </ul>
      )}
      {shown.length < rows.length && (
        <button type="button" className="button" onClick={() => setIsWhole(true)}>
          {t.showMore}
        </button>
      )}
      <Suspense>
        {deciding && (
          <DecideDialog
            asked={deciding}
            name={nameOf(deciding)}
            asker={person(deciding.asked_by)}
            me={me.person?.name ?? ''}
            limit={limitOf(deciding)}
            onClose={() => setDeciding(null)}
          />
        )}
      </Suspense>
    </section>
  );
}

/** Whose budget it is: a campaign's, a brand's or the organization's, and of which month. */
function useBudgetName(me: Me, campaigns: readonly CampaignSpend[]) {
  const { data: brands = [] } = useQuery(brandsQuery());
  return ({ campaign_id, brand_id, month }: BudgetOverride): string => {
    const campaign = campaigns.find(({ id }) => id === campaign_id)?.title ?? campaign_id;
    const brand = brands.find(({ id }) => id === brand_id)?.title ?? brand_id;
    const whose = campaign ?? brand ?? me.organization.title;
    return month ? `${whose}, ${bookMonth(month)}` : whose;
  };
}

interface RowProps {
  asked: BudgetOverride;
  name: string;
  person: (id: string) => string;
  onDecide: (() => void) | undefined;
  isOwn: boolean;
}

function Row({ asked, name, person, onDecide, isOwn }: RowProps) {
  const amount = money(asked.amount, asked.currency);
  return (
    <li>
      <div>
        <p>
          <b>
            <bdi>{name}</bdi>
          </b>
          : {t.overrides.more(amount)}
        </p>
        <p dir="auto">{asked.reason}</p>
        <p className="is-second">{t.overrides.askedBy(person(asked.asked_by), onDay(asked.asked_at))}</p>
        <p>
          <Standing asked={asked} person={person} />
        </p>
      </div>
      {onDecide ? (
        <button type="button" className="button" aria-label={t.overrides.decideOf(name)} onClick={onDecide}>
          {t.overrides.decide}
        </button>
      ) : (
        asked.state === 'asked' && isOwn && <TakeBack asked={asked} name={name} />
      )}
    </li>
  );
}

function Standing({ asked, person }: Pick<RowProps, 'asked' | 'person'>) {
  if (asked.state === 'asked') {
    return (
      <span className="state is-chg">
        <Icon name="clock" size={14} /> {t.overrides.states.asked}
      </span>
    );
  }
  const isApproved = asked.state === 'approved';
  const words = isApproved ? t.overrides.states.approved : t.overrides.states.refused;
  return (
    <span className={`state ${isApproved ? 'is-ok' : 'is-rej'}`}>
      <Icon name={isApproved ? 'approve' : 'reject'} size={14} />
      {words(person(asked.decided_by ?? ''), asked.decided_at ? onDay(asked.decided_at) : '')}
    </span>
  );
}

function TakeBack({ asked, name }: Pick<RowProps, 'asked' | 'name'>) {
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: () => decideOverride(asked.id, 'refuse'),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['spend', 'overrides'] });
      say(t.overrides.takenBack);
    },
  });
  return (
    <div>
      <button
        type="button"
        className="button"
        aria-label={t.overrides.takeBackOf(name)}
        disabled={taking.isPending}
        onClick={() => taking.mutate()}
      >
        {t.overrides.takeBack}
      </button>
      {taking.error && <Trouble error={taking.error} />}
    </div>
  );
}
