/** What the screens change. Every request that creates carries a key, so that sending it twice is one request. */
import { randomKey } from '../lib/random-key';
import { patch, post, postLines, put, remove } from './client';
import type {
  Brief,
  BudgetOverride,
  Campaign,
  ClosedMonth,
  Comparison,
  ConsentLevel,
  DecisionAnswer,
  DecisionItem,
  DrawnLine,
  DrawPreview,
  ExportFormat,
  FeedbackExport,
  Learning,
  Me,
  NewlyReleased,
  NewOverride,
  NewSpendLimit,
  NewTurn,
  Plan,
  Preview,
  Provenance,
  Run,
  SignalItem,
  SpendLimit,
  Turn,
  TurnQuote,
} from './wire';

const newKey = randomKey;

export const signIn = (email: string, password: string) => post<Me>('/sessions', { json: { email, password } });
export const signOut = () => remove('/sessions/current');
export const enterAsGuest = (secret: string, password?: string) =>
  post<Me>('/guest_sessions', { json: password ? { secret, password } : { secret } });

/** A brief with files by the names that it calls them by. */
function briefForm({ text, files }: NewBrief): FormData {
  const form = new FormData();
  form.append('brief', new Blob([text], { type: 'application/yaml' }), 'brief.yaml');
  for (const [name, file] of Object.entries(files)) form.append('files', file, name);
  return form;
}

export interface NewBrief {
  text: string;
  files: Readonly<Record<string, Blob>>;
}

export const createCampaign = (brief: NewBrief) =>
  post<Campaign>('/campaigns', { form: briefForm(brief), idempotencyKey: newKey() });
export const updateBrief = (campaignId: string, brief: NewBrief) =>
  put<Brief>(`/campaigns/${campaignId}/brief`, { form: briefForm(brief) });

/** Reads and checks a brief that is not saved; files that the campaign has already need not be sent. */
export function openPreview(brief: NewBrief, campaignId: string | undefined, signal: AbortSignal) {
  const form = briefForm(brief);
  if (campaignId) form.append('campaign', campaignId);
  return post<Preview>('/previews', { form, signal, idempotencyKey: newKey() });
}

/** An ad as its run drew it, so that adjustments are seen before they are sent. */
export function openAdPreview(variantId: string, signal: AbortSignal) {
  const form = new FormData();
  form.append('variant', variantId);
  return post<Preview>('/previews', { form, signal, idempotencyKey: newKey() });
}

/** Each ad as soon as it is drawn. A newer call ends the one before, also on the server. */
export const drawPreview = (id: string, wanted: DrawPreview, signal: AbortSignal, onLine: (line: DrawnLine) => void) =>
  postLines<DrawnLine>(`/previews/${id}/pictures`, { json: wanted, signal }, onLine);
export const closePreview = (id: string) => remove(`/previews/${id}`, { isParting: true });

export const setBudget = (campaignId: string, amount: string | null, isHard: boolean) =>
  patch<Campaign>(`/campaigns/${campaignId}/budget`, { json: { amount, is_hard: isHard } });

export const setLimit = (limit: NewSpendLimit) => put<SpendLimit>('/budgets', { json: limit });
export const askOverride = (wish: NewOverride, idempotencyKey: string) =>
  post<BudgetOverride>('/budget_overrides', { json: wish, idempotencyKey });
export const decideOverride = (id: string, verdict: 'approve' | 'refuse') =>
  post<BudgetOverride>(`/budget_overrides/${id}/${verdict}`);

/** What stands in the books for a month that is over is written down, for good. */
export const closeMonth = (month: string) =>
  post<ClosedMonth>('/closed_months', { json: { month }, idempotencyKey: newKey() });

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
export const compareRevisions = (comparison: Comparison, isParting: boolean) =>
  post<unknown>('/comparisons', { json: comparison, idempotencyKey: newKey(), isParting });
export const sendSignals = (items: SignalItem[], isParting: boolean) =>
  post<unknown>('/signals', { json: { items }, idempotencyKey: newKey(), isParting });
export const takeTurn = (variantId: string, turn: NewTurn) =>
  post<{ turn: Turn; run: Run | null }>(`/variants/${variantId}/turns`, { json: turn, idempotencyKey: newKey() });
/** What a turn would do; nothing is written. */
export const quoteTurn = (variantId: string, turn: NewTurn, signal: AbortSignal) =>
  post<TurnQuote>(`/variants/${variantId}/turns/quote`, { json: turn, signal });

export const setConsent = (brandId: string, level: ConsentLevel) =>
  put<Learning>(`/brands/${brandId}/consent`, { json: { level } });
export const objectToReason = (brandId: string, feature: string, isParting: boolean) =>
  post<unknown>(`/brands/${brandId}/objections`, { json: { feature }, idempotencyKey: newKey(), isParting });
export const exportFeedback = (brandId: string, format: ExportFormat, receiver: string) =>
  post<FeedbackExport>(`/brands/${brandId}/exports`, { json: { format, receiver } });

export const createRelease = (campaignId: string, destination: string) =>
  post<NewlyReleased>(`/campaigns/${campaignId}/releases`, { json: { destination }, idempotencyKey: newKey() });

/** Looks at a file that was published, wherever it was found; it is not kept. */
export const verifyFile = (file: Blob) => post<Provenance>('/verify', { file });
