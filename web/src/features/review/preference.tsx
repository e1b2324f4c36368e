import { useCallback } from 'react';
import { compareRevisions } from '../../api/commands';
import type { Comparison, Preferred } from '../../api/wire';
import { flushOnLeave, HeldBack } from '../../lib/held-back';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { KeyCap } from '../keys/key-cap';
import { say, sayTrouble } from '../shell/status';

const comparisons = new HeldBack<Comparison>({
  send: (comparison, isParting) => compareRevisions(comparison, isParting),
  onSent: () => undefined,
  onRefused: () => sayTrouble(t.prefer.refused),
});

flushOnLeave(comparisons);

export interface Preference {
  preferred: Preferred | undefined;
  prefer: (preferred: Preferred) => void;
}

/** Which of two revisions this person likes better, as they stand on the screen. */
export function usePreference(left: string, right: string): Preference {
  const key = `${left} ${right}`;
  const preferred = useStore(comparisons.given, (given) => given.get(key)?.preferred);
  const prefer = useCallback(
    (choice: Preferred) => {
      comparisons.hold(key, { left, right, preferred: choice });
      const run = () => comparisons.takeBack(key) && say(t.prefer.takenBack);
      say(t.prefer.noted[choice], { label: t.undo, run });
    },
    [key, left, right],
  );
  return { preferred, prefer };
}

const CHOICES = [
  ['left', 'S'],
  ['tie', 'D'],
  ['right', 'F'],
] as const;

/** Three answers to one question. None of them decides anything. */
export function PreferenceChoice({ preferred, prefer }: Preference) {
  return (
    <span className="pair prefer" role="group" aria-label={t.prefer.label}>
      {CHOICES.map(([choice, key]) => (
        <button
          key={choice}
          type="button"
          className="button plain"
          aria-pressed={choice === preferred}
          onClick={() => prefer(choice)}
        >
          {t.prefer.choices[choice]} <KeyCap name={key} />
        </button>
      ))}
    </span>
  );
}
