import type { ReactNode } from 'react';
import { isMore, sumOf, toNano, fromNano } from '../../lib/decimal';
import { bookDay, count, gpuTime, money, shareInWords } from '../../lib/format';
import { t, word } from '../../locales/words';
import { marked, Rich } from '../../ui/rich';
import type { Names } from '../review/use-names';
import { type Outlook, reached } from './forecast';
import { wasted, wastedShare, worstWaste } from './parts';
import type { Books } from './use-books';

interface Props {
  books: Books;
  outlook: Outlook | null;
  names: Names;
  /** What can be done about it, under the sentence. */
  children?: ReactNode;
}

/** A sentence first, then the four figures that it rests on. */
export function SpendHead({ books, outlook, names, children }: Props) {
  const { parts, shown } = books;
  const unknown = shown.reduce((sum, { unknown_costs }) => sum + unknown_costs, 0);
  return (
    <section className="spend-head">
      <div className="spend-lede">
        <p className="lede">
          <Rich text={sentences(books, outlook, names).join(' ')} />
        </p>
        {unknown > 0 && <p className="is-chg">{t.spend.unknown(unknown)}</p>}
        {books.notRead > 0 && <p className="is-second">{t.spend.notRead(books.notRead)}</p>}
        {children}
      </div>
      {parts && <Figures books={books} />}
    </section>
  );
}

function Figures({ books }: { books: Books }) {
  const { parts, ads, currency } = books;
  if (!parts) return null;
  return (
    <dl className="spend-figures">
      <div>
        <dt>{t.spend.perApproved}</dt>
        <dd>{parts.cost_per_approved === null ? '–' : money(parts.cost_per_approved, currency)}</dd>
        {ads !== undefined && <dd>{t.spend.perApprovedNote(count(parts.approved_ads), count(ads))}</dd>}
      </div>
      <div>
        <dt>{t.spend.inVain}</dt>
        <dd>{isMore(parts.total.amount, '0') ? shareInWords(wastedShare(parts)) : '–'}</dd>
        <dd>{money(wasted(parts), currency)}</dd>
      </div>
      <div>
        <dt>{t.spend.gpu}</dt>
        <dd>{gpuTime(parts.total.gpu_ms)}</dd>
      </div>
    </dl>
  );
}

function sentences(books: Books, outlook: Outlook | null, names: Names): readonly string[] {
  const { one, shown, parts, currency } = books;
  const amount = (value: string) => marked(money(value, currency));
  const held = sumOf(shown.map((campaign) => campaign.held));
  return [
    ...spentSentence(books, amount),
    ...(parts ? [...approvedSentence(books, amount), ...wasteSentence(books, names)] : []),
    ...(one && outlook ? endSentence(one.limit, outlook) : []),
    ...(isMore(held, '0') ? [t.spend.isHeld(amount(held))] : []),
  ];
}

function spentSentence({ one, shown }: Books, amount: (value: string) => string): readonly string[] {
  if (!one) {
    const spent = sumOf(shown.map((campaign) => campaign.spent));
    return [t.spend.spentAll(amount(spent), shown.length)];
  }
  if (one.limit === null) return [t.spend.spentOn(amount(one.spent), one.title)];
  const first = t.spend.spentOf(amount(one.spent), amount(one.limit), one.title);
  const over = toNano(one.spent) - toNano(one.limit);
  return over > 0n ? [first, t.spend.isOver(amount(fromNano(over)))] : [first];
}

function approvedSentence({ parts, ads }: Books, amount: (value: string) => string): readonly string[] {
  if (!parts || ads === undefined || ads === 0) return [];
  const all = count(ads);
  if (parts.approved_ads === 0) return [t.spend.noneOf(all)];
  const approved = marked(count(parts.approved_ads));
  const { cost_per_approved: each } = parts;
  return [each === null ? t.spend.someOf(approved, all) : t.spend.eachOf(approved, all, amount(each))];
}

function wasteSentence({ parts }: Books, names: Names): readonly string[] {
  if (!parts || !isMore(parts.total.amount, '0')) return [];
  if (!isMore(wasted(parts), '0')) return parts.approved_ads > 0 ? [t.spend.notWasted] : [];
  const share = marked(shareInWords(wastedShare(parts)));
  const worst = worstWaste(parts.waste);
  if (!worst?.market) return [t.spend.wasted(share)];
  const market = marked(names.market(worst.market));
  return [
    worst.reason ? t.spend.wastedFor(share, market, word(t.elements, worst.reason)) : t.spend.wastedIn(share, market),
  ];
}

function endSentence(limit: string | null, outlook: Outlook): readonly string[] {
  const when = limit === null ? null : reached(outlook, Number(limit));
  if (when?.likely) return [t.spend.usedUp(marked(bookDay(when.likely)))];
  return when?.early ? [t.spend.usedUpEarly(marked(bookDay(when.early)))] : [];
}
