import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { KeyCap } from './key-cap';
import { KEY_TABLE, type KeyGroup } from './key-table';
import './keys.css';

const GROUPS: readonly KeyGroup[] = ['decide', 'move', 'look', 'compare', 'mark', 'edit', 'go'];

/** All keys, from the table that also drives them. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t.keys.title} width={1180} onClose={onClose}>
      <div className="keys-help">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t.keys.groups[group]}</h3>
            <dl>
              {KEY_TABLE.filter((row) => row.group === group).map((row) => (
                <div key={row.action}>
                  <dt>
                    {row.keys.map((name) => (
                      <KeyCap key={name} name={name} />
                    ))}
                  </dt>
                  <dd>{t.keys.actions[row.action]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="is-quiet">{t.keys.note}</p>
      </div>
    </Dialog>
  );
}
