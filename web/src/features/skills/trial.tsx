import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { thumbnailAddress } from '../../api/media';
import type { Agreement, Finding, Replay, ReplayedAd } from '../../api/wire';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { BucketState } from '../../ui/bucket-state';
import { Icon } from '../../ui/icon';
import { marked, Rich } from '../../ui/rich';
import { Trouble } from '../../ui/trouble';
import { type Names, useNames } from '../review/use-names';
import { bucketOfVerdict } from '../review/verdicts';
import { type Stand, standOf } from './trial-order';

const COUNTS = [12, 24, 48];

interface Props {
  run: (count: number) => Promise<Replay>;
  note: string;
}

/** Rules held against the ads that people decided on last: where they agree with the people, and where they would not. */
export function Trial({ run, note }: Props) {
  const [wanted, setWanted] = useState(COUNTS[0] ?? 12);
  const trying = useMutation({ mutationFn: run });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    trying.mutate(wanted);
  };
  return (
    <section className="spend-section trial" aria-busy={trying.isPending}>
      <div className="section-line">
        <h2>{t.trial.title}</h2>
        <form className="statement-bar" onSubmit={onSubmit}>
          <select
            className="input trial-count"
            aria-label={t.trial.many}
            value={wanted}
            onChange={({ target }) => setWanted(Number(target.value))}
          >
            {COUNTS.map((each) => (
              <option key={each} value={each}>
                {t.trial.last(each)}
              </option>
            ))}
          </select>
          <button type="submit" className="button" disabled={trying.isPending}>
            {trying.isPending ? t.trial.trying : t.trial.go}
          </button>
        </form>
      </div>
      <p className="is-second">{note}</p>
      {trying.error && <Trouble error={trying.error} />}
      {trying.data && <Found replay={trying.data} />}
    </section>
  );
}

function Found({ replay: { agreement, ads, skipped } }: { replay: Replay }) {
  if (ads.length === 0) return <p role="status">{t.trial.nothing}</p>;
  const groups = (['against', 'with', 'none'] as const).map((stand) => ({
    stand,
    ads: ads.filter((ad) => standOf(ad) === stand),
  }));
  const show = (group: { stand: Stand; ads: ReplayedAd[] }) =>
    group.ads.length > 0 && <Group key={group.stand} {...group} />;
  return (
    <>
      <p className="lede" role="status">
        <Rich text={totals(agreement)} />
      </p>
      {skipped > 0 && <p className="is-second">{t.trial.skipped(skipped)}</p>}
      <div className="spend-two">{groups.slice(0, 2).map(show)}</div>
      {groups.slice(2).map(show)}
    </>
  );
}

function totals({ refused, refused_caught, approved, approved_blocked, approved_flagged }: Agreement): string {
  const of = (part: number, all: number) => marked(t.feedback.of(count(part), count(all)));
  const [caught, blocked] = [of(refused_caught, refused), of(approved_blocked, approved)];
  const sentences: string[] = [];
  if (refused > 0 && approved > 0) sentences.push(t.trial.both(caught, blocked));
  else sentences.push(refused > 0 ? t.trial.caught(caught) : t.trial.blocked(blocked));
  if (approved_flagged > approved_blocked) sentences.push(t.trial.flagged(count(approved_flagged - approved_blocked)));
  return sentences.join(' ');
}

function Group({ stand, ads }: { stand: Stand; ads: readonly ReplayedAd[] }) {
  return (
    <div>
      <h3>{t.trial.stands[stand](ads.length)}</h3>
      <ul className="evidence" data-stand={stand}>
        {ads.map((ad) => (
          <Ad key={ad.revision_id} ad={ad} />
        ))}
      </ul>
    </div>
  );
}

function Ad({ ad }: { ad: ReplayedAd }) {
  const names = useNames();
  const { campaign_id, variant_id, revision_id, verdict, cell, appear, go } = ad;
  return (
    <li>
      <Link to="/review" search={{ campaign: campaign_id, queue: 'all', item: variant_id, loupe: true }}>
        <span className="evidence-picture">
          <img src={thumbnailAddress(revision_id, 'h240')} alt="" />
        </span>
        <span className="is-quiet">{placeOf(cell, names)}</span>
        <BucketState bucket={bucketOfVerdict(verdict)} label={t.verdicts[verdict]} />
      </Link>
      {(appear.length > 0 || go.length > 0) && (
        <ul className="trial-findings">
          {appear.map((finding) => (
            <Line key={`${finding.rule}${finding.message}`} finding={finding} />
          ))}
          {go.map((finding) => (
            <Line key={`go ${finding.rule}${finding.message}`} finding={finding} isGone />
          ))}
        </ul>
      )}
    </li>
  );
}

/** Where it stands, as people call it: a market, a format, whatever else its workflow counts. */
function placeOf({ market, format, ...others }: ReplayedAd['cell'], names: Names): string {
  const known = [market && names.market(market), ...Object.values(others).map((value) => word({}, value))];
  return [...known, format && names.format(format)].filter(Boolean).join(' · ');
}

function Line({ finding, isGone = false }: { finding: Finding; isGone?: boolean }) {
  const isRefused = finding.severity === 'refused';
  return (
    <li>
      <span className={isGone ? 'is-ok' : isRefused ? 'is-rej' : 'is-chg'}>
        <Icon name={isGone ? 'approve' : isRefused ? 'stop' : 'warn'} size={14} />
      </span>
      <span>
        {isGone ? t.trial.goes(finding.message) : finding.message}
        {!isGone && <span className="unseen"> ({t.findings.severity[finding.severity]})</span>}
      </span>
    </li>
  );
}
