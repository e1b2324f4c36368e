import { t } from '../../../locales/words';
import { NoteWords, numbersOf } from '../note-words';
import type { Note } from '../notes';
import type { Editor } from './use-editor';

/** What was asked for and is not fixed yet; the turn says which of it it answers. */
export function Fixes({ editor, notes }: { editor: Editor; notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  const { fixes } = editor.now;
  const numbers = numbersOf(notes);
  const toggle = (id: string) =>
    editor.draft.set({ fixes: fixes.includes(id) ? fixes.filter((each) => each !== id) : [...fixes, id] });
  return (
    <section className="part" aria-label={t.edit.fixes}>
      <div className="part-head">
        <h3>{t.edit.fixes}</h3>
        <span>{t.edit.fixesCount(fixes.length, notes.length)}</span>
      </div>
      <ul className="edit-fixes">
        {notes.map((note) => (
          <li key={note.id}>
            <label className="edit-check">
              <input type="checkbox" checked={fixes.includes(note.id)} onChange={() => toggle(note.id)} />
              <NoteWords note={note} number={numbers.get(note.id)} />
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
