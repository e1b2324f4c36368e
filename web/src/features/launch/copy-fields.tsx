import { useId } from 'react';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { useNames } from '../review/use-names';
import { lineKey } from './draft';
import { useLaunch } from './launch-context';
import type { CellLine } from './preview-cell';

interface Props {
  lines: readonly CellLine[];
  market: string | undefined;
}

/** The ad's words in its market's language and direction; they go into the copy deck, where the desk can write it. */
export function CopyFields({ lines, market }: Props) {
  const { deck } = useLaunch();
  const names = useNames();
  const { lang, dir } = names.copy({ market: market ?? null });
  const note = !deck ? t.launch.noDeck : deck.csv ? t.launch.intoDeck(deck.name) : t.launch.notIntoDeck(deck.name);
  return (
    <div className="copy-fields">
      {lines.map(({ line, at }) => (
        <CopyField key={lineKey(at)} line={line} at={at} lang={lang} dir={dir} />
      ))}
      <p className="is-quiet copy-note">{note}</p>
    </div>
  );
}

function CopyField({ line, at, lang, dir }: CellLine & { lang: string | undefined; dir: 'ltr' | 'rtl' | 'auto' }) {
  const { draft, book, deck } = useLaunch();
  const noteId = useId();
  const key = lineKey(at);
  const text = draft.lines[key] ?? line.text;
  const size = widthOf(text);
  const isLong = line.mostChars !== null && size > line.mostChars;
  const write = (next: string) => {
    const { [key]: _, ...others } = draft.lines;
    book.edit({ lines: next === line.text ? others : { ...others, [key]: next } });
  };
  return (
    <label className="field" data-slot={line.slot}>
      <span className="copy-label">
        {word(t.slots, line.slot)}
        {line.mostChars !== null && (
          <span id={noteId} className={isLong ? 'is-chg' : 'is-quiet'}>
            {t.launch.chars(count(size), count(line.mostChars))}
          </span>
        )}
      </span>
      <input
        id={`line-${key.replaceAll('\t', '-')}`}
        className="input"
        lang={lang}
        dir={dir}
        value={text}
        autoComplete="off"
        placeholder={deck && !deck.csv ? t.launch.asInDeck(deck.name) : undefined}
        aria-describedby={line.mostChars === null ? undefined : noteId}
        onChange={({ target }) => write(target.value)}
      />
    </label>
  );
}

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;

/** Characters as a deck counts them: wide ones twice, marks that stand on others not at all. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : /\p{M}/u.test(char) ? 0 : 1;
  return width;
}
