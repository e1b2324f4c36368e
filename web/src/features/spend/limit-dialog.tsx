import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { setLimit } from '../../api/commands';
import type { SpendLimit } from '../../api/wire';
import { bookMonth, money } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';

interface Props {
  /** Null: one that is not there yet. */
  limit: SpendLimit | null;
  /** Whose budgets may be set; null is the organization. */
  settable: readonly (string | null)[];
  nameOf: (id: string | null) => string;
  currency: string;
  today: string;
  onClose: () => void;
}

/** Finance sets what the organization or a brand may spend. Cutting always works; what is spent and held already stays. */
export function LimitDialog({ limit, settable, nameOf, currency, today, onClose }: Props) {
  const [draft, setDraft] = useState(() => ({
    brand_id: limit ? limit.brand_id : (settable[0] ?? null),
    month: limit ? limit.month : null,
    amount: limit?.limit ?? '',
    is_hard: limit?.is_hard ?? true,
    warn_percent: String(limit?.warn_percent ?? 80),
  }));
  const put = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const client = useQueryClient();
  const name = nameOf(draft.brand_id);
  const saving = useMutation({
    mutationFn: () =>
      setLimit({
        ...draft,
        currency: limit?.currency ?? currency,
        amount: draft.amount.trim() || null,
        warn_percent: Number(draft.warn_percent),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['spend'] });
      say(t.budget.changed(name));
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const title = limit
    ? t.budget.changeOf(limit.month ? `${name}, ${bookMonth(limit.month)}` : name)
    : t.limits.addTitle(currency);
  return (
    <Dialog title={title} isTitleHidden width={460} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{title}</h2>
          {limit && (
            <p className="is-second">
              {t.budget.taken(money(limit.spent, limit.currency), money(limit.held, limit.currency))}
            </p>
          )}
        </div>
        {!limit && <Whose {...{ draft, put, settable, nameOf, today }} />}
        <label className="field">
          <span>{t.budget.amount(limit?.currency ?? currency)}</span>
          <input
            className="input"
            inputMode="decimal"
            value={draft.amount}
            onChange={(event) => put({ amount: event.target.value })}
          />
          <small>{t.budget.amountNote}</small>
        </label>
        <label className="field">
          <span>{t.limits.warnFrom}</span>
          <input
            className="input"
            type="number"
            min={1}
            max={100}
            required
            value={draft.warn_percent}
            onChange={(event) => put({ warn_percent: event.target.value })}
          />
        </label>
        <label className="check">
          <input type="checkbox" checked={draft.is_hard} onChange={(event) => put({ is_hard: event.target.checked })} />
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

interface WhoseProps extends Pick<Props, 'settable' | 'nameOf' | 'today'> {
  draft: { brand_id: string | null; month: string | null };
  put: (change: { brand_id?: string | null; month?: string | null }) => void;
}

function Whose({ draft, put, settable, nameOf, today }: WhoseProps) {
  return (
    <>
      <label className="field">
        <span>{t.limits.columns.whose}</span>
        <select
          className="input"
          value={draft.brand_id ?? ''}
          onChange={(event) => put({ brand_id: event.target.value || null })}
        >
          {settable.map((id) => (
            <option key={id ?? ''} value={id ?? ''}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t.limits.columns.month}</span>
        <select
          className="input"
          value={draft.month ?? ''}
          onChange={(event) => put({ month: event.target.value || null })}
        >
          <option value="">{t.limits.inAll}</option>
          {monthsFrom(today).map((month) => (
            <option key={month} value={month}>
              {bookMonth(month)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

const MONTHS_AHEAD = 12;

/** This month and those that follow. */
function monthsFrom(today: string): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: MONTHS_AHEAD }, (_, ahead) =>
    new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 7),
  );
}
