import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import type { Ad } from './ad';
import { isSeen } from './seen';

interface Props {
  targets: readonly Ad[];
  onApprove: () => void;
  /** Shows some of those that nobody has looked at. */
  onSample: (unseen: readonly Ad[]) => void;
  onClose: () => void;
}

/** Many ads that were never on screen are not approved by one click. */
export function ApproveMany({ targets, onApprove, onSample, onClose }: Props) {
  const unseen = targets.filter((item) => !isSeen(item.id));
  return (
    <Dialog title={t.review.manyTitle(count(targets.length))} isTitleHidden onClose={onClose}>
      <div className="dialog-body">
        <h2>{t.review.manyTitle(count(targets.length))}</h2>
        <p className="is-second">{t.review.manyDetail(count(unseen.length))}</p>
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button" onClick={() => onSample(unseen)}>
            {t.review.sample}
          </button>
          <button type="button" className="button main" onClick={onApprove}>
            {t.review.approveGroup(targets.length)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
