import { Link, useNavigate } from '@tanstack/react-router';
import { type DragEvent, useEffect, useState } from 'react';
import { useStore } from '../../lib/store';
import { atTime } from '../../lib/format';
import { t } from '../../locales/words';
import { Header } from '../shell/header';
import { BriefStep } from './brief-step';
import type { Draft, DraftBook } from './draft';
import { LaunchContext } from './launch-context';
import { LaunchStep } from './launch-step';
import { MatrixStep } from './matrix-step';
import { usePreviewChoice } from './preview-choice';
import { BRIEF_FILE, fieldId, type PlacedProblem } from './problems';
import { STEPS, type Step } from './steps';
import { selectLine } from './brief-source';
import { useLaunchPage } from './use-launch-page';
import { WorkflowStep } from './workflow-step';
import '../campaign/campaign.css';
import './launch.css';

interface Props {
  campaignId: string | undefined;
  book: DraftBook;
  /** What a draft starts from: the saved version, or an empty brief. */
  base: Draft;
  step: Step;
  planId: string | undefined;
}

/** A campaign from its brief to its launch. Steps are addresses and come in any order; the draft is kept as it is written. */
export function LaunchDesk({ campaignId, book, base, step, planId }: Props) {
  const go = useGo(campaignId);
  const navigate = useNavigate();
  const [pane, setPane] = useState<'preview' | 'source'>('preview');
  const [isStrict, setIsStrict] = useState(false);
  const [jumping, setJumping] = useState<PlacedProblem | null>(null);
  const choice = usePreviewChoice();
  const launch = useLaunchPage({ campaignId, book, baseText: base.text, isStrict, go, jump: setJumping });
  if (step === 'launch' && !isStrict) setIsStrict(true);
  useJump(jumping, step, go, setPane);
  const onDrop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    launch.addFiles([...event.dataTransfer.files]);
  };
  const name = launch.fields.title || (campaignId ? t.brief.title : t.campaigns.add);
  return (
    <LaunchContext value={launch}>
      <Header title={name} note={<Keeping book={book} isNew={!campaignId} base={base} isChanged={launch.isChanged} />}>
        <Steps campaignId={campaignId} step={step} />
      </Header>
      {/* Dropping is the pointer's way; the fields inside are everyone's. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <main className="launch" data-step={step} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        {step === 'brief' && <BriefStep pane={pane} onPane={setPane} choice={choice} />}
        {step === 'matrix' && <MatrixStep />}
        {step === 'workflow' && <WorkflowStep />}
        {step === 'launch' && (
          <LaunchStep
            planId={planId}
            onLaunched={() => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: campaignId ?? '' } })}
          />
        )}
      </main>
    </LaunchContext>
  );
}

function useGo(campaignId: string | undefined) {
  const navigate = useNavigate();
  return (step: Step) =>
    void (campaignId
      ? navigate({
          to: '/campaigns/$campaignId/brief',
          params: { campaignId },
          search: (before) => ({ ...before, step }),
        })
      : navigate({ to: '/campaigns/new', search: { step } }));
}

function Steps({ campaignId, step }: { campaignId: string | undefined; step: Step }) {
  return (
    <nav className="launch-steps" aria-label={t.launch.stepsLabel}>
      {STEPS.map((each) => {
        const shared = { className: 'button plain', 'aria-current': each === step ? ('step' as const) : undefined };
        return campaignId ? (
          <Link
            key={each}
            to="/campaigns/$campaignId/brief"
            params={{ campaignId }}
            search={(before) => ({ ...before, step: each })}
            {...shared}
          >
            {t.launch.steps[each]}
          </Link>
        ) : (
          <Link key={each} to="/campaigns/new" search={{ step: each }} {...shared}>
            {t.launch.steps[each]}
          </Link>
        );
      })}
    </nav>
  );
}

interface KeepingProps {
  book: DraftBook;
  isNew: boolean;
  base: Draft;
  isChanged: boolean;
}

/** Where what was written is, and the way back to the start. */
function Keeping({ book, isNew, base, isChanged }: KeepingProps) {
  const { draft, keeping, foundFrom } = useStore(book.state, (state) => state);
  const from = isNew ? t.launch.draft : t.brief.version(draft.from ?? 1);
  if (!isChanged && keeping !== 'lost') return from;
  return (
    <>
      {from} ·{' '}
      {keeping === 'lost' ? (
        <span className="is-rej">{t.launch.notKept}</span>
      ) : foundFrom ? (
        t.launch.keptFrom(atTime(foundFrom))
      ) : (
        t.launch.kept
      )}{' '}
      <button type="button" className="link" onClick={() => book.reset(base)}>
        {t.launch.throwAway}
      </button>
    </>
  );
}

/** Goes to the step of a problem, then puts the focus on its field, or on its line of brief.yaml. */
function useJump(
  problem: PlacedProblem | null,
  step: Step,
  go: (step: Step) => void,
  setPane: (pane: 'preview' | 'source') => void,
) {
  useEffect(() => {
    if (!problem) return;
    const { path, item } = problem;
    if (problem.step !== step) return go(problem.step);
    for (let length = path.length; length > 0; length -= 1) {
      const field = document.getElementById(fieldId(path.slice(0, length)));
      if (!field) continue;
      field.closest('details')?.setAttribute('open', '');
      field.focus();
      field.scrollIntoView({ block: 'center' });
      return;
    }
    if (item.file !== BRIEF_FILE) return;
    setPane('source');
    requestAnimationFrame(() => selectLine(item.line ?? 1));
    // A second click on the same problem is a new object.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [problem, step]);
}
