/** Markets and formats by id, as people call them, and in which direction their copy is read. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { formats, markets } from '../../api/queries';
import type { Format, Market } from '../../api/wire';
import { word } from '../../locales/words';

export interface Names {
  market: (id: string | null) => string;
  message: (id: string | null) => string;
  format: (id: string | null) => string;
  /** `300×250` where a word is too long. */
  size: (id: string | null) => string;
  copy: (ad: { market: string | null }) => { lang: string | undefined; dir: 'ltr' | 'rtl' | 'auto' };
  locale: (market: string | null) => string;
}

export function useNames(): Names {
  const { data: marketList } = useQuery(markets());
  const { data: formatList } = useQuery(formats());
  return useMemo(() => namesOf(marketList ?? [], formatList ?? []), [marketList, formatList]);
}

function namesOf(marketList: readonly Market[], formatList: readonly Format[]): Names {
  const byMarket = new Map(marketList.map((market) => [market.id, market]));
  const byFormat = new Map(formatList.map((format) => [format.id, format]));
  const locale = (market: string | null) => byMarket.get(market ?? '')?.locale;
  return {
    market: (id) => byMarket.get(id ?? '')?.title ?? word({}, id),
    message: (id) => word({}, id),
    format: (id) => byFormat.get(id ?? '')?.title ?? word({}, id),
    size: (id) => {
      const format = byFormat.get(id ?? '');
      return format ? `${format.width}×${format.height}` : word({}, id);
    },
    copy: ({ market }) => ({ lang: locale(market)?.tag, dir: locale(market)?.direction ?? 'auto' }),
    locale: (market) => locale(market)?.tag ?? '',
  };
}
