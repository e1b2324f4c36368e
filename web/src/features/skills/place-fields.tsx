import { useState } from 'react';
import type { Place } from '../../api/skill-commands';
import type { Brand, Me } from '../../api/wire';
import { t } from '../../locales/words';
import { mayTeach } from '../shell/may-teach';
import { MarketsField } from './draft-dialog';
import { marketsIn } from './folder';

/** Where a skill will hold. */
export function usePlace(brand: Brand) {
  const [isForAll, setIsForAll] = useState(false);
  const [markets, setMarkets] = useState('');
  const value: Place = { brandId: isForAll ? null : brand.id, markets: marketsIn(markets) };
  return { value, isForAll, setIsForAll, markets, setMarkets };
}

interface Props {
  place: ReturnType<typeof usePlace>;
  brand: Brand;
  me: Me;
}

/** One brand or every one, all markets or some. */
export function PlaceFields({ place, brand, me }: Props) {
  return (
    <>
      {mayTeach(me, null) && (
        <fieldset className="export-formats">
          <legend className="is-second">{t.place.title}</legend>
          {[false, true].map((isAll) => (
            <label key={String(isAll)} className="option">
              <input
                type="radio"
                name="place"
                checked={place.isForAll === isAll}
                onChange={() => place.setIsForAll(isAll)}
              />
              <b>{isAll ? t.skills.everyBrand : brand.title}</b>
            </label>
          ))}
        </fieldset>
      )}
      <MarketsField value={place.markets} onChange={place.setMarkets} />
    </>
  );
}
