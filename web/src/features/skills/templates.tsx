import { lazy, Suspense, useState } from 'react';
import type { Brand, Me, Skill, SkillTemplate } from '../../api/wire';
import { t, word } from '../../locales/words';

const TemplateDialog = lazy(() => import('./template-dialog').then((module) => ({ default: module.TemplateDialog })));

interface Props {
  brand: Brand;
  me: Me;
  templates: readonly SkillTemplate[];
  /** What is here already. */
  skills: readonly Skill[];
}

/** Skills that come with Galley: to read, and to make one's own. */
export function Templates({ brand, me, templates, skills }: Props) {
  const [reading, setReading] = useState<SkillTemplate | null>(null);
  const taken = new Set(skills.map(({ name }) => name));
  return (
    <section className="spend-section">
      <h2>{t.templates.title}</h2>
      <p className="is-second">{t.templates.note}</p>
      <ul className="template-list">
        {templates.map((template) => (
          <li key={template.name}>
            <h3>{word({}, template.name)}</h3>
            <p className="is-second">{template.description}</p>
            <p className="spend-ways">
              <button type="button" className="link" onClick={() => setReading(template)}>
                {t.templates.read}
                <span className="unseen">: {word({}, template.name)}</span>
              </button>
              {taken.has(template.name) && <span className="is-quiet">{t.templates.taken}</span>}
            </p>
          </li>
        ))}
      </ul>
      <Suspense>
        {reading && <TemplateDialog brand={brand} me={me} template={reading} onClose={() => setReading(null)} />}
      </Suspense>
    </section>
  );
}
