import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { setBudget } from '../../api/commands';
import type { CampaignSpend } from '../../api/wire';
import { money } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';

/** Finance changes a budget. Cutting always works; what is spent and held already stays. */
export function BudgetDialog({ campaign, onClose }: { campaign: CampaignSpend; onClose: () => void }) {
  const [amount, setAmount] = useState(campaign.limit ?? '');
  const [isHard, setIsHard] = useState(campaign.is_hard);
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: () => setBudget(campaign.id, amount.trim() === '' ? null : amount.trim(), isHard),
    onSuccess: async () => {
      await client.invalidateQueries();
      say(t.budget.changed(campaign.title));
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={t.budget.changeOf(campaign.title)} isTitleHidden width={420} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{t.budget.changeOf(campaign.title)}</h2>
          <p className="is-second">
            {t.budget.taken(money(campaign.spent, campaign.currency), money(campaign.held, campaign.currency))}
          </p>
        </div>
        <label className="field">
          <span>{t.budget.amount(campaign.currency)}</span>
          <input
            className="input"
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
          <small>{t.budget.amountNote}</small>
        </label>
        <label className="check">
          <input type="checkbox" checked={isHard} onChange={(event) => setIsHard(event.target.checked)} />
          <span>{t.budget.hardNote}</span>
        </label>
        {saving.error && <Trouble error={saving.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={saving.isPending}>
            {t.budget.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
