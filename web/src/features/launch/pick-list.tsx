import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import type { Path } from './brief-text';
import { FieldNote, useProblems } from './field';
import { fieldId } from './problems';

export interface Pick {
  id: string;
  label: string;
  note: string;
  /** Words it is found by, beside what is shown. */
  words?: string;
}

interface Props {
  path: Path;
  title: string;
  picks: readonly Pick[];
  chosen: readonly string[];
  onChange: (chosen: string[], said: string) => void;
}

/**
 * Many values, some of them chosen: one stop for Tab, arrows inside. Those that were chosen as it opened come first; nothing moves
 * while somebody chooses.
 */
export function PickList({ path, title, picks, chosen, onChange }: Props) {
  const titleId = useId();
  const [words, setWords] = useState('');
  const [stop, setStop] = useState(0);
  const [first] = useState(() => new Set(chosen));
  const problems = useProblems(path, chosen.length === 0);
  const sorted = useMemo(
    () => picks.toSorted((one, other) => Number(first.has(other.id)) - Number(first.has(one.id))),
    [picks, first],
  );
  const asked = words.trim().toLowerCase();
  const shown = sorted.filter(
    (pick) => !asked || `${pick.label} ${pick.note} ${pick.words ?? ''} ${pick.id}`.toLowerCase().includes(asked),
  );
  const toggle = ({ id, label }: Pick) =>
    chosen.includes(id)
      ? onChange(
          chosen.filter((each) => each !== id),
          t.launch.leftOut(label),
        )
      : onChange([...chosen, id], t.launch.takenIn(label));
  return (
    <section className="pick-list" aria-labelledby={titleId}>
      <div className="part-head">
        <h2 className="small-title" id={titleId}>
          {title} <span>{t.launch.chosen(count(chosen.length), count(picks.length))}</span>
        </h2>
        {chosen.length > 0 && (
          <button type="button" className="link" onClick={() => onChange([], t.launch.cleared(title))}>
            {t.launch.clear}
          </button>
        )}
      </div>
      <input
        type="search"
        id={fieldId(path)}
        className="input"
        value={words}
        placeholder={t.launch.find}
        aria-label={`${title}: ${t.launch.find}`}
        onChange={({ target }) => setWords(target.value)}
      />
      <ul>
        {shown.map((pick, index) => (
          <li key={pick.id}>
            <label className="tick">
              <input
                type="checkbox"
                checked={chosen.includes(pick.id)}
                tabIndex={index === Math.min(stop, shown.length - 1) ? 0 : -1}
                onFocus={() => setStop(index)}
                onKeyDown={onKeyDown}
                onChange={() => toggle(pick)}
              />
              <span>{pick.label}</span>
              <bdi className="is-quiet">{pick.note}</bdi>
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="is-quiet">{t.launch.noneFound}</p>}
      <FieldNote problems={problems} />
    </section>
  );
}

const MOVES: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowUp: (index) => Math.max(0, index - 1),
  ArrowDown: (index, last) => Math.min(last, index + 1),
  Home: () => 0,
  End: (_, last) => last,
};

function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
  const move = MOVES[event.key];
  const boxes = [...(event.currentTarget.closest('ul')?.querySelectorAll('input') ?? [])];
  if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  boxes[move(boxes.indexOf(event.currentTarget), boxes.length - 1)]?.focus();
}
