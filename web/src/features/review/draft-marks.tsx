import type { Mark } from '../../api/wire';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { ASPECTS, ELEMENTS } from './verdicts';

interface Props {
  marks: readonly Mark[];
  /** How many marks the picture has already. */
  first: number;
  onChange: (marks: Mark[]) => void;
}

/** Marks that go out with the next decision: what each points at, in which respect, in which words. */
export function DraftMarks({ marks, first, onChange }: Props) {
  const change = (index: number, part: Partial<Mark>) =>
    onChange(marks.map((mark, at) => (at === index ? { ...mark, ...part } : mark)));
  return (
    <section className="drafts" aria-label={t.marks.drafts}>
      {marks.map((mark, index) => (
        <fieldset key={`${index}${mark.region?.join()}`}>
          <legend className="is-blue">
            <Icon name="mark" size={14} /> {t.marks.number(first + index + 1)}
          </legend>
          <button
            type="button"
            className="button plain square draft-drop"
            aria-label={t.marks.drop(first + index + 1)}
            onClick={() => onChange(marks.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={13} />
          </button>
          <select
            className="input"
            aria-label={t.marks.element}
            value={mark.element}
            onChange={(event) => change(index, { element: event.target.value })}
          >
            {ELEMENTS.map((element) => (
              <option key={element} value={element}>
                {t.elements[element]}
              </option>
            ))}
          </select>
          <select
            className="input"
            aria-label={t.marks.aspect}
            value={mark.aspect}
            onChange={(event) => change(index, { aspect: event.target.value })}
          >
            {ASPECTS.map((aspect) => (
              <option key={aspect} value={aspect}>
                {t.reasons[aspect]}
              </option>
            ))}
          </select>
          <select
            className="input"
            aria-label={t.marks.polarity}
            value={mark.polarity}
            onChange={(event) => change(index, { polarity: event.target.value as Mark['polarity'] })}
          >
            <option value="negative">{t.marks.negative}</option>
            <option value="positive">{t.marks.positive}</option>
          </select>
          <input
            className="input draft-words"
            dir="auto"
            aria-label={t.marks.words}
            placeholder={t.marks.words}
            value={mark.reason ?? ''}
            onChange={(event) => change(index, { reason: event.target.value })}
          />
        </fieldset>
      ))}
      <p className="is-quiet">{t.marks.note}</p>
    </section>
  );
}
