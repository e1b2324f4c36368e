import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createCampaign, makePlan, updateBrief } from '../../api/commands';
import { brief as briefQuery, campaign as campaignQuery } from '../../api/queries';
import type { Brief } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { say, sayTrouble } from '../shell/status';
import { useLaunch } from './launch-context';
import { useBriefToSend } from './use-brief-to-send';

/** Somebody saved another version since this draft was begun. */
export class BriefConflict extends Error {
  constructor(readonly brief: Brief) {
    super(`version ${brief.version} came in between`);
  }
}

/** Saves what is written, then plans it. A brief that somebody else changed is never written over without a word. */
export function useSavePlan() {
  const { campaignId, draft, book, isChanged } = useLaunch();
  const toSend = useBriefToSend();
  const client = useQueryClient();
  const navigate = useNavigate();
  const save = async (): Promise<string> => {
    if (!campaignId) {
      const campaign = await createCampaign(toSend());
      await client.invalidateQueries({ queryKey: ['campaigns'] });
      client.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
      book.forget();
      return campaign.id;
    }
    if (!isChanged) return campaignId;
    const now = await client.fetchQuery({ ...briefQuery(campaignId), staleTime: 0 });
    if (now.version !== draft.from) throw new BriefConflict(now);
    const brief = await updateBrief(campaignId, toSend());
    client.setQueryData(briefQuery(campaignId).queryKey, brief);
    book.reset({ ...draft, text: brief.text, files: {}, lines: {}, from: brief.version });
    await client.invalidateQueries({ queryKey: campaignQuery(campaignId).queryKey });
    return campaignId;
  };
  return useMutation({
    mutationFn: async () => {
      const id = await save();
      const show = (plan?: string) =>
        navigate({
          to: '/campaigns/$campaignId/brief',
          params: { campaignId: id },
          search: { step: 'launch', plan },
          replace: true,
        });
      try {
        const plan = await makePlan(id);
        client.setQueryData(['plan', plan.id], plan);
        await client.invalidateQueries({ queryKey: ['plans', id] });
        await show(plan.id);
        say(t.plan.made(count(plan.summary.variants)));
      } catch (error) {
        // The brief is saved all the same: nobody must create it twice.
        if (campaignId) throw error;
        await show();
        sayTrouble(t.launch.savedNotPlanned);
      }
    },
  });
}
