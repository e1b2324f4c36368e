import { useQuery } from '@tanstack/react-query';
import { brandKit, campaign as campaignQuery } from '../../../api/queries';
import type { Revision, TurnQuote } from '../../../api/wire';
import { moneyRange } from '../../../lib/format';
import { t } from '../../../locales/words';
import { Trouble } from '../../../ui/trouble';
import type { Ad } from '../ad';
import { Findings } from '../findings';
import type { Note } from '../notes';
import type { Names } from '../use-names';
import { Fixes } from './fixes';
import { PartList } from './part-list';
import { ScopeChoice } from './scope-choice';
import { isSuperseded } from './superseded';
import type { Editor } from './use-editor';
import type { Quotes } from './use-quotes';

interface Props {
  item: Ad;
  revision: Revision;
  editor: Editor;
  notes: readonly Note[];
  names: Names;
  quotes: Quotes;
  /** Whether there is anything to send. */
  isEmpty: boolean;
  isSending: boolean;
  error: unknown;
  onSend: () => void;
}

/** Beside the picture: the parts, what the checks say of it as it would be, what it answers, how far it goes, and sending it. */
export function EditPanel(props: Props) {
  const { item, revision, editor, notes, names, quotes, isEmpty, isSending, error, onSend } = props;
  const { data: campaign } = useQuery(campaignQuery(item.campaign_id));
  const { data: kit } = useQuery({ ...brandKit(campaign?.brand.id ?? ''), enabled: campaign !== undefined });
  const { drawn } = editor.preview;
  const found = drawn?.kind === 'picture' ? drawn.findings : revision.findings;
  const ads = quotes.chosen?.variants ?? 1;
  return (
    <aside className="thread edit-panel" aria-label={t.edit.title}>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="thread-scroll" role="region" aria-label={t.edit.title} tabIndex={0}>
        <section className="part">
          <h2>{t.edit.title}</h2>
          <p className="is-quiet">
            {names.market(item.market)} · {names.message(item.message)} ·{' '}
            {editor.base ? t.edit.from(editor.base.number) : t.review.revisionShort(revision.number)}
          </p>
        </section>
        <Fixes editor={editor} notes={notes} />
        <PartList editor={editor} palette={kit?.palette ?? NO_COLORS} copy={names.copy(item)} />
        {drawn?.kind === 'refused' && (
          <p className="notice bad" role="alert">
            {drawn.reason}
          </p>
        )}
        {editor.preview.error ? <Trouble error={editor.preview.error} onRetry={editor.preview.again} /> : null}
        <Findings findings={found} isByPicture />
        <section className="part">
          <label className="field">
            <span>{t.answer.words}</span>
            <textarea
              className="input"
              dir="auto"
              rows={2}
              maxLength={2000}
              value={editor.now.words}
              onChange={({ target }) => editor.draft.set({ words: target.value })}
            />
          </label>
        </section>
        <ScopeChoice editor={editor} quotes={quotes} />
      </div>
      <div className="decision-bar edit-send">
        {isSuperseded(error) ? (
          <p className="notice care" role="alert">
            {t.edit.superseded(revision.number)}
          </p>
        ) : (
          error !== null && <Trouble error={error} />
        )}
        {quotes.chosen && !isEmpty && <p className="is-second">{summaryOf(quotes.chosen)}</p>}
        <button type="button" className="button main wide" disabled={isEmpty || isSending} onClick={onSend}>
          <span>{ads > 1 ? t.edit.sendMany(ads) : t.answer.send}</span>
          <kbd>{t.edit.sendKey}</kbd>
        </button>
      </div>
    </aside>
  );
}

/** What sending means, in one line where the button is. */
function summaryOf({ variants, estimate, reopened }: TurnQuote): string {
  const cost = estimate?.cost;
  return [
    t.edit.ads(variants),
    estimate && (cost ? moneyRange(cost.p50, cost.p90, cost.currency) : t.edit.costUnknown),
    reopened > 0 && t.edit.reopens(reopened).replace(/\.$/, ''),
  ]
    .filter(Boolean)
    .join(' · ');
}

const NO_COLORS = {};
