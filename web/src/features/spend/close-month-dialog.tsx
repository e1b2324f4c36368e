import { useMutation, useQueryClient } from '@tanstack/react-query';
import { closeMonth } from '../../api/commands';
import { bookMonth } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { marked, Rich } from '../../ui/rich';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';

interface Props {
  month: string;
  /** In words; null where it cannot be said. */
  spent: string | null;
  onClose: () => void;
}

/** What closing a month does, before it is done for good. */
export function CloseMonthDialog({ month, spent, onClose }: Props) {
  const client = useQueryClient();
  const name = bookMonth(month);
  const closing = useMutation({
    mutationFn: () => closeMonth(month),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['closed-months'] });
      say(t.closing.done(name));
      onClose();
    },
  });
  return (
    <Dialog title={t.closing.title(name)} isTitleHidden width={480} onClose={onClose}>
      <div className="dialog-body">
        <h2>{t.closing.title(name)}</h2>
        {spent && (
          <p className="closing-sum">
            <Rich text={t.closing.comesTo(marked(spent))} />
          </p>
        )}
        <div>
          <h3>{t.closing.freezes}</h3>
          <ul className="closing-points">
            {t.closing.points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </div>
        <p className="is-second">{t.closing.forGood}</p>
        {closing.error && <Trouble error={closing.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button main" disabled={closing.isPending} onClick={() => closing.mutate()}>
            {t.closing.close(name)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
