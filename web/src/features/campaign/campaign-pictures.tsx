import { useQuery } from '@tanstack/react-query';
import { thumbnailAddress } from '../../api/media';
import { someVariants } from '../../api/queries';
import { pickPictures } from './pick-pictures';

const SHOWN = 10;

/** What a campaign looks like, at a glance. The row that they stand in says its name and leads to it. */
export function CampaignPictures({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(someVariants(campaignId));
  const pictures = pickPictures(data?.items ?? [], SHOWN);
  if (pictures.length === 0) return null;
  return (
    <div className="campaign-pictures" aria-hidden="true">
      {pictures.map(
        ({ id, revision }) =>
          revision && (
            <img
              key={id}
              src={thumbnailAddress(revision.id, 'h240')}
              width={revision.width}
              height={revision.height}
              style={{ background: revision.dominant ?? undefined }}
              alt=""
              loading="lazy"
            />
          ),
      )}
    </div>
  );
}
