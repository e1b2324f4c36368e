import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { skillEffect, skillVersion } from '../../api/skill-queries';
import type { BrandEffect, Brand, Skill, SkillVersion } from '../../api/wire';
import { onDay } from '../../lib/format';
import { t, word } from '../../locales/words';
import { useNames } from '../review/use-names';
import { effectOf, effectWords } from './effect-words';
import { SkillState } from './skill-state';
import { changesOf, openDraft, versionShown } from './versions-of';

/** One row a skill: what it is for, where it holds, what it changes, and what came of it. */
export function SkillTable({ brand, skills }: { brand: Brand; skills: readonly Skill[] }) {
  const rows = skills.flatMap((skill) => {
    const version = versionShown(skill);
    return version ? [{ skill, version }] : [];
  });
  const said = useQueries({ queries: rows.map(({ skill, version }) => skillVersion(skill.id, version.version)) });
  const effects = useQueries({ queries: skills.map(({ id }) => skillEffect(id)) });
  const effectsOf = new Map(skills.map(({ id }, at) => [id, effects[at]?.data]));
  const lost = new Set(skills.filter((_, at) => effects[at]?.isError).map(({ id }) => id));
  return (
    <section className="table-scroll">
      <table className="list-table skill-table">
        <caption className="unseen">{t.skills.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t.skills.columns.skill}</th>
            <th scope="col">{t.skills.columns.place}</th>
            <th scope="col">{t.skills.columns.state}</th>
            <th scope="col">{t.skills.columns.changes}</th>
            <th scope="col">{t.skills.columns.effect}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ skill, version }, at) => (
            <tr key={skill.id}>
              <th scope="row">
                <Link to="/skills/$skillId" params={{ skillId: skill.id }} search={{}} className="name-link">
                  {word({}, skill.name)}
                </Link>
                <p className="is-second skill-about">{version.description}</p>
              </th>
              <td>
                <Where skill={skill} brand={brand} markets={version.markets} />
              </td>
              <td>
                <StateOf skill={skill} />
              </td>
              <td>
                <Changes version={said[at]?.data} isLost={said[at]?.isError ?? false} />
              </td>
              <td>
                <Effect effects={effectsOf.get(skill.id)} isLost={lost.has(skill.id)} brand={brand} skill={skill} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Where({ skill, brand, markets }: { skill: Skill; brand: Brand | undefined; markets: string[] }) {
  const names = useNames();
  return (
    <>
      {skill.brand_id ? (brand?.title ?? t.skills.oneBrand) : t.skills.everyBrand}
      {markets.length > 0 && <p className="is-second">{markets.map((market) => names.market(market)).join(', ')}</p>}
    </>
  );
}

/** The version that has a say, and a newer one that waits. */
function StateOf({ skill }: { skill: Skill }) {
  const shown = versionShown(skill);
  const draft = openDraft(skill);
  if (!shown) return null;
  return (
    <>
      <SkillState state={shown.state} />
      <p className="is-second nowrap">
        {t.skills.versionOf(shown.version, onDay(shown.published_at ?? shown.created_at))}
      </p>
      {draft && draft !== shown && (
        <Link
          to="/skills/$skillId"
          params={{ skillId: skill.id }}
          search={{ version: draft.version, from: shown.version }}
          className="link"
        >
          {t.skills.draftWaits(draft.version)}
        </Link>
      )}
    </>
  );
}

function Changes({ version, isLost }: { version: SkillVersion | undefined; isLost: boolean }) {
  if (!version) return isLost ? <Unread /> : null;
  return (
    <ul>
      {changesOf(version).map((change) => (
        <li key={change}>{t.skills.changes[change]}</li>
      ))}
    </ul>
  );
}

/** The rest of the row stands all the same. */
const Unread = () => <span className="is-quiet">{t.trouble.page}</span>;

interface EffectProps {
  effects: BrandEffect[] | undefined;
  isLost: boolean;
  brand: Brand;
  skill: Skill;
}

function Effect({ effects, isLost, brand, skill: { published } }: EffectProps) {
  const found = published === null ? undefined : effectOf(effects, brand.id, published);
  if (!effects) return isLost ? <Unread /> : null;
  if (!found) return <span className="is-quiet">{t.effect.none}</span>;
  const { counts, says, tone } = effectWords(found.effect, found.without);
  return (
    <>
      <p>{counts}</p>
      <p className={tone ? `is-${tone}` : 'is-second'}>{says}</p>
    </>
  );
}
