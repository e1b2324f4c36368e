import type { TurnQuote } from '../../../api/wire';
import { count, hours, moneyRange, range } from '../../../lib/format';
import { t } from '../../../locales/words';
import { Trouble } from '../../../ui/trouble';
import type { Editor } from './use-editor';
import { type Quotes, SCOPES } from './use-quotes';

/** How far the turn reaches, and what that would take, before it is sent. */
export function ScopeChoice({ editor, quotes }: { editor: Editor; quotes: Quotes }) {
  const { scope } = editor.now;
  const isFixed = editor.base !== undefined;
  return (
    <section className="part" aria-label={t.edit.scope}>
      <fieldset className="reaches">
        <legend>{t.edit.scope}</legend>
        {SCOPES.map((each) => {
          const ads = quotes.counts[each];
          return (
            <label key={each}>
              <input
                type="radio"
                name="scope"
                checked={scope === each}
                disabled={isFixed && each !== 'variant'}
                onChange={() => editor.draft.set({ scope: each })}
              />
              <span>{t.edit.scopes[each]}</span>
              <span className="is-quiet">{ads === undefined ? '' : t.edit.ads(ads)}</span>
            </label>
          );
        })}
      </fieldset>
      {isFixed && <p className="is-quiet">{t.edit.scopeFixed}</p>}
      {quotes.error ? (
        <Trouble error={quotes.error} />
      ) : (
        quotes.chosen && <QuoteWords quote={quotes.chosen} isCurrent={quotes.isCurrent} />
      )}
    </section>
  );
}

function QuoteWords({ quote, isCurrent }: { quote: TurnQuote; isCurrent: boolean }) {
  const { estimate, review_hours: review, reopened, left_out: left } = quote;
  const cost = estimate?.cost;
  const whys = (['other_words', 'other_versions', 'without_picture', 'unchanged'] as const).filter(
    (why) => left[why] > 0,
  );
  return (
    <div className="edit-quote" aria-busy={!isCurrent}>
      <dl className="rows">
        <div>
          <dt>{t.edit.makes}</dt>
          <dd>{quote.to_make === 0 ? t.edit.makesNothing : t.edit.tasks(quote.to_make, quote.reused)}</dd>
        </div>
        {estimate && (
          <div>
            <dt>{t.plan.cost}</dt>
            <dd>{cost ? moneyRange(cost.p50, cost.p90, cost.currency) : t.money.unknown}</dd>
          </div>
        )}
        {review && (
          <div>
            <dt>{t.plan.review}</dt>
            <dd>{range(review.p50, review.p90, hours)}</dd>
          </div>
        )}
        {quote.markets.length > 1 && (
          <div>
            <dt>{t.edit.markets}</dt>
            <dd>{count(quote.markets.length)}</dd>
          </div>
        )}
      </dl>
      {reopened > 0 && <p className="is-chg">{t.edit.reopens(reopened)}</p>}
      {whys.map((why) => (
        <p key={why} className="is-quiet">
          {t.edit.leftOut[why](left[why])}
        </p>
      ))}
    </div>
  );
}
