import type { RunState as State } from '../../api/wire';
import { t } from '../../locales/words';

export function RunState({ state }: { state: State }) {
  return (
    <span className="run-state" data-state={state}>
      {t.run.states[state]}
    </span>
  );
}
