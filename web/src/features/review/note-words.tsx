import { t, word } from '../../locales/words';
import type { Note } from './notes';

/** What was asked for: the mark with its number on the picture, or the words of the decision. */
export function NoteWords({ note, number }: { note: Note; number: number | undefined }) {
  return (
    <span className="note-words">
      <span>
        {number !== undefined && <span className="pin">{number}</span>} <Said note={note} />
      </span>
      <span className="is-quiet">
        {note.decision.actor.name} · {t.review.revisionShort(note.revision)}
      </span>
    </span>
  );
}

export function Said({ note: { mark, decision } }: { note: Note }) {
  const about = mark && t.marks.about(word(t.elements, mark.element), word(t.reasons, mark.aspect), false);
  const said = mark ? mark.reason : decision.comment;
  return (
    <>
      {about ?? (said ? '' : word(t.reasons, decision.reason))}
      {said && <span dir="auto"> {said}</span>}
    </>
  );
}

/** Marks are counted through all notes, as they stand on the picture. */
export function numbersOf(notes: readonly Note[]): ReadonlyMap<string, number> {
  return new Map(notes.filter(({ mark }) => mark).map(({ id }, index) => [id, index + 1]));
}
