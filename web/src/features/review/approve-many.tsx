import type { Variant } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';

interface Props {
  targets: readonly Variant[];
  onApprove: () => void;
  onClose: () => void;
}

export function ApproveMany({ targets, onApprove, onClose }: Props) {
  return (
    <Dialog title={t.review.manyTitle(count(targets.length))} isTitleHidden onClose={onClose}>
      <div className="dialog-body">
        <h2>{t.review.manyTitle(count(targets.length))}</h2>
        <p className="is-second">{t.review.manyDetail}</p>
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button main" onClick={onApprove}>
            {t.review.approveGroup(targets.length)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
