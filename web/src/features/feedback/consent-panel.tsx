import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { setConsent } from '../../api/commands';
import type { Brand, Consent, ConsentLevel, Learning } from '../../api/wire';
import { atTime, onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import type { NameOf } from './names';

/** From the least to the most. */
const LEVELS: readonly ConsentLevel[] = ['nothing', 'traces_only', 'everything'];

interface Props {
  brand: Brand;
  learning: Learning;
  mayTeach: boolean;
  nameOf: NameOf;
}

/** What may be learned from: what it is, who said so, and the way to another level. */
export function ConsentPanel({ brand, learning, mayTeach, nameOf }: Props) {
  const [chosen, setChosen] = useState<ConsentLevel | null>(null);
  const { level, consents } = learning;
  const wanted = chosen ?? level;
  const saving = useSaving(brand, level, () => setChosen(null));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(wanted);
  };
  return (
    <section className="consent" aria-labelledby="consent-title">
      <div>
        <h2 id="consent-title">{t.consent.title}</h2>
        <p className="is-second">{t.consent.sensitive}</p>
        {!mayTeach && <p className="is-quiet">{t.consent.mayNot}</p>}
        <History consents={consents} nameOf={nameOf} />
      </div>
      <form onSubmit={onSubmit}>
        <fieldset disabled={!mayTeach || saving.isPending}>
          <legend className="unseen">{t.consent.title}</legend>
          {LEVELS.map((each) => (
            <label key={each} className="option">
              <input type="radio" name="level" checked={each === wanted} onChange={() => setChosen(each)} />
              <b>{t.consent.levels[each].name}</b>
              <span className="is-second">{t.consent.levels[each].means}</span>
              {each === level && <Since consent={consents.at(-1)} nameOf={nameOf} />}
            </label>
          ))}
        </fieldset>
        {saving.error && <Trouble error={saving.error} />}
        {wanted !== level && (
          <Consequence from={level} to={wanted} isPending={saving.isPending} onCancel={() => setChosen(null)} />
        )}
      </form>
    </section>
  );
}

function useSaving(brand: Brand, before: ConsentLevel, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (level: ConsentLevel) => setConsent(brand.id, level),
    onSuccess: async (_, level) => {
      await client.invalidateQueries({ queryKey: ['learning'] });
      onDone();
      const isMore = LEVELS.indexOf(level) > LEVELS.indexOf(before);
      say(isMore ? t.consent.granted(t.consent.levels[level].name, brand.title) : t.consent.withdrawn(brand.title));
    },
  });
}

function Since({ consent, nameOf }: { consent: Consent | undefined; nameOf: NameOf }) {
  if (!consent) return null;
  return (
    <span className="is-quiet">{t.consent.since(nameOf(consent.actor) ?? t.consent.another, onDay(consent.at))}</span>
  );
}

interface ConsequenceProps {
  from: ConsentLevel;
  to: ConsentLevel;
  isPending: boolean;
  onCancel: () => void;
}

/** What the choice does, before it does it. More is allowed from now on; less reaches back. */
function Consequence({ from, to, isPending, onCancel }: ConsequenceProps) {
  const isLess = LEVELS.indexOf(to) < LEVELS.indexOf(from);
  const { forgets, exports, final } = t.consent.withdrawNotes;
  return (
    <div className={isLess ? 'notice care' : 'notice'} role="status" ref={showWhole}>
      {isLess ? (
        <>
          <strong>{t.consent.withdrawTitle}</strong>
          <ul>
            {[forgets, exports, final].map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t.consent.grantNote}</p>
      )}
      <div className="consent-actions">
        <button type="submit" className="button main" disabled={isPending}>
          {isLess ? t.consent.withdraw : t.consent.grant(t.consent.levels[to].name)}
        </button>
        <button type="button" className="button plain" onClick={onCancel}>
          {t.cancel}
        </button>
      </div>
    </div>
  );
}

/** It may have opened below the fold. */
const showWhole = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

function History({ consents, nameOf }: { consents: readonly Consent[]; nameOf: NameOf }) {
  return (
    <div className="consent-history">
      <h3>{t.consent.history}</h3>
      {consents.length === 0 && <p className="is-quiet">{t.consent.never}</p>}
      <ol>
        {consents.toReversed().map(({ id, level, actor, at }) => (
          <li key={id}>
            <span>{t.consent.levels[level].name}</span>
            <span className="is-quiet">{t.evidence.by(nameOf(actor) ?? t.consent.another, atTime(at))}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
