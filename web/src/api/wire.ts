/**
 * What the server says. The shapes come from its OpenAPI document (`schema.d.ts`, made by `npm run schema`); here they get
 * short names, and codes that stand in the document as texts get their closed lists.
 */
import type { components } from './schema';

type Schemas = components['schemas'];
type Narrow<T, N> = Omit<T, keyof N> & N;

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = 'producer' | 'brand_manager' | 'market_approver' | 'legal' | 'finance' | 'admin' | 'guest';
export type Me = Narrow<Schemas['Me'], { grants: Narrow<Schemas['Grant'], { role: Role }>[] }>;

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

export type RunState = 'active' | 'paused' | 'cancelled' | 'done';
export type TaskState = 'waiting' | 'ready' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export type Severity = 'refused' | 'truncates' | 'warns';
export type Verdict = 'approve' | 'approve_with_changes' | 'request_changes' | 'reject';
export type Region = [x: number, y: number, width: number, height: number];

export type Budget = Schemas['Budget'];
export type Campaign = Narrow<
  Schemas['Campaign'],
  { counts: Partial<Record<VariantState, number>>; run: { id: string; state: RunState } | null; budget: Budget | null }
>;
export type Brief = Schemas['Brief'];

export type Gap = Schemas['PlanGap'];
export type PlanSummary = Narrow<
  Schemas['PlanSummary'],
  { changes: Narrow<Schemas['PlanChange'], { what: 'added' | 'changed' | 'removed' }>[] }
>;
export type Plan = Narrow<Schemas['Plan'], { state: 'draft' | 'approved' | 'launched'; summary: PlanSummary }>;

export type Run = Narrow<
  Schemas['Run'],
  { kind: 'make' | 'release'; state: RunState; tasks: Partial<Record<TaskState, number>> }
>;
export type Task = Narrow<Schemas['Task'], { state: TaskState }>;

/** `region` and `fix` come with servers that know them. */
export type Finding = Narrow<Schemas['Finding'], { severity: Severity; region?: Region | null; fix?: string | null }>;
/** A rule that did not run, or not in full, and what it would have needed to know. */
export interface Unchecked {
  rule: string;
  lacks: string[];
}
export type RevisionHead = Narrow<Schemas['RevisionRef'], { findings: Finding[]; worst: Severity | null }>;
export type Variant = Narrow<Schemas['Variant'], { state: VariantState; revision: RevisionHead | null }>;

export type Mark = Narrow<
  Schemas['Mark'],
  { polarity: 'positive' | 'negative'; reason?: string; region?: Region | null; id?: string | null }
>;
export type Decision = Narrow<
  Schemas['Decision'],
  { verdict: Verdict; marks: Mark[]; fixed?: string[]; still_open?: string[] }
>;
export type Stage = Narrow<
  Schemas['Stage'],
  { role: Role; state: 'waiting' | 'open' | 'passed' | 'changes_requested' | 'rejected' }
>;
export type PlacedText = Narrow<Schemas['PlacedText'], { rect: Region }>;
export type Revision = Narrow<
  Schemas['Revision'],
  {
    findings: Finding[];
    unchecked?: Unchecked[];
    texts: PlacedText[];
    stages: Stage[];
    decisions: Decision[];
    turn_id?: string | null;
    adjustments?: Adjustments;
    unused_adjustments?: string[];
  }
>;
/** What is adjusted in one slot; in a turn null takes a field back. */
export interface Adjustment {
  text?: string | null;
  shift?: readonly [number, number] | null;
  scale?: number | null;
  color?: string | null;
  fill?: string | null;
  hide?: boolean | null;
  focal?: readonly [number, number] | null;
  zoom?: number | null;
}
export type AdjustedField = keyof Adjustment;
/** By slot. */
export type Adjustments = Readonly<Record<string, Adjustment>>;
/** By slot, over what is in force. */
export type Changes = Readonly<Record<string, Adjustment | null>>;
export interface FieldChange {
  slot: string;
  field: AdjustedField;
  /** Null: as the layout and the copy have it. */
  from: Adjustment[AdjustedField];
  to: Adjustment[AdjustedField];
}
export type TurnScope = 'variant' | 'set' | 'markets' | 'campaign';
export type Turn = Narrow<
  Schemas['Turn'],
  {
    changes?: FieldChange[];
    adjustments?: Adjustments;
    scope?: TurnScope;
    lead_turn_id?: string | null;
    base_revision_id?: string | null;
    fixes?: string[];
  }
