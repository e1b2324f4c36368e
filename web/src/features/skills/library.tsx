import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { skillOffers, skills as skillsQuery, skillTemplates } from '../../api/skill-queries';
import type { Brand, Me, Skill } from '../../api/wire';
import { t } from '../../locales/words';
import { marked, Rich } from '../../ui/rich';
import { Page } from '../../ui/page';
import { PageTrouble, Trouble } from '../../ui/trouble';
import { mayTeach } from '../shell/may-teach';
import { Offers } from './offers';
import { SkillTable } from './skill-table';
import { Templates } from './templates';
import { openDraft } from './versions-of';

interface Props {
  brand: Brand;
  me: Me;
  tabs: ReactNode;
}

/** What a brand was taught, what people ask it to be taught, and what there is to take over. */
export function Library({ brand, me, tabs }: Props) {
  const { data, error, isPaused, refetch } = useQuery(skillsQuery(brand.id));
  const offers = useQuery(skillOffers(brand.id));
  const templates = useQuery(skillTemplates());
  const isTeacher = mayTeach(me, brand.id);
  const isCut = error !== null || isPaused;
  if (!data) {
    return <Page isBusy={!isCut}>{isCut && <PageTrouble error={error} onRetry={() => void refetch()} />}</Page>;
  }
  return (
    <Page>
      <div className="page-body spend">
        {isCut && (
          <p className="notice care" role="status">
            {t.feedback.stale}
          </p>
        )}
        <div className="spend-lede">
          <p className="lede">
            <Rich text={ledeOf(brand, data, isTeacher)} />
          </p>
          {tabs}
        </div>
        {data.length > 0 && <SkillTable brand={brand} skills={data} />}
        {offers.error && <Trouble error={offers.error} onRetry={() => void offers.refetch()} />}
        {(offers.data?.length ?? 0) > 0 && <Offers brand={brand} offers={offers.data ?? []} isTeacher={isTeacher} />}
        {templates.error && <Trouble error={templates.error} onRetry={() => void templates.refetch()} />}
        {(templates.data?.length ?? 0) > 0 && (
          <Templates brand={brand} me={me} templates={templates.data ?? []} skills={data} />
        )}
      </div>
    </Page>
  );
}

/** How many have a say, and what waits for somebody. */
function ledeOf(brand: Brand, skills: readonly Skill[], isTeacher: boolean): string {
  const published = skills.filter((skill) => skill.published !== null).length;
  const drafts = skills.filter((skill) => openDraft(skill)).length;
  if (skills.length === 0) {
    return `${t.skills.none(marked(brand.title))} ${isTeacher ? t.skills.noneTeacher : t.skills.noneOther}`;
  }
  const say = t.skills.lede(marked(t.skills.count(published)), brand.title, published);
  return drafts > 0 ? `${say} ${t.skills.drafts(drafts)}` : say;
}
