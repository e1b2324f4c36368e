import { useQuery } from '@tanstack/react-query';
import { variant as variantQuery } from '../../api/queries';
import { atTime } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { bucketOfVerdict } from '../review/verdicts';

/** Who said yes to the very revision that was sent, at which stage, and when. */
export function Signatures({ variantId, revisionId }: { variantId: string; revisionId: string }) {
  const { data, error, refetch } = useQuery(variantQuery(variantId));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="is-quiet">{t.releases.readingSigned}</p>;
  const decisions = data.revisions.find(({ id }) => id === revisionId)?.decisions ?? [];
  const signed = decisions.filter(({ verdict }) => bucketOfVerdict(verdict) === 'approved');
  if (signed.length === 0) return <p className="is-quiet">{t.releases.notSigned}</p>;
  return (
    <ul className="signed">
      {signed.map(({ id, stage, actor, verdict, at }) => (
        <li key={id}>
          <span className="state is-ok">
            <Icon name="approve" size={14} /> {word(t.stages.names, stage)}
          </span>
          <span>
            <bdi>{actor.name}</bdi>
            {actor.role && <span className="is-second">, {word(t.roles, actor.role)}</span>}
          </span>
          <span className="is-second">
            {t.verdicts[verdict]}, {atTime(at)}
          </span>
        </li>
      ))}
    </ul>
  );
}
