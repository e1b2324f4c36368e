import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Mark } from '../../api/wire';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { ASPECTS, ELEMENTS } from './verdicts';

interface Props {
  marks: readonly Mark[];
  /** How many marks the picture has already. */
  first: number;
  /** How many were made just now. */
  made: number;
  onChange: (marks: Mark[]) => void;
  onWritten: () => void;
}

/** Marks that go out with the next decision: what each points at, in which respect, in which words. */
export function DraftMarks({ marks, first, made, onChange, onWritten }: Props) {
  const list = useRef<HTMLElement>(null);
  // A mark that is made asks for its words: they can be typed right away.
  useEffect(() => {
    const fields = list.current?.querySelectorAll<HTMLInputElement>('.draft-words');
    if (made > 0) fields?.[fields.length - 1]?.focus();
  }, [made]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onWritten();
  };
  const change = (index: number, part: Partial<Mark>) =>
    onChange(marks.map((mark, at) => (at === index ? { ...mark, ...part } : mark)));
  return (
    <section className="drafts" ref={list} aria-label={t.marks.drafts}>
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
            onKeyDown={onKeyDown}
          />
        </fieldset>
      ))}
      <p className="is-quiet">{t.marks.note}</p>
    </section>
  );
}