>;
export interface NewTurn {
  revision_id: string;
  words: string;
  adjustments: Changes;
  fixes: readonly string[];
  base?: string | undefined;
  scope: TurnScope;
}
export interface TurnQuote {
  variants: number;
  markets: string[];
  reopened: number;
  to_make: number;
  reused: number;
  estimate: PlanSummary['estimate'] | null;
  review_hours: PlanSummary['review_hours'] | null;
  left_out: Record<'without_picture' | 'other_versions' | 'unchanged' | 'other_words', number>;
}
export type VariantDetail = Variant &
  Narrow<Pick<Schemas['VariantDetail'], 'turns' | 'why'>, { revisions: Revision[]; turns: Turn[] }>;

export type DecisionItem = Narrow<
  Pick<Schemas['NewDecision'], 'revision_id' | 'stage'>,
  {
    verdict: Verdict;
    reason?: string | undefined;
    comment?: string | undefined;
    marks?: Mark[] | undefined;
    shown?: Schemas['WireShown'] | undefined;
    /** Notes on earlier revisions that this one answers, and those that it does not. */
    fixed?: string[] | undefined;
    still_open?: string[] | undefined;
  }
>;
export type DecisionAnswer = Omit<Narrow<Schemas['DecisionOutcome'], { state?: VariantState | null }>, 'errors'>;

export type Release = Narrow<Schemas['Release'], { state: 'active' | 'done' | 'failed' }>;
export type NewlyReleased = Release & Pick<Schemas['NewlyReleased'], 'refused'>;
export type ReleaseDetail = Release & Pick<Schemas['ReleaseDetail'], 'items' | 'next' | 'manifest'>;

export type Brand = Schemas['Brand'];
export type BrandKit = Schemas['BrandKit'];
export type ConsentLevel = 'nothing' | 'traces_only' | 'everything';
export type Consent = Narrow<Schemas['WireConsent'], { level: ConsentLevel }>;
export type Tally = Schemas['WireCount'];
export type EvidenceItem = Narrow<Schemas['EvidenceItem'], { verdict: Verdict }>;
export type Evidence = Narrow<Schemas['Evidence'], { items: EvidenceItem[] }>;
export type Reason = Schemas['WireReason'];
export type Reviewer = Schemas['WireReviewer'];
export type Figures = Schemas['WireFigures'];
export type Standing = 'on_trial' | 'acting' | 'stepped_back';
export type Learning = Narrow<
  Schemas['Learning'],
  { consents: Consent[]; level: ConsentLevel; standing: Standing; figures: Figures | null }
>;
export type ForecastOrder = 'most_likely_wrong' | 'most_informative';
export type Forecast = Schemas['WireForecast'];
export type SignalKind = 'download' | 'share_outside' | 'reopen' | 'long_view' | 'zoom';
export type SignalItem = Narrow<Schemas['NewSignal'], { kind: SignalKind }>;
export type Preferred = 'left' | 'right' | 'tie';
export type Comparison = Narrow<Schemas['WireComparison'], { preferred: Preferred }>;
export type ExportFormat = 'preference' | 'unpaired' | 'reward' | 'diffusion_dpo' | 'label_studio';
export type FeedbackExport = Narrow<
  Schemas['FeedbackExport'],
  { rows: Partial<Record<'train' | 'validation' | 'test', unknown[]>>; card: unknown }
>;

export type CampaignSpend = Schemas['CampaignSpend'];
export type SpendParts = Schemas['SpendParts'];
export type SpendPart = Schemas['SpendPart'];
export type Waste = Schemas['Waste'];
export type ClosedMonth = Schemas['WireMonth'];
export type LedgerLine = Narrow<Schemas['LedgerLine'], { kind: 'hold' | 'settlement' | 'hold_release' | 'correction' }>;
export type Market = Narrow<
  Schemas['Market'],
  { locale: Narrow<Schemas['MarketLocale'], { direction: 'ltr' | 'rtl' }> }
>;
export type Format = Schemas['Format'];
export type Person = Schemas['Person'];
export type Workflow = Schemas['Workflow'];
export type WorkflowRef = Schemas['WorkflowRef'];

