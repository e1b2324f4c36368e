import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { KeyCap } from '../keys/key-cap';
import { isHint, KEY_TABLE, type Place } from '../keys/key-table';
import { hintPlace, isHelpOpen, status, sync } from './status';

export function Footer() {
  const { text, tone, action } = useStore(status, (value) => value);
  const hints = useStore(hintPlace, (value) => value);
  return (
    <footer className="footer">
      <div className="footer-status">
        <span role="status" className={tone === 'bad' ? 'is-rej' : undefined}>
          {text}
        </span>
        {action && (
          <button type="button" className="link" onClick={action.run}>
            <Icon name="undo" size={13} /> {action.label}
          </button>
        )}
      </div>
      {hints && <Hints {...hints} />}
      <button type="button" className="button plain footer-keys" onClick={() => isHelpOpen.set(true)}>
        {t.keys.all} <kbd>?</kbd>
      </button>
      <SyncState />
    </footer>
  );
}

function Hints({ place, mayDecide }: { place: Place; mayDecide: boolean }) {
  const rows = KEY_TABLE.filter(
    (row) => isHint(row) && (mayDecide || row.group === 'look') && (row.places as readonly Place[]).includes(place),
  );
  return (
    <ul className="hints" aria-label={t.keys.hints}>
      {rows.map((row) => (
        <li key={row.action}>
          <KeyCap name={row.keys[0]} /> {t.keys.short[row.action as keyof typeof t.keys.short]}
        </li>
      ))}
    </ul>
  );
}

function SyncState() {
  const state = useStore(sync, (value) => value);
  if (!state) return null;
  const { waiting, isOffline } = state;
  const words = isOffline ? t.sync.offline(waiting) : waiting > 0 ? t.sync.waiting(waiting) : t.sync.saved;
  return (
    <span className="sync" data-state={isOffline ? 'offline' : waiting > 0 ? 'waiting' : 'saved'}>
      {words}
    </span>
  );
}
