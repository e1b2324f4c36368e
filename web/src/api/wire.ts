/** What the server says, as `/api/v1` writes it. Times are RFC 3339, money is a decimal with its currency beside it. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = 'producer' | 'brand_manager' | 'market_approver' | 'legal' | 'finance' | 'admin' | 'guest';

export interface Me {
  person: { id: string; name: string; email: string } | null;
  guest: { id: string; name: string; campaign_id: string; expires_at: string } | null;
  organization: { id: string; slug: string; title: string };
  grants: { role: Role; brand_id?: string | null; market?: string | null }[];
  may: Record<'produce' | 'decide' | 'publish' | 'invite' | 'view_spend' | 'set_budget' | 'teach' | 'administer', boolean>;
}

export type VariantState =
  | 'planned'
  | 'blocked'
  | 'failed'
  | 'in_review'
  | 'changes_requested'
  | 'rejected'
  | 'approved'
  | 'published'
  | 'recalled';

export interface Budget {
  limit: string | null;
  currency: string;
  is_hard: boolean;
  held: string;
  spent: string;
  free: string | null;
}

export interface Campaign {
  id: string;
  slug: string;
  title: string;
  brand: { id: string; slug: string; title: string };
  workflow: string;
  is_sensitive: boolean;
  /** Null for those who may not see money. */
  budget: Budget | null;
  brief: { id: string; version: number } | null;
  counts: Partial<Record<VariantState, number>>;
  run: { id: string; state: RunState } | null;
  created_at: string;
}

export interface Brief {
  version: number;
  text: string;
  files: { path: string; hash: string }[];
}

interface Span {
  p50: number;
  p90: number;
}

export interface Gap {
  input: string;
  slot: string;
  locale: string;
  item: string;
}

export interface PlanSummary {
  variants: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  tasks: number;
  reused: number;
  to_make: number;
  steps: Record<string, number>;
  estimate: {
    gpu_seconds: Span | null;
    cost: { p50: string; p90: string; currency: string } | null;
    wall_seconds: Span;
  };
  review_hours: Span;
  reopened: number;
  blocked: number;
  gaps: Gap[];
  gap_count: number;
  changes: { cell: Record<string, string>; what: 'added' | 'changed' | 'removed'; is_reopened: boolean }[];
}

export interface Plan {
  id: string;
  campaign_id: string;
  brief_version: number;
  state: 'draft' | 'approved' | 'launched';
  fingerprint: string;
  summary: PlanSummary;
  created_by: string;
  created_at: string;
}

export type RunState = 'active' | 'paused' | 'cancelled' | 'done';
export type TaskState = 'waiting' | 'ready' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface Run {
  id: string;
  campaign_id: string;
  kind: 'make' | 'release';
  state: RunState;
  tasks: Partial<Record<TaskState, number>>;
  task_count: number;
  reused_count: number;
  launched_at: string;
  finished_at: string | null;
  hold: string | null;
  spent: string | null;
  currency: string;
  lanes: Record<string, { ready: number; running: number }>;
}

export interface Task {
  id: string;
  step: string;
  cell: Record<string, string>;
  state: TaskState;
  attempt: number;
  error: string | null;
  lane: string;
  started_at: string | null;
  finished_at: string | null;
  gpu_ms: number | null;
  cost: string | null;
}

export type Severity = 'refused' | 'truncates' | 'warns';

export interface Finding {
  rule: string;
  severity: Severity;
  message: string;
  slot?: string | null;
  limit?: string | null;
  measured?: string | null;
  source?: string | null;
  checked?: string | null;
}

export interface RevisionHead {
  id: string;
  number: number;
  width: number;
  height: number;
  mime: string;
  bytes: number;
  hash: string;
  dominant: string | null;
  findings: Finding[];
  worst: Severity | null;
}

