import { type KeyboardEvent, useState } from 'react';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import type { Asking, Words } from './use-review';
import { isOpen } from './use-view';
import { ASPECTS } from './verdicts';

interface Props {
  asking: Asking;
  onDecide: (words: Words) => void;
  onClose: () => void;
}

/** A reason from the closed list, by number, arrow or click, with words where the list is not enough. */
export function ReasonPalette({ asking, onDecide, onClose }: Props) {
  const [comment, setComment] = useState('');
  const [chosen, setChosen] = useState(0);
  const words = t.palette.of[asking.verdict as keyof typeof t.palette.of];
  const send = (index: number) => onDecide({ reason: ASPECTS[index] ?? 'error', comment: comment.trim() || undefined });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    if (digit >= 0 && comment === '') send(digit);
    else if (event.key === 'ArrowDown') setChosen((chosen + 1) % ASPECTS.length);
    else if (event.key === 'ArrowUp') setChosen((chosen + ASPECTS.length - 1) % ASPECTS.length);
    else if (event.key === 'Enter') send(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog title={words.title(asking.targets.filter(isOpen).length)} isTitleHidden width={480} onClose={onClose}>
      <div className="palette">
        <p className="is-quiet" aria-hidden="true">
          {words.title(asking.targets.filter(isOpen).length)}
        </p>
        <input
          className="palette-words"
          dir="auto"
          role="combobox"
          aria-expanded="true"
          aria-controls="reasons"
          aria-activedescendant={`reason-${ASPECTS[chosen]}`}
          aria-label={words.ask}
          placeholder={words.ask}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <ul id="reasons" role="listbox" aria-label={t.palette.reasons} className="palette-list">
          {ASPECTS.map((aspect, index) => (
            // The field above has the focus and moves through the list.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={aspect}
              id={`reason-${aspect}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => send(index)}
              onPointerMove={() => setChosen(index)}
            >
              <kbd>{index + 1}</kbd>
              <span>{t.reasons[aspect]}</span>
              <span className="is-quiet">{t.reasonNotes[aspect]}</span>
            </li>
          ))}
        </ul>
        <p className="palette-foot is-quiet">{t.palette.foot}</p>
      </div>
    </Dialog>
  );
}
