import { Link } from '@tanstack/react-router';
import type { Skill, SkillVersionRef } from '../../api/wire';
import { onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { TableScroll } from '../../ui/table-scroll';
import { useNameOf } from '../shell/use-name-of';
import { SkillState } from './skill-state';
import { versionBefore } from './versions-of';

interface Props {
  skill: Skill;
  shown: SkillVersionRef;
  compared: number | undefined;
}

/** Every version there was, by whom, and what it changed. */
export function Versions({ skill, shown, compared }: Props) {
  const nameOf = useNameOf();
  const who = (id: string | null, at: string | null) =>
    id && at ? t.evidence.by(nameOf(id) ?? t.consent.another, onDay(at)) : '–';
  return (
    <section className="spend-section">
      <h2>{t.versions.title}</h2>
      <TableScroll label={t.versions.title}>
        <table className="list-table">
          <thead>
            <tr>
              <th scope="col">{t.skills.version}</th>
              <th scope="col">{t.skills.columns.state}</th>
              <th scope="col">{t.versions.made}</th>
              <th scope="col">{t.versions.published}</th>
              <th scope="col">{t.versions.changed}</th>
            </tr>
          </thead>
          <tbody>
            {skill.versions.map((version) => {
              const before = versionBefore(skill, version.version);
              const isShown = version.version === shown.version;
              const isOpen = isShown && compared === before?.version;
              return (
                <tr key={version.version}>
                  <th scope="row">
                    <Link
                      to="/skills/$skillId"
                      params={{ skillId: skill.id }}
                      search={{ version: version.version }}
                      className="name-link"
                      aria-current={isShown || undefined}
                      activeProps={{}}
                    >
                      {t.versions.number(version.version)}
                    </Link>
                  </th>
                  <td>
                    <SkillState state={version.state} />
                  </td>
                  <td>{who(version.created_by, version.created_at)}</td>
                  <td>{who(version.published_by, version.published_at)}</td>
                  <td>
                    {before ? (
                      <Link
                        to="/skills/$skillId"
                        params={{ skillId: skill.id }}
                        search={{ version: version.version, from: isOpen ? undefined : before.version }}
                        className="link"
                      >
                        {isOpen ? t.versions.close : t.versions.compare(before.version, version.version)}
                      </Link>
                    ) : (
                      <span className="is-quiet">{t.versions.first}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}