export interface Variant {
  id: string;
  campaign_id: string;
  cell: Record<string, string>;
  market: string | null;
  message: string | null;
  format: string | null;
  shape: string | null;
  state: VariantState;
  stage: string | null;
  due_at: string | null;
  revision: RevisionHead | null;
  revision_count: number;
}

export type Verdict = 'approve' | 'approve_with_changes' | 'request_changes' | 'reject';
export type Region = [number, number, number, number];

export interface Mark {
  element: string;
  aspect: string;
  polarity: 'positive' | 'negative';
  reason?: string;
  region?: Region;
}

export interface Decision {
  id: string;
  stage: string;
  actor: { id: string; name: string; role: string };
  verdict: Verdict;
  reason: string | null;
  comment: string | null;
  marks: Mark[];
  at: string;
}

export interface Stage {
  name: string;
  role: Role;
  market: string | null;
  state: 'waiting' | 'open' | 'passed' | 'changes_requested' | 'rejected';
  /** How many must approve; null asks all. */
  any: number | null;
  opened_at: string | null;
  due_at: string | null;
}

export interface PlacedText {
  slot: string;
  text: string;
  rect: [number, number, number, number];
  is_overflowing: boolean;
}

export interface Revision {
  id: string;
  number: number;
  state: string;
  created_at: string;
  output_hash: string;
  findings: Finding[];
  texts: PlacedText[];
  stages: Stage[];
  decisions: Decision[];
  seal: Record<string, string> | null;
}

export interface Turn {
  id: string;
  revision_id: string;
  author: string;
  words: string;
  edits: Record<string, string>;
  run_id: string | null;
  at: string;
}

export interface VariantDetail extends Variant {
  revisions: Revision[];
  turns: Turn[];
  why: {
    workflow: string;
    version: number;
    brief_version: number;
    kit_version: number;
    tasks: { step: string; kind: string; model: string | null; made_by: string; cost: string | null; gpu_ms: number | null }[];
    cost: string | null;
    currency: string;
  } | null;
}

export interface DecisionItem {
  revision_id: string;
  stage: string;
  verdict: Verdict;
  reason?: string;
  comment?: string;
  marks?: Mark[];
}

export interface DecisionAnswer {
  revision_id: string;
  ok: boolean;
  decision_id?: string | null;
  state?: VariantState | null;
  code?: string | null;
  detail?: string | null;
}

export interface Release {
  id: string;
  campaign_id: string;
  destination: string;
  state: 'active' | 'done' | 'failed';
  item_count: number;
  created_at: string;
  finished_at: string | null;
  manifest_hash?: string | null;
  refused?: { variant_id: string; broken_by: string[] }[];
  items?: ReleaseItem[];
}

export interface ReleaseItem {
  variant_id: string;
  name: string;
  hash: string;
  bytes: number;
  location: string | null;
  delivered_at: string | null;
  error: string | null;
}

export interface CampaignSpend {
  id: string;
  title: string;
  currency: string;
  limit: string | null;
  held: string;
  spent: string;
  free: string | null;
  gpu_ms: number;
  approved: number;
  cost_per_approved: string | null;
  unknown_costs: number;
}

export interface LedgerLine {
  id: string;
  campaign_id: string;
  run_id: string | null;
  task_id: string | null;
  kind: 'hold' | 'settlement' | 'hold_release' | 'correction';
  /** Null: nobody knows. */
  amount: string | null;
  freed: string;
  currency: string;
  gpu_ms: number | null;
  basis: string;
  note: string;
  actor: string;
  at: string;
}

export interface Market {
  id: string;
  title: string;
  locale: { tag: string; title: string; script: string; direction: 'ltr' | 'rtl' };
}

export interface Format {
  id: string;
  channel: string;
  title: string;
  width: number;
  height: number;
}

export interface JournalEntry {
  seq: number;
  at: string;
  kind: string;
  actor: string;
  campaign: string | null;
  variant: string | null;
  payload: Record<string, unknown>;
  hash: string;
}
