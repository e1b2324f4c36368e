import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { say } from '../shell/status';
import type { Ad } from './ad';
import { NoteWords, numbersOf } from './note-words';
import { type Note, type Tick, tickNext, type Ticks } from './notes';
import type { Review } from './use-review';

interface Props {
  notes: readonly Note[];
  ticks: Ticks;
  onTick: (id: string, tick: Tick) => void;
}

const EACH: readonly Tick[] = ['fixed', 'still_open'];

/** What was asked for before: the reviewer says of each whether this revision fixes it. It goes out with the decision. */
export function TickList({ notes, ticks, onTick }: Props) {
  const numbers = numbersOf(notes);
  return (
    <section className="ticks" aria-label={t.ticks.title}>
      <div className="part-head">
        <h3>{t.ticks.title}</h3>
        <span>{t.ticks.left(notes.filter(({ id }) => !ticks.has(id)).length)}</span>
      </div>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            <NoteWords note={note} number={numbers.get(note.id)} />
            {note.isClaimed && (
              <span className="state is-blue">
                <Icon name="approve" size={13} /> {t.ticks.claimed}
              </span>
            )}
            <span
              className="pair"
              role="group"
              aria-label={note.mark?.reason || note.decision.comment || t.ticks.title}
            >
              {EACH.map((tick) => (
                <button
                  key={tick}
                  type="button"
                  className="button plain"
                  aria-pressed={ticks.get(note.id) === tick}
                  onClick={() => onTick(note.id, tick)}
                >
                  {t.ticks.each[tick]}
                </button>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="is-quiet">
        {t.ticks.note} <kbd>Y</kbd> {t.ticks.each.fixed} <kbd>⇧ + Y</kbd> {t.ticks.each.still_open}
      </p>
    </section>
  );
}

const NONE: Ticks = new Map();

export const ticksOf = (review: Review, item: Ad): Ticks => review.ticks.get().get(item.revision?.id ?? '') ?? NONE;

function keep(review: Review, item: Ad, ticks: Ticks): void {
  review.ticks.set(new Map(review.ticks.get()).set(item.revision?.id ?? '', ticks));
}

/** The same again takes the tick away. */
export function setTick(review: Review, item: Ad, id: string, tick: Tick): void {
  const next = new Map(ticksOf(review, item));
  if (next.get(id) === tick) next.delete(id);
  else next.set(id, tick);
  keep(review, item, next);
}

/** By key: the next that is not ticked. */
export function tickByKey(review: Review, item: Ad, notes: readonly Note[], tick: Tick): void {
  const done = tickNext(notes, ticksOf(review, item), tick);
  if (!done) return say(notes.length === 0 ? t.ticks.none : t.ticks.all);
  keep(review, item, done.ticks);
  return say(t.ticks.ticked(t.ticks.each[tick], done.left));
}
