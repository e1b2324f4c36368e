import { exampleAddress } from '../../api/media';
import type { SkillExample } from '../../api/wire';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';

interface Props {
  skillId: string;
  version: number;
  examples: readonly SkillExample[];
}

/** What is meant, as pictures: those that pass beside those that do not. */
export function Examples({ skillId, version, examples }: Props) {
  return (
    <section className="lessons">
      <h2 className="unseen">{t.examples.title}</h2>
      {(['pass', 'fail'] as const).map((shows) => {
        const shown = examples.filter((example) => example.shows === shows);
        if (shown.length === 0) return null;
        return (
          <div key={shows}>
            <h3 className={shows === 'pass' ? 'state is-ok' : 'state is-rej'}>
              <Icon name={shows === 'pass' ? 'approve' : 'reject'} size={14} />
              {t.examples[shows]}
            </h3>
            <ul className="evidence examples">
              {shown.map(({ name, caption }) => (
                <li key={name}>
                  <figure>
                    <span className="evidence-picture">
                      <img src={exampleAddress(skillId, version, name)} alt={caption} />
                    </span>
                    <figcaption aria-hidden="true">{caption}</figcaption>
                  </figure>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
