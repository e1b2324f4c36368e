import { useState } from 'react';
import type { SpendParts } from '../../api/wire';
import { fromNano, isMore, partOf, sumOf, toNano } from '../../lib/decimal';
import { count, money, shareInWords } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Meter } from '../../ui/meter';
import type { Names } from '../review/use-names';
import { reasonsOf, type WasteReason, wasted } from './parts';

const FEW_REASONS = 6;
const FEW_MARKETS = 5;

/** One small picture a reason, all on one scale: what was in vain, where. */
export function WastePanel({ parts, names }: { parts: SpendParts; names: Names }) {
  const [isAll, setIsAll] = useState(false);
  const reasons = reasonsOf(parts.waste);
  const all = wasted(parts);
  const largest = parts.waste.reduce((most, { amount }) => (isMore(amount, most) ? amount : most), '0');
  return (
    <section className="spend-section" aria-labelledby="waste-title">
      <h2 id="waste-title">{t.waste.title}</h2>
      {reasons.length === 0 ? (
        <p className="is-quiet">{t.waste.none}</p>
      ) : (
        <div className="waste">
          {reasons.slice(0, isAll ? undefined : FEW_REASONS).map((reason) => (
            <Reason key={reason.reason} {...{ reason, all, largest, names }} currency={parts.currency} />
          ))}
        </div>
      )}
      {reasons.length > FEW_REASONS && (
        <button type="button" className="button" onClick={() => setIsAll(!isAll)}>
          {isAll ? t.breakdown.fewer : t.breakdown.all(count(reasons.length))}
        </button>
      )}
    </section>
  );
}

interface ReasonProps {
  reason: WasteReason;
  all: string;
  largest: string;
  currency: string;
  names: Names;
}

function Reason({ reason: { reason, amount, markets }, all, largest, currency, names }: ReasonProps) {
  const few = markets.length > FEW_MARKETS + 1 ? markets.slice(0, FEW_MARKETS) : markets;
  const rest = fromNano(toNano(amount) - toNano(sumOf(few.map((each) => each.amount))));
  return (
    <div className="waste-reason">
      <h3>
        <span>{reason ? word(t.elements, reason) : t.waste.noReason}</span>
        <span>{money(amount, currency)}</span>
      </h3>
      <p className="is-second">{t.waste.share(shareInWords(partOf(amount, all)))}</p>
      <ul>
        {few.map((each) => (
          <li key={each.market}>
            <span>{each.market ? names.market(each.market) : t.waste.noMarket}</span>
            <Meter pieces={[{ share: partOf(each.amount, largest), kind: 'rej' }]} />
            <span>{money(each.amount, currency)}</span>
          </li>
        ))}
        {few.length < markets.length && (
          <li className="is-second">
            <span>{t.waste.rest(markets.length - few.length)}</span>
            <span />
            <span>{money(rest, currency)}</span>
          </li>
        )}
      </ul>
    </div>
  );
}
