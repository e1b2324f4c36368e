import type { SkillState as State } from '../../api/wire';
import { t } from '../../locales/words';
import { Icon, type IconName } from '../../ui/icon';

const LOOKS: Record<State, { icon: IconName; tone: string }> = {
  draft: { icon: 'change', tone: 'is-chg' },
  published: { icon: 'approve', tone: 'is-ok' },
  retired: { icon: 'stop', tone: 'is-quiet' },
};

/** Icon and word, never colour alone. */
export function SkillState({ state }: { state: State }) {
  return (
    <span className={`state ${LOOKS[state].tone}`}>
      <Icon name={LOOKS[state].icon} size={14} />
      {t.skills.states[state]}
    </span>
  );
}
