import { useQuery } from '@tanstack/react-query';
import { run as runQuery } from '../../api/queries';
import type { Revision, Turn, VariantDetail } from '../../api/wire';
import { atTime, money } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { changeWords } from './edit/change-words';
import { Said } from './note-words';
import { notesUpTo } from './notes';

export interface CopyWay {
  lang: string | undefined;
  dir: 'ltr' | 'rtl' | 'auto';
}

interface Props {
  turn: Turn;
  revision: Revision;
  detail: VariantDetail;
  copy: CopyWay;
}

/** One turn: what it changed in words, how far it went, what it cost, and which notes it says it answers. */
export function TurnItem({ turn, revision, detail, copy }: Props) {
  const { width, height } = revision;
  const changes = changeWords(turn.changes ?? [], { width, height, isRtl: copy.dir === 'rtl' });
  const base = detail.revisions.find(({ id }) => id === turn.base_revision_id);
  const fixes = notesUpTo(detail.revisions, detail.turns, revision.number).filter(({ id }) => turn.fixes?.includes(id));
  // Servers that do not tell fields tell texts.
  const texts = turn.changes ? [] : Object.entries(turn.edits);
  return (
    <div className="decision turn">
      <p className="decision-head">{turn.lead_turn_id ? t.history.followed : t.history.answered}</p>
      {turn.words && <p dir="auto">{turn.words}</p>}
      {base && <p className="is-second">{t.edit.from(base.number)}</p>}
      <dl className="turn-edits">
        {changes.map(({ slot, name, words }) => (
          <div key={slot}>
            <dt>{name}</dt>
            <dd dir="auto">{words}</dd>
          </div>
        ))}
        {texts.map(([slot, text]) => (
          <div key={slot}>
            <dt>{word(t.slots, slot)}</dt>
            <dd lang={copy.lang} dir={copy.dir}>
              {text}
            </dd>
          </div>
        ))}
      </dl>
      {fixes.length > 0 && (
        <ul aria-label={t.history.claims}>
          {fixes.map((note) => (
            <li key={note.id} className="decision-mark">
              <span className={note.state === 'fixed' ? 'is-ok' : note.state === 'still_open' ? 'is-chg' : 'is-blue'}>
                <Icon name={note.state === 'still_open' ? 'pending' : 'approve'} size={13} />
              </span>
              <span>
                <Said note={note} /> <span className="is-quiet">{t.history.noteStates[note.state]}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="is-quiet">
        {[atTime(turn.at), turn.scope && turn.scope !== 'variant' && t.edit.scopes[turn.scope]]
          .filter(Boolean)
          .join(' · ')}
        {turn.run_id && <Cost runId={turn.run_id} />}
      </p>
    </div>
  );
}

/** What its run cost, for those who may see money. */
function Cost({ runId }: { runId: string }) {
  const { data } = useQuery({ ...runQuery(runId), staleTime: 60_000, retry: false });
  if (!data || data.spent === null) return null;
  return <> · {t.history.cost(money(data.spent, data.currency))}</>;
}
