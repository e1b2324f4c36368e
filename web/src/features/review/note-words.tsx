import { t, word } from '../../locales/words';
import type { Note } from './notes';

/** What was asked for: the mark with its number on the picture, or the words of the decision. */
export function NoteWords({ note, number }: { note: Note; number: number | undefined }) {
  const { mark, decision } = note;
  const about = mark && t.marks.about(word(t.elements, mark.element), word(t.reasons, mark.aspect), false);
  const said = mark ? mark.reason : decision.comment;
  return (
    <span className="note-words">
      <span>
        {number !== undefined && <span className="pin">{number}</span>}{' '}
        {about ?? (decision.comment ? '' : word(t.reasons, decision.reason))}
        {said && <span dir="auto"> {said}</span>}
      </span>
      <span className="is-quiet">
        {decision.actor.name} · {t.review.revisionShort(note.revision)}
      </span>
    </span>
  );
}

/** Marks are counted through all notes, as they stand on the picture. */
export function numbersOf(notes: readonly Note[]): ReadonlyMap<string, number> {
  return new Map(notes.filter(({ mark }) => mark).map(({ id }, index) => [id, index + 1]));
}
