import { useMutation, useQueryClient } from '@tanstack/react-query';
import { decideOverride } from '../../api/commands';
import type { BudgetOverride } from '../../api/wire';
import { atTime, money } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { marked, Rich } from '../../ui/rich';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { raisedTo } from './limits';

interface Props {
  asked: BudgetOverride;
  /** Whose budget, in words. */
  name: string;
  asker: string;
  /** Who decides. */
  me: string;
  /** As it is now, where it is known. */
  limit: string | null | undefined;
  onClose: () => void;
}

/** Money is committed here: who asked and why stands before whoever lets it, and their name under it. */
export function DecideDialog({ asked, name, asker, me, limit, onClose }: Props) {
  const client = useQueryClient();
  const amount = money(asked.amount, asked.currency);
  const deciding = useMutation({
    mutationFn: (verdict: 'approve' | 'refuse') => decideOverride(asked.id, verdict),
    onSuccess: async (_, verdict) => {
      await client.invalidateQueries({ queryKey: ['spend'] });
      say(verdict === 'approve' ? t.overrides.raised(name, amount) : t.overrides.refused(name));
      onClose();
    },
  });
  const to = raisedTo(limit, asked.amount);
  return (
    <Dialog title={t.overrides.decideOf(name)} isTitleHidden width={480} onClose={onClose}>
      <div className="dialog-body">
        <h2>{t.overrides.decideOf(name)}</h2>
        <p className="closing-sum">
          <Rich text={t.overrides.wants(marked(asker), marked(amount))} />
        </p>
        <dl className="facts">
          <dt>{t.overrides.reason}</dt>
          <dd dir="auto">{asked.reason}</dd>
          <dt>{t.overrides.at}</dt>
          <dd>{atTime(asked.asked_at)}</dd>
          {limit && to && (
            <>
              <dt>{t.overrides.limit}</dt>
              <dd>{t.range(money(limit, asked.currency), money(to, asked.currency))}</dd>
            </>
          )}
        </dl>
        <p className="is-second">{t.overrides.inYourName(me)}</p>
        {deciding.isPaused && (
          <p className="notice care" role="status">
            {t.overrides.waits}
          </p>
        )}
        {deciding.error && <Trouble error={deciding.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button
            type="button"
            className="button"
            disabled={deciding.isPending}
            onClick={() => deciding.mutate('refuse')}
          >
            {t.overrides.refuse}
          </button>
          <button
            type="button"
            className="button main"
            disabled={deciding.isPending}
            onClick={() => deciding.mutate('approve')}
          >
            {t.overrides.approve(amount)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
