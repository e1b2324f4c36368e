import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trySkill } from '../../api/skill-commands';
import { skillVersion } from '../../api/skill-queries';
import type { Brand, Me, Skill, SkillVersionRef } from '../../api/wire';
import { t } from '../../locales/words';
import { PageTrouble } from '../../ui/trouble';
import { mayTeach } from '../shell/may-teach';
import { Difference } from './difference';
import { EffectPanel } from './effect-panel';
import { Examples } from './examples';
import { SkillActions } from './skill-actions';
import { SkillWords } from './skill-words';
import { Trial } from './trial';
import { Versions } from './versions';
import { changesOf } from './versions-of';

interface Props {
  skill: Skill;
  version: SkillVersionRef;
  /** The version that it is compared with. */
  compared: number | undefined;
  brands: readonly Brand[];
  me: Me;
  isCut: boolean;
}

/** From what it is for and what came of it to the last line that it says. */
export function SkillBody({ skill, version, compared, brands, me, isCut }: Props) {
  const { data: said, error, isPaused, refetch } = useQuery(skillVersion(skill.id, version.version));
  const isTeacher = mayTeach(me, skill.brand_id);
  const hasRules = said && changesOf(said).includes('checks');
  return (
    <div className="page-body spend">
      {isCut && (
        <p className="notice care" role="status">
          {t.feedback.stale}
        </p>
      )}
      <div className="spend-lede">
        <p className="lede">{version.description}</p>
        <SkillActions skill={skill} version={version} isTeacher={isTeacher} me={me} />
        <p className="spend-ways">
          <Link to="/skills" search={{ brand: skill.brand_id ?? undefined }} className="link">
            {t.skills.back}
          </Link>
        </p>
      </div>
      <EffectPanel skill={skill} version={version} brands={brands} />
      {hasRules && <Trial run={(count) => trySkill(skill.id, version.version, count)} note={t.trial.note} />}
      {compared !== undefined && <Difference skillId={skill.id} from={compared} to={version.version} />}
      {!said && (error || isPaused) && <PageTrouble error={error} onRetry={() => void refetch()} />}
      {said && (
        <>
          {said.examples.length > 0 && (
            <Examples skillId={skill.id} version={version.version} examples={said.examples} />
          )}
          <SkillWords version={said} />
        </>
      )}
      <Versions skill={skill} shown={version} compared={compared} />
    </div>
  );
}
