import { useQuery } from '@tanstack/react-query';
import { skillEffect } from '../../api/skill-queries';
import type { Brand, BrandEffect, MarkEffect, Share, Skill, SkillVersionRef, VersionEffect } from '../../api/wire';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Meter } from '../../ui/meter';
import { Trouble } from '../../ui/trouble';
import { effectOf, effectWords } from './effect-words';

interface Props {
  skill: Skill;
  version: SkillVersionRef;
  brands: readonly Brand[];
}

/** What came of a version, in each brand in which it had a say. */
export function EffectPanel({ skill, version, brands }: Props) {
  const { data, error, refetch } = useQuery(skillEffect(skill.id));
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data || version.state === 'draft') return null;
  const found = data.flatMap(({ brand_id }) => {
    const each = effectOf(data, brand_id, version.version);
    return each ? [{ ...each, brand_id }] : [];
  });
  return (
    <section className="spend-section">
      <h2>{t.effect.title}</h2>
      {found.length === 0 && <p className="is-second">{t.effect.noneYet}</p>}
      <ul className="waste">
        {found.map(({ brand_id, effect, without }) => (
          <li key={brand_id}>
            <InBrand title={brands.find(({ id }) => id === brand_id)?.title} effect={effect} without={without} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface InBrandProps {
  title: string | undefined;
  effect: VersionEffect;
  without: BrandEffect['without'];
}

function InBrand({ title, effect, without }: InBrandProps) {
  const { says, tone, doubt } = effectWords(effect, without);
  return (
    <div className="spend-section">
      {title && <h3>{title}</h3>}
      <p className="serif">{says}</p>
      {doubt && <p className="is-second">{doubt}</p>}
      <div>
        <Shared label={t.lessons.with} share={effect.with} {...(tone ? { kind: tone } : {})} />
        <Shared label={t.lessons.without} share={without} />
      </div>
      <Marks title={t.effect.cures} marks={effect.cures} />
      <Marks title={t.effect.causes} marks={effect.causes} />
    </div>
  );
}

/** Approved at first sight among how many. */
function Shared({ label, share, kind }: { label: string; share: Share; kind?: 'ok' | 'rej' }) {
  const part = share.of > 0 ? share.count / share.of : 0;
  return (
    <div className="counted">
      <span>{label}</span>
      <Meter pieces={[{ share: part, ...(kind ? { kind } : {}) }]} />
      <span>{t.effect.firstPass(count(share.count), count(share.of))}</span>
    </div>
  );
}

function Marks({ title, marks }: { title: string; marks: readonly MarkEffect[] }) {
  if (marks.length === 0) return null;
  return (
    <div>
      <h4>{title}</h4>
      <ul>
        {marks.map((mark) => (
          <li key={`${mark.element} ${mark.aspect}`}>
            {t.effect.mark(word(t.elements, mark.element), word(t.reasons, mark.aspect))}{' '}
            <span className="is-second">
              {t.effect.markCounts(
                count(mark.with.count),
                count(mark.with.of),
                count(mark.without.count),
                count(mark.without.of),
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
