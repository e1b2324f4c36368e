import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon';

/** A button that opens a list of things to do. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="menu-layer" sideOffset={6} align="end">
          <Base.Popup className="menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Base.Item className="menu-item" onClick={onSelect}>
      {children}
    </Base.Item>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  /** `undefined` stands for "all". */
  options: readonly { value: string | undefined; label: string; count?: number }[];
  onChange: (value: string | undefined) => void;
}

/** One value of a closed list, shown as `Market: Germany`. */
export function ChoiceMenu({ label, value, options, onChange }: ChoiceProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Base.Root>
      <Base.Trigger className="button plain" data-set={value === undefined ? undefined : ''}>
        {value === undefined ? label : `${label}: ${chosen?.label ?? value}`}
        <Icon name="down" size={12} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="menu-layer" sideOffset={6} align="start">
          <Base.Popup className="menu">
            <Base.RadioGroup value={value ?? ''} onValueChange={(next: string) => onChange(next || undefined)}>
              {options.map((option) => (
                <Base.RadioItem key={option.value ?? ''} value={option.value ?? ''} className="menu-item" closeOnClick>
                  <span style={{ width: 16 }}>{option.value === value && <Icon name="approve" size={14} />}</span>
                  <span>{option.label}</span>
                  {option.count !== undefined && <span>{option.count}</span>}
                </Base.RadioItem>
              ))}
            </Base.RadioGroup>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
