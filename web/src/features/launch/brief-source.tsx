import { type ChangeEvent, useId } from 'react';
import { t } from '../../locales/words';
import { useLaunch } from './launch-context';
import { ProblemList } from './problem-list';
import { BRIEF_FILE } from './problems';

export const SOURCE_ID = 'brief-source';

/** brief.yaml as it is written; paste one here, or write it. Lines that are wrong carry a mark and say why. */
export function BriefSource() {
  const { draft, book, broken, problems } = useLaunch();
  const noteId = useId();
  const marks = new Map(
    problems.filter(({ item }) => item.file === BRIEF_FILE).map(({ item }) => [item.line ?? 1, item.message]),
  );
  if (broken) marks.set(broken.line, broken.message);
  const lines = draft.text.split('\n');
  return (
    <section className="source" aria-label={t.launch.source}>
      <div className="source-lines" aria-hidden="true">
        {lines.map((_, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} data-bad={marks.has(index + 1) || undefined} title={marks.get(index + 1)}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        id={SOURCE_ID}
        className="source-text"
        aria-label={BRIEF_FILE}
        aria-invalid={broken ? true : undefined}
        aria-describedby={broken ? noteId : undefined}
        dir="ltr"
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        rows={lines.length + 1}
        value={draft.text}
        onChange={({ target }: ChangeEvent<HTMLTextAreaElement>) => book.edit({ text: target.value })}
      />
      {broken && (
        <p id={noteId} className="notice bad source-broken">
          {t.launch.brokenAt(broken.line, broken.message)}
        </p>
      )}
      <ProblemList />
    </section>
  );
}

/** Selects a line of brief.yaml, where it is shown. */
export function selectLine(line: number): void {
  const area = document.getElementById(SOURCE_ID);
  if (!(area instanceof HTMLTextAreaElement)) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}
