import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { Icon } from './icon';
import type { Choice, MenuEntry } from './menu';

interface Props {
  trigger: ReactElement;
  note?: readonly string[] | undefined;
  entries?: readonly MenuEntry[];
  choice?: Choice;
}

/** The behaviour of a menu, fetched when one is first wanted. It opens as it appears. */
export function OpenMenu({ trigger, note, entries = [], choice }: Props) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      {/* Inside the page's head, so that it is part of a landmark. */}
      <Base.Portal container={document.querySelector<HTMLElement>('.header')}>
        <Base.Positioner className="menu-layer" sideOffset={6} align={choice ? 'start' : 'end'}>
          <Base.Popup className="menu">
            {note && (
              <div className="menu-note">
                {note.map((line) => (
                  <p key={line}>{line}</p>
                ))}
              </div>
            )}
            {entries.map((entry) => (
              <Base.Item key={entry.label} className="menu-item" lang={entry.lang} onClick={entry.onSelect}>
                {entry.label}
              </Base.Item>
            ))}
            {choice && <Choices choice={choice} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Choices({ choice: { value, options, onChange } }: { choice: Choice }) {
  return (
    <Base.RadioGroup value={value ?? ''} onValueChange={(next: string) => onChange(next || undefined)}>
      {options.map((option) => (
        <Base.RadioItem key={option.value ?? ''} value={option.value ?? ''} className="menu-item" closeOnClick>
          <span className="menu-tick">{option.value === value && <Icon name="approve" size={14} />}</span>
          <span>{option.label}</span>
          {option.count !== undefined && <span className="menu-count">{option.count}</span>}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
