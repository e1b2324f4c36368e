import { type KeyboardEvent, useState } from 'react';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { type Ad, isOpen } from './ad';
import type { Asking, Reach, Words } from './decisions';
import { ASPECTS } from './verdicts';

interface Props {
  asking: Asking;
  onDecide: (items: readonly Ad[], words: Words) => void;
  onClose: () => void;
}

/** A reason from the closed list, by number, arrow or click, with words where the list is not enough. */
export function ReasonPalette({ asking, onDecide, onClose }: Props) {
  const [comment, setComment] = useState('');
  const [chosen, setChosen] = useState(0);
  const [kind, setKind] = useState(asking.first);
  const words = t.palette.of[asking.verdict as keyof typeof t.palette.of];
  const reach = asking.reaches.find((each) => each.kind === kind) ?? asking.reaches[0];
  const open = reach?.items.filter(isOpen).length ?? 0;
  const send = (index: number) =>
    onDecide(reach?.items ?? [], { reason: ASPECTS[index] ?? 'error', comment: comment.trim() || undefined });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const isReach = (event.target as HTMLInputElement).type === 'radio';
    if (digit >= 0 && (comment === '' || isReach)) send(digit);
    else if (isReach && event.key !== 'Enter') return;
    else if (event.key === 'ArrowDown') setChosen((chosen + 1) % ASPECTS.length);
    else if (event.key === 'ArrowUp') setChosen((chosen + ASPECTS.length - 1) % ASPECTS.length);
    else if (event.key === 'Enter') send(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog title={words.title(open)} isTitleHidden width={500} onClose={onClose}>
      <div className="palette">
        <p className="is-quiet" aria-hidden="true">
          {words.title(open)}
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
        {asking.reaches.length > 1 && (
          <Reaches reaches={asking.reaches} kind={kind} onChoose={setKind} onKeyDown={onKeyDown} />
        )}
        <p className="palette-foot is-quiet">{t.palette.foot}</p>
      </div>
    </Dialog>
  );
}

/** How far the decision reaches, in numbers, before it is made. */
function Reaches({
  reaches,
  kind,
  onChoose,
  onKeyDown,
}: {
  reaches: readonly Reach[];
  kind: Reach['kind'];
  onChoose: (kind: Reach['kind']) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  return (
    <fieldset className="reaches">
      <legend>{t.palette.reach}</legend>
      {reaches.map((reach) => (
        <label key={reach.kind}>
          <input
            type="radio"
            name="reach"
            checked={reach.kind === kind}
            onChange={() => onChoose(reach.kind)}
            onKeyDown={onKeyDown}
          />
          <span>{t.palette.reaches[reach.kind]}</span>
          <span className="is-quiet">{t.palette.inReview(reach.items.filter(isOpen).length)}</span>
        </label>
      ))}
    </fieldset>
  );
}
