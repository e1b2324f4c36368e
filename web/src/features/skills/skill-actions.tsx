import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeSkill } from '../../api/skill-commands';
import type { Me, Skill, SkillVersionRef } from '../../api/wire';
import { onDay } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { useNameOf } from '../shell/use-name-of';
import { say } from '../shell/status';
import { SkillState } from './skill-state';

interface Props {
  skill: Skill;
  version: SkillVersionRef;
  isTeacher: boolean;
  me: Me;
}

/** Where the version stands, who brought it there, and what may become of it. */
export function SkillActions({ skill, version, isTeacher, me }: Props) {
  const nameOf = useNameOf();
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: (change: 'publish' | 'retire') => changeSkill(skill.id, version.version, change),
    onSuccess: async (_, change) => {
      await client.invalidateQueries();
      const words = change === 'publish' ? t.skills.published : t.skills.retired;
      say(words(word({}, skill.name), version.version));
    },
  });
  const who = (id: string) => nameOf(id) ?? t.consent.another;
  const isOwn = version.created_by === me.person?.id;
  return (
    <div className="skill-actions">
      <p>
        <SkillState state={version.state} />
        <span className="is-second">
          {t.skills.history(version.version, who(version.created_by), onDay(version.created_at))}
          {version.published_by &&
            version.published_at &&
            ` ${t.skills.historyPublished(who(version.published_by), onDay(version.published_at))}`}
          {version.retired_at && ` ${t.skills.historyRetired(onDay(version.retired_at))}`}
        </span>
      </p>
      {isTeacher && version.state !== 'retired' && (
        <>
          <div className="statement-bar skill-buttons">
            {version.state === 'draft' && (
              <button
                type="button"
                className="button main"
                disabled={changing.isPending}
                onClick={() => changing.mutate('publish')}
              >
                {t.skills.publish(version.version)}
              </button>
            )}
            <button
              type="button"
              className="button"
              disabled={changing.isPending}
              onClick={() => changing.mutate('retire')}
            >
              {version.state === 'draft' ? t.skills.drop : t.skills.retire(version.version)}
            </button>
          </div>
          <p className="is-second">
            {version.state === 'draft'
              ? `${isOwn ? t.skills.ownDraft : t.skills.othersDraft} ${t.skills.fromNextPlan}`
              : t.skills.retireNote}
          </p>
        </>
      )}
      {version.state === 'draft' && !isTeacher && <p className="is-second">{t.skills.notTeacher}</p>}
      {changing.error && <Trouble error={changing.error} />}
    </div>
  );
}
