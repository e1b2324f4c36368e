/** What the screens change. Every request that creates carries a key, so that sending it twice is one request. */
import { randomKey } from '../lib/random-key';
import { patch, post, put, remove } from './client';
import type { Campaign, DecisionAnswer, DecisionItem, Me, NewlyReleased, Plan, Run, Turn } from './wire';

const newKey = randomKey;

export const signIn = (email: string, password: string) => post<Me>('/sessions', { json: { email, password } });
export const signOut = () => remove('/sessions/current');
export const enterAsGuest = (secret: string, password?: string) =>
  post<Me>('/guest_sessions', { json: password ? { secret, password } : { secret } });

/** The brief is the YAML file; the others keep the names that the brief calls them by. */
export function briefForm(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) {
    const isBrief = /\.ya?ml$/i.test(file.name);
    form.append(isBrief ? 'brief' : 'files', file, isBrief ? 'brief.yaml' : file.name);
  }
  return form;
}

export const createCampaign = (files: readonly File[]) =>
  post<Campaign>('/campaigns', { form: briefForm(files), idempotencyKey: newKey() });
export const replaceBrief = (campaignId: string, files: readonly File[]) =>
  put<unknown>(`/campaigns/${campaignId}/brief`, { form: briefForm(files) });
export const setBudget = (campaignId: string, amount: string | null, isHard: boolean) =>
  patch<Campaign>(`/campaigns/${campaignId}/budget`, { json: { amount, is_hard: isHard } });

export const makePlan = (campaignId: string) =>
  post<Plan>(`/campaigns/${campaignId}/plans`, { json: {}, idempotencyKey: newKey() });
export const approvePlan = (planId: string) => post<Plan>(`/plans/${planId}/approve`);
export const launchPlan = (planId: string) => post<Run>(`/plans/${planId}/launch`, { idempotencyKey: newKey() });

export const changeRun = (runId: string, change: 'cancel' | 'pause' | 'resume') =>
  post<Run>(`/runs/${runId}/${change}`);
export const retryTasks = (runId: string, taskIds?: string[]) =>
  post<{ retried: number }>(`/runs/${runId}/retry`, { json: taskIds ? { task_ids: taskIds } : {} });

export const decide = (items: DecisionItem[], idempotencyKey: string, isParting: boolean) =>
  post<{ items: DecisionAnswer[] }>('/decisions', { json: { items }, idempotencyKey, isParting });
export const answerRequest = (
  variantId: string,
  turn: { revision_id: string; words: string; edits: Record<string, string> },
) => post<{ turn: Turn; run: Run | null }>(`/variants/${variantId}/turns`, { json: turn, idempotencyKey: newKey() });

export const createRelease = (campaignId: string, destination: string) =>
  post<NewlyReleased>(`/campaigns/${campaignId}/releases`, { json: { destination }, idempotencyKey: newKey() });
