import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { brands as brandsQuery, brief as briefQuery, me as meQuery, workflows as workflowsQuery } from '../api/queries';
import { type Draft, type DraftBook, openDraft } from '../features/launch/draft';
import { LaunchDesk } from '../features/launch/launch-desk';
import type { Step } from '../features/launch/steps';
import { Header } from '../features/shell/header';
import { t } from '../locales/words';
import { Page } from '../ui/page';
import { PageTrouble } from '../ui/trouble';

const newRoute = getRouteApi('/desk/campaigns/new');
const changeRoute = getRouteApi('/desk/campaigns/$campaignId/brief');

/** A brief that is not there yet. What can be only one thing is filled in. */
export function NewCampaign() {
  const { step } = newRoute.useSearch();
  const brands = useQuery(brandsQuery());
  const workflows = useQuery(workflowsQuery());
  const error = brands.error ?? workflows.error;
  const base = brands.data && workflows.data && { ...EMPTY, text: startText(brands.data, workflows.data) };
  return <Launching campaignId={undefined} base={base} error={error} step={step} planId={undefined} />;
}

/** The brief of a campaign that is there. */
export function ChangeBrief() {
  const { campaignId } = changeRoute.useParams();
  const { step, plan } = changeRoute.useSearch();
  const { data, error } = useQuery(briefQuery(campaignId));
  const base = data && { ...EMPTY, text: data.text, from: data.version, changedAt: data.created_at };
  return <Launching key={campaignId} campaignId={campaignId} base={base} error={error} step={step} planId={plan} />;
}

const EMPTY: Draft = { text: '', files: {}, lines: {}, from: null, changedAt: '' };

function startText(brands: readonly { slug: string }[], workflows: readonly { name: string }[]): string {
  const only = <T,>(list: readonly T[], name: (one: T) => string) => (list.length === 1 ? name(list[0] as T) : '""');
  return [
    'campaign: ""',
    'title: ""',
    `brand: ${only(brands, ({ slug }) => slug)}`,
    `workflow: ${only(workflows, ({ name }) => name)}`,
    'markets: []',
    'messages: []',
    'formats: []',
    'inputs: {}',
    '',
  ].join('\n');
}

interface Props {
  campaignId: string | undefined;
  base: Draft | undefined;
  error: Error | null;
  step: Step | undefined;
  planId: string | undefined;
}

function Launching({ campaignId, base, error, step, planId }: Props) {
  const { data: me } = useQuery(meQuery());
  const person = me?.person?.id;
  const book = useBook(person && `${person}:${campaignId ?? 'new'}`, base);
  const title = campaignId ? t.brief.title : t.campaigns.add;
  if (me && !me.may.produce) {
    return (
      <>
        <Header title={title} />
        <Page>
          <div className="empty">
            <h2>{t.launch.notYours}</h2>
            <p>{t.launch.notYoursDetail}</p>
          </div>
        </Page>
      </>
    );
  }
  if (!book || !base) {
    return (
      <>
        <Header title={title} />
        <Page isBusy={!error}>{error && <PageTrouble error={error} />}</Page>
      </>
    );
  }
  return <LaunchDesk campaignId={campaignId} book={book} base={base} step={step ?? 'brief'} planId={planId} />;
}

/** What was kept here, else the base. A base that is newer than an untouched draft takes its place. */
function useBook(key: string | undefined, base: Draft | undefined): DraftBook | null {
  const [opened, setOpened] = useState<{ key: string; book: DraftBook } | null>(null);
  const isReady = key !== undefined && base !== undefined;
  useEffect(() => {
    if (!isReady) return;
    let isOver = false;
    void openDraft(key, base).then((book) => isOver || setOpened({ key, book }));
    return () => {
      isOver = true;
    };
    // Only what is there at the beginning counts: later versions are a conflict, and told.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, isReady]);
  return opened && opened.key === key ? opened.book : null;
}
