import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { draftSkill } from '../../api/skill-commands';
import type { Brand, SkillOffer } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { intoView } from '../../ui/into-view';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { marketsIn } from './folder';
import { offerWords } from './offers';

interface Props {
  brand: Brand;
  /** What it answers; without one, somebody begins with nothing. */
  offer?: SkillOffer;
  onClose: () => void;
}

/** A skill as its texts, to be edited and kept as a draft: nobody is held to it before somebody publishes it. */
export function DraftDialog({ brand, offer, onClose }: Props) {
  const [skill, setSkill] = useState(offer?.skill ?? t.offers.starter);
  const [rules, setRules] = useState(offer?.rules ?? '');
  const [markets, setMarkets] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: () =>
      draftSkill(brand.id, { skill, rules: rules.trim() === '' ? null : rules, markets: marketsIn(markets) }),
    onSuccess: async (made) => {
      await client.invalidateQueries();
      say(t.offers.made(word({}, made.name)));
      onClose();
      await navigate({
        to: '/skills/$skillId',
        params: { skillId: made.id },
        search: { version: made.versions[0]?.version },
      });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    making.mutate();
  };
  const title = offer ? t.offers.write : t.skills.write;
  return (
    <Dialog title={title} isTitleHidden width={760} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{title}</h2>
          <p className="is-second">{offer ? t.offers.from(offerWords(offer)) : t.offers.own(brand.title)}</p>
        </div>
        <label className="field">
          <span>SKILL.md</span>
          <textarea
            className="input"
            dir="auto"
            rows={13}
            required
            value={skill}
            onChange={({ target }) => setSkill(target.value)}
          />
          <small>{t.offers.skillNote}</small>
        </label>
        <label className="field">
          <span>rules.yaml</span>
          <textarea
            className="input"
            rows={5}
            dir="auto"
            value={rules}
            onChange={({ target }) => setRules(target.value)}
          />
          <small>{t.offers.rulesNote}</small>
        </label>
        <MarketsField value={markets} onChange={setMarkets} />
        {making.error && (
          <div ref={intoView}>
            <Trouble error={making.error} />
          </div>
        )}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={making.isPending}>
            {t.offers.make}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function MarketsField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label className="field">
      <span>{t.place.markets}</span>
      <input className="input" value={value} spellCheck={false} onChange={({ target }) => onChange(target.value)} />
      <small>{t.place.marketsNote}</small>
    </label>
  );
}
