/** What an ad can be held against: its own earlier revisions, then the same place with another idea or in another market. */
import type { Revision, VariantDetail } from '../../api/wire';
import { t } from '../../locales/words';
import type { Ad } from './ad';
import type { Names } from './use-names';

export interface Other {
  /** A revision's id. */
  id: string;
  label: string;
  width: number;
  height: number;
  /** Set where it is a revision of the same ad. */
  revision: Revision | undefined;
  /** Choices between two are made within one campaign. */
  isSameCampaign: boolean;
}

const MOST = 40;

export function othersOf(item: Ad, detail: VariantDetail | undefined, items: readonly Ad[], names: Names): Other[] {
  const own = (detail?.revisions ?? [])
    .filter(({ id }) => id !== item.revision?.id)
    .toSorted((one, other) => other.number - one.number)
    .map((revision) => ({
      id: revision.id,
      label: t.review.revisionShort(revision.number),
      width: revision.width,
      height: revision.height,
      revision,
      isSameCampaign: true,
    }));
  const alike = items.filter((other) => other.id !== item.id && other.revision && isAlike(item, other)).slice(0, MOST);
  return [...own, ...alike.map((other) => otherAd(other, names, other.campaign_id === item.campaign_id))];
}

/** The same format of the same market or of the same idea. */
function isAlike(one: Ad, other: Ad): boolean {
  return one.format === other.format && (one.market === other.market || one.message === other.message);
}

function otherAd({ revision, market, message }: Ad, names: Names, isSameCampaign: boolean): Other {
  return {
    id: revision?.id ?? '',
    label: [names.market(market), names.message(message)].filter(Boolean).join(', '),
    width: revision?.width ?? 1,
    height: revision?.height ?? 1,
    revision: undefined,
    isSameCampaign,
  };
}
