import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { askOverride } from '../../api/commands';
import { bookMonth, money } from '../../lib/format';
import { randomKey } from '../../lib/random-key';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import type { Whose } from './limits';

interface Props {
  whose: Whose;
  name: string;
  limit: string | null;
  onClose: () => void;
}

/** Asks that a budget may be gone over. Nothing changes until somebody of finance decides. */
export function AskDialog({ whose, name, limit, onClose }: Props) {
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  // The same request, however often it has to be sent.
  const [key, setKey] = useState(randomKey);
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: () => askOverride({ ...wishOf(whose), amount: amount.trim(), reason: reason.trim() }, key),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['spend', 'overrides'] });
      say(t.overrides.asked);
      onClose();
    },
  });
  const change = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    setKey(randomKey());
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  const of = whose.month ? `${name}, ${bookMonth(whose.month)}` : name;
  return (
    <Dialog title={t.overrides.askOf(of)} isTitleHidden width={460} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{t.overrides.askOf(of)}</h2>
          <p className="is-second">
            {limit !== null && t.overrides.limitIs(money(limit, whose.currency))} {t.overrides.askNote}
          </p>
        </div>
        <label className="field">
          <span>{t.overrides.amount(whose.currency)}</span>
          <input className="input" inputMode="decimal" required value={amount} onChange={change(setAmount)} />
          <small>{t.overrides.amountNote}</small>
        </label>
        <label className="field">
          <span>{t.overrides.reason}</span>
          <textarea
            className="input"
            rows={3}
            dir="auto"
            required
            maxLength={2000}
            value={reason}
            onChange={change(setReason)}
          />
          <small>{t.overrides.reasonNote}</small>
        </label>
        {asking.isPaused && (
          <p className="notice care" role="status">
            {t.overrides.waits}
          </p>
        )}
        {asking.error && <Trouble error={asking.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={asking.isPending}>
            {t.overrides.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A campaign has its own brand and currency: they are not said twice. */
const wishOf = ({ campaign_id, brand_id, month, currency }: Whose) =>
  campaign_id
    ? { campaign_id, brand_id: null, month: null, currency }
    : { campaign_id: null, brand_id, month, currency };
