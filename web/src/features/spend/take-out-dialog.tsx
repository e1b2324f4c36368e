import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { closedMonths } from '../../api/queries';
import { bookMonth } from '../../lib/format';
import { saveFile } from '../../lib/save-file';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { say } from '../shell/status';
import { monthsBack } from './months';
import { downloadFocus } from './take-focus';

interface Props {
  today: string;
  /** The FOCUS rows are of the whole organization. */
  maySeeMonths: boolean;
  /** The statement's file, once its figures are there. */
  statement: (() => { name: string; text: string }) | undefined;
  onClose: () => void;
}

/** What finance takes to its own tools. */
export function TakeOutDialog({ today, maySeeMonths, statement, onClose }: Props) {
  const saveStatement = () => {
    if (!statement) return;
    saveFile({ ...statement(), type: 'text/csv;charset=utf-8' });
    say(t.takeOut.savedTable);
  };
  return (
    <Dialog title={t.takeOut.title} width={480} onClose={onClose}>
      <div className="dialog-body">
        {maySeeMonths && <Focus today={today} />}
        <div className="take-out">
          <h3>{t.takeOut.table}</h3>
          <p className="is-second">{t.takeOut.tableNote}</p>
          <button type="button" className="button" disabled={!statement} onClick={saveStatement}>
            {t.takeOut.downloadTable}
          </button>
        </div>
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.takeOut.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Focus({ today }: { today: string }) {
  const { data: closed = [] } = useQuery(closedMonths());
  const months = monthsBack(today);
  const [month, setMonth] = useState(months[0] ?? '');
  const [isBusy, setIsBusy] = useState(false);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    await downloadFocus(month);
    setIsBusy(false);
  };
  const isClosed = (each: string) => closed.some((row) => row.month === each);
  return (
    <form className="take-out" onSubmit={(event) => void onSubmit(event)}>
      <h3>{t.takeOut.focus}</h3>
      <p className="is-second">{t.takeOut.focusNote}</p>
      <label className="field">
        <span>{t.takeOut.month}</span>
        <select className="input" value={month} onChange={(event) => setMonth(event.target.value)}>
          {months.map((each) => (
            <option key={each} value={each}>
              {isClosed(each) ? t.takeOut.isClosed(bookMonth(each)) : bookMonth(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button" disabled={isBusy}>
        {t.takeOut.download}
      </button>
    </form>
  );
}
