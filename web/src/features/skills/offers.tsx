import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { thumbnailAddress } from '../../api/media';
import type { Brand, SkillOffer } from '../../api/wire';
import { onDay } from '../../lib/format';
import { t, word } from '../../locales/words';

const DraftDialog = lazy(() => import('./draft-dialog').then((module) => ({ default: module.DraftDialog })));

/** As many as stand in a row; the rest is a number. */
const SHOWN = 6;

interface Props {
  brand: Brand;
  offers: readonly SkillOffer[];
  isTeacher: boolean;
}

/** What people asked for again and again, with the ads they asked it of: worth saying once for all. */
export function Offers({ brand, offers, isTeacher }: Props) {
  const [writing, setWriting] = useState<SkillOffer | null>(null);
  return (
    <section className="spend-section">
      <h2>{t.offers.title}</h2>
      <p className="is-second">{t.offers.note}</p>
      <ul>
        {offers.map((offer) => (
          <li key={`${offer.element} ${offer.aspect}`} className="offer">
            <div className="section-line">
              <p className="serif">{offerWords(offer)}</p>
              {isTeacher && (
                <button type="button" className="button" onClick={() => setWriting(offer)}>
                  {t.offers.write}
                  <span className="unseen">: {offerWords(offer)}</span>
                </button>
              )}
            </div>
            <ul className="evidence">
              {offer.decisions.slice(0, SHOWN).map((asked) => (
                <li key={asked.decision_id}>
                  <Link to="/review" search={{ queue: 'all', item: asked.variant_id, loupe: true }}>
                    <span className="evidence-picture">
                      <img src={thumbnailAddress(asked.revision_id, 'h240')} alt="" />
                    </span>
                    <span>{reasonWords(asked.reason)}</span>
                    <span className="is-quiet">{onDay(asked.at)}</span>
                  </Link>
                </li>
              ))}
            </ul>
            {offer.decisions.length > SHOWN && (
              <p className="is-quiet">{t.more(String(offer.decisions.length - SHOWN))}</p>
            )}
          </li>
        ))}
      </ul>
      <Suspense>{writing && <DraftDialog brand={brand} offer={writing} onClose={() => setWriting(null)} />}</Suspense>
    </section>
  );
}

/** One of the closed list, or what somebody wrote. */
const reasonWords = (reason: string) => (t.reasons as Record<string, string>)[reason] ?? reason;

export const offerWords = ({ element, aspect, ads }: SkillOffer) =>
  t.offers.asked(word(t.elements, element), word(t.reasons, aspect), ads);
