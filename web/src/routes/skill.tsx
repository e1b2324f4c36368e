import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { brands as brandsQuery, me as meQuery } from '../api/queries';
import { skill as skillQuery } from '../api/skill-queries';
import type { Brand, Me, Skill } from '../api/wire';
import { Header } from '../features/shell/header';
import { mayTeach } from '../features/shell/may-teach';
import { SkillBody } from '../features/skills/skill-body';
import { versionShown } from '../features/skills/versions-of';
import { t, word } from '../locales/words';
import { ChoiceMenu } from '../ui/menu';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';
import '../features/spend/spend.css';
import '../features/spend/books.css';
import '../features/feedback/feedback.css';
import '../features/skills/skills.css';

const VersionUpload = lazy(() =>
  import('../features/skills/skill-upload').then((module) => ({ default: module.VersionUpload })),
);

const route = getRouteApi('/desk/skills/$skillId');

/** One skill, in one of its versions. */
export function SkillPage() {
  const { skillId } = route.useParams();
  const { data: skill, error, isPaused, refetch } = useQuery(skillQuery(skillId));
  const { data: me } = useQuery(meQuery());
  const { data: brands } = useQuery(brandsQuery());
  const isCut = error !== null || isPaused;
  if (skill && me) return <Of skill={skill} me={me} brands={brands ?? []} isCut={isCut} />;
  return (
    <>
      <Header title={t.skills.title} />
      <Page isBusy={!isCut}>{isCut && <PageTrouble error={error} onRetry={() => void refetch()} />}</Page>
    </>
  );
}

interface Props {
  skill: Skill;
  me: Me;
  brands: readonly Brand[];
  isCut: boolean;
}

function Of({ skill, me, brands, isCut }: Props) {
  const { version: wanted, from } = route.useSearch();
  const navigate = useNavigate({ from: '/skills/$skillId' });
  const [isPushing, setIsPushing] = useState(false);
  const version = versionShown(skill, wanted);
  const brand = brands.find(({ id }) => id === skill.brand_id);
  return (
    <>
      <Header
        title={word({}, skill.name)}
        note={t.skills.noteOf(skill.brand_id ? (brand?.title ?? t.skills.oneBrand) : t.skills.everyBrand)}
      >
        {skill.versions.length > 1 && version && (
          <ChoiceMenu
            label={t.skills.version}
            value={String(version.version)}
            options={skill.versions.map((each) => ({
              value: String(each.version),
              label: t.skills.versionState(each.version, t.skills.states[each.state]),
            }))}
            onChange={(number) => void navigate({ search: { version: Number(number) } })}
          />
        )}
        {mayTeach(me, skill.brand_id) && (
          <button type="button" className="button" onClick={() => setIsPushing(true)}>
            {t.skills.newVersion}
          </button>
        )}
      </Header>
      <Page>
        {version && (
          <SkillBody
            key={version.version}
            skill={skill}
            version={version}
            compared={from}
            brands={brands}
            me={me}
            isCut={isCut}
          />
        )}
      </Page>
      <Suspense>{isPushing && <VersionUpload skill={skill} onClose={() => setIsPushing(false)} />}</Suspense>
    </>
  );
}
