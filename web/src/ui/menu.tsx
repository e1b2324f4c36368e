import { cloneElement, lazy, type ReactElement, Suspense, useState } from 'react';
import { Icon } from './icon';

export interface MenuEntry {
  label: string;
  /** Where the label is in another language than the rest. */
  lang?: string;
  onSelect: () => void;
}

export interface Choice {
  value: string | undefined;
  /** `undefined` stands for "all". */
  options: readonly { value: string | undefined; label: string; count?: number }[];
  onChange: (value: string | undefined) => void;
}

interface Props {
  trigger: ReactElement<Record<string, unknown>>;
  note?: readonly string[];
  entries?: readonly MenuEntry[];
  choice?: Choice;
}

const load = () => import('./open-menu');
const OpenMenu = lazy(() => load().then((module) => ({ default: module.OpenMenu })));

/** A button that opens a list. Until it is wanted it is only a button: the first page does not wait for menus. */
export function Menu({ trigger, ...content }: Props) {
  const [isWanted, setIsWanted] = useState(false);
  const button = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setIsWanted(true),
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
  });
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenMenu trigger={trigger} {...content} />
    </Suspense>
  );
}

/** One value of a closed list, shown as `Market: Germany`; short where the page says the value already. */
export function ChoiceMenu({ label, isShort, ...choice }: Choice & { label: string; isShort?: boolean }) {
  const { value, options } = choice;
  const chosen = options.find((option) => option.value === value);
  const trigger = (
    <button type="button" className="button plain" data-set={value === undefined ? undefined : ''}>
      {value === undefined || isShort ? label : `${label}: ${chosen?.label ?? value}`}
      <Icon name="down" size={12} />
    </button>
  );
  return <Menu trigger={trigger} choice={choice} />;
}