export type SkillState = 'draft' | 'published' | 'retired';
export type SkillVersionRef = Narrow<Schemas['SkillVersionRef'], { state: SkillState }>;
export type Skill = Narrow<Schemas['Skill'], { versions: SkillVersionRef[] }>;
export type SkillExample = Narrow<Schemas['SkillExample'], { shows: 'pass' | 'fail' }>;
export type SkillVersion = Narrow<Schemas['SkillVersion'], { state: SkillState; examples: SkillExample[] }>;
export type ChangedLine = Narrow<Schemas['ChangedLine'], { what: 'kept' | 'removed' | 'added' }>;
export type ChangedFile = Narrow<
  Schemas['ChangedFile'],
  { what: 'added' | 'removed' | 'changed'; lines: ChangedLine[] | null }
>;
export type SkillDifference = Narrow<Schemas['SkillDifference'], { files: ChangedFile[] }>;
export type Share = Schemas['Share'];
export type MarkEffect = Schemas['SkillMarkEffect'];
export type VersionEffect = Narrow<
  Schemas['SkillVersionEffect'],
  { says: 'too_few' | 'no_difference' | 'less' | 'more'; lift: [from: number, to: number] }
>;
export type BrandEffect = Narrow<Schemas['SkillBrandEffect'], { versions: VersionEffect[] }>;
export type SkillOffer = Schemas['SkillOffer'];
export type SkillTemplate = Schemas['SkillTemplate'];
export type Agreement = Schemas['Agreement'];
export type ReplayedAd = Narrow<Schemas['ReplayedAd'], { verdict: Verdict; appear: Finding[]; go: Finding[] }>;
export type Replay = Narrow<Schemas['Replay'], { ads: ReplayedAd[] }>;

/** `cell` is there where an ad is previewed. */
export type Preview = Schemas['Preview'] & { cell?: Record<string, string> | null };
export type DrawPreview = Schemas['DrawPreview'] & { adjustments?: Changes };
type Line = Schemas['DrawnLine'];
export type DrawnPicture = Narrow<Extract<Line, { kind: 'picture' }>, { findings: Finding[] }>;
export type DrawnLine = DrawnPicture | Exclude<Line, { kind: 'picture' }>;

/** From here on by hand, as `verify.rs` has it: the document does not know it yet. */
export interface Certificate {
  subject: string;
  issuer: string;
  valid_from: string;
  valid_until: string;
  is_development: boolean;
  is_trusted: boolean;
}
export interface SealStatement {
  title: string;
  made_with: string;
  source_type: string | null;
  models: { name: string; version: string | null }[];
  actions: { action: string; at: string | null }[];
  ingredients: string[];
  approvals: { stage: string; roles: string[] }[];
  approved_sha256: string | null;
  alt_text: string | null;
  certificate: Certificate | null;
}
export interface Provenance {
  sha256: string;
  mime: string;
  seal: 'whole' | 'broken' | 'absent';
  broken_by: string[];
  says: SealStatement | null;
  asset: { campaign_id: string; variant_id: string; release_id: string; is_live: boolean; is_as_sent: boolean } | null;
}

/** As `limits.rs` has it: what an organization or a brand may spend in all, or in a month. */
export interface NewSpendLimit {
  brand_id: string | null;
  month: string | null;
  currency: string;
  amount: string | null;
  is_hard: boolean;
  warn_percent: number;
}
export type SpendLimit = Omit<NewSpendLimit, 'amount'> &
  Pick<CampaignSpend, 'limit' | 'held' | 'spent' | 'free'> & { state: 'ok' | 'warning' | 'exhausted' };
/** As `budget_overrides.rs` has it: a campaign's budget, else a brand's, else the organization's. */
export type NewOverride = Omit<NewSpendLimit, 'amount' | 'is_hard' | 'warn_percent'> & {
  campaign_id: string | null;
  amount: string;
  reason: string;
};
export type BudgetOverride = NewOverride & { id: string; state: 'asked' | 'approved' | 'refused'; asked_by: string } & {
  asked_at: string;
  decided_by: string | null;
  decided_at: string | null;
};

/** A line of the journal's export, which is not JSON in the document but a file of lines. */
export interface JournalEntry {
  seq: number;
  at: string;
  kind: string;
  actor: string;
  hash: string;
}
