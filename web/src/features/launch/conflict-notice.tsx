import { useQuery } from '@tanstack/react-query';
import { brief as briefQuery } from '../../api/queries';
import { atTime } from '../../lib/format';
import { t } from '../../locales/words';
import { useLaunch } from './launch-context';

/** Somebody saved another version while this one was written: nothing is lost before a person has chosen. */
export function ConflictNotice() {
  const { campaignId, draft, book, isChanged } = useLaunch();
  const { data: now } = useQuery({ ...briefQuery(campaignId ?? ''), enabled: campaignId !== undefined });
  if (!now || draft.from === null || now.version === draft.from || !isChanged) return null;
  const takeTheirs = () =>
    book.reset({ text: now.text, files: {}, lines: {}, from: now.version, changedAt: now.created_at });
  const keepMine = () => book.rebase(now.version);
  return (
    <section className="notice care conflict" role="alert">
      <strong>{t.launch.conflict(now.version, atTime(now.created_at))}</strong>
      <p className="is-second">{t.launch.conflictDetail(draft.from)}</p>
      <details>
        <summary>{t.launch.showDifference}</summary>
        <LineDifference theirs={now.text} mine={draft.text} />
      </details>
      <div className="notice-actions">
        <button type="button" className="button" onClick={keepMine}>
          {t.launch.keepMine(now.version)}
        </button>
        <button type="button" className="button" onClick={takeTheirs}>
          {t.launch.takeTheirs(now.version)}
        </button>
      </div>
    </section>
  );
}

/** Lines that only one of the two has. */
function LineDifference({ theirs, mine }: { theirs: string; mine: string }) {
  const [their, my] = [theirs.split('\n'), mine.split('\n')];
  const only = (lines: readonly string[], others: readonly string[]) =>
    lines.filter((line) => line.trim() !== '' && !others.includes(line));
  return (
    <ul className="line-difference" dir="ltr">
      {only(their, my).map((line) => (
        <li key={`theirs ${line}`}>
          <b>{t.launch.theirs}</b> <code>{line}</code>
        </li>
      ))}
      {only(my, their).map((line) => (
        <li key={`mine ${line}`}>
          <b>{t.launch.mine}</b> <code>{line}</code>
        </li>
      ))}
    </ul>
  );
}
