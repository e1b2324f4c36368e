import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { createRelease } from '../../api/commands';
import { workflow } from '../../api/queries';
import type { Campaign } from '../../api/wire';
import { count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Trouble } from '../../ui/trouble';
import { say, sayTrouble } from '../shell/status';

/** What leaves Galley is confirmed: how many ads, of which campaign, to where. */
export function ReleaseDialog({ campaigns, onClose }: { campaigns: readonly Campaign[]; onClose: () => void }) {
  const [campaignId, setCampaignId] = useState(campaigns[0]?.id ?? '');
  const [chosen, setDestination] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const campaign = campaigns.find(({ id }) => id === campaignId);
  const targets = useTargets(campaign);
  const destination = targets.includes(chosen) ? chosen : (targets[0] ?? '');
  const approved = campaign?.counts.approved ?? 0;
  const publishing = useMutation({
    mutationFn: () => createRelease(campaignId, destination),
    onSuccess: async (release) => {
      await client.invalidateQueries();
      const refused = release.refused.length;
      if (refused > 0) sayTrouble(t.releases.refused(refused, release.refused[0]?.broken_by.join(', ') ?? ''));
      else say(t.releases.started(release.item_count));
      onClose();
      await navigate({ to: '/releases', search: { release: release.id } });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    publishing.mutate();
  };
  return (
    <Dialog title={t.releases.publish} isTitleHidden width={440} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{t.releases.publish}</h2>
          <p className="is-second">{t.releases.publishNote}</p>
        </div>
        <label className="field">
          <span>{t.filters.campaign}</span>
          <select className="input" value={campaignId} onChange={(event) => setCampaignId(event.target.value)}>
            {campaigns.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t.releases.destination}</span>
          <select
            className="input"
            required
            value={destination}
            onChange={(event) => setDestination(event.target.value)}
          >
            {targets.map((name) => (
              <option key={name} value={name}>
                {word(t.destinations, name)}
              </option>
            ))}
          </select>
          <small>{t.releases.destinationNote}</small>
        </label>
        {publishing.error && <Trouble error={publishing.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button
            type="submit"
            className="button main"
            disabled={publishing.isPending || approved === 0 || destination === ''}
          >
            {approved === 0 ? t.releases.nothingApproved : t.releases.send(count(approved))}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where the campaign's workflow publishes to. */
function useTargets(campaign: Campaign | undefined): string[] {
  const { data } = useQuery({ ...workflow(campaign?.workflow ?? ''), enabled: campaign !== undefined });
  return [...new Set((data?.publish ?? []).map(({ to }) => to))];
}
