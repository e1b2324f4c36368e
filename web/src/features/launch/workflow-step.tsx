import { useQueries, useQuery } from '@tanstack/react-query';
import { workflow as workflowQuery, workflows as workflowsQuery } from '../../api/queries';
import type { Workflow } from '../../api/wire';
import { t, word } from '../../locales/words';
import { PageTrouble } from '../../ui/trouble';
import { Before } from './before';
import { FieldNote, useProblems } from './field';
import { useLaunch } from './launch-context';
import { fieldId } from './problems';
import { Scroll } from './scroll';

/** How the ads are made, reviewed and published: one of the workflows. */
export function WorkflowStep() {
  const { fields } = useLaunch();
  const { data: list, error } = useQuery(workflowsQuery());
  const found = useQueries({ queries: (list ?? []).map(({ name }) => workflowQuery(name)) });
  const problems = useProblems(['workflow'], fields.workflow === '');
  const whole = found.flatMap(({ data }) => (data ? [data] : []));
  return (
    <div className="launch-two">
      <Scroll>
        {error && <PageTrouble error={error} />}
        <fieldset className="workflow-list" id={fieldId(['workflow'])} tabIndex={-1}>
          <legend>
            <h2>{t.launch.workflowTitle}</h2>
          </legend>
          <FieldNote problems={problems} />
          {whole.map((each) => (
            <WorkflowChoice key={each.name} workflow={each} isChosen={each.name === fields.workflow} />
          ))}
          {list?.length === 0 && <p className="is-second">{t.launch.noWorkflow}</p>}
        </fieldset>
      </Scroll>
      <Before />
    </div>
  );
}

function WorkflowChoice({ workflow, isChosen }: { workflow: Workflow; isChosen: boolean }) {
  const { setSaid } = useLaunch();
  const detail = (name: string, values: readonly string[]) =>
    values.length > 0 && (
      <>
        <dt>{name}</dt>
        <dd>{values.join(', ')}</dd>
      </>
    );
  return (
    <label className="workflow-choice" data-chosen={isChosen || undefined}>
      <input
        type="radio"
        name="workflow"
        aria-label={workflow.title}
        checked={isChosen}
        onChange={() => setSaid([[['workflow'], workflow.name]], t.launch.workflowSet(workflow.title))}
      />
      <div>
        <p className="serif">{workflow.title}</p>
        <p className="is-quiet">{t.launch.workflowNote(workflow.name, workflow.version)}</p>
        <ol className="workflow-steps">
          {workflow.steps.map((step) => (
            <li key={step.name}>
              {word(t.steps, step.name in t.steps ? step.name : step.kind)}
              <span className="is-quiet">
                {' '}
                {t.launch.per(step.per.map((axis) => word(t.axes, axis).toLowerCase()).join(' × '))}
              </span>
            </li>
          ))}
        </ol>
        <dl className="facts">
          {detail(
            t.launch.wants,
            workflow.inputs.map(({ title, is_required: isRequired }) =>
              isRequired ? title : `${title} (${t.launch.optional})`,
            ),
          )}
          {detail(
            t.launch.reviewedBy,
            workflow.review.map(
              ({ role, is_per_market: isPerMarket }) =>
                `${word(t.roles, role)}${isPerMarket ? ` ${t.launch.perMarket}` : ''}`,
            ),
          )}
          {detail(
            t.launch.publishedTo,
            workflow.publish.map(({ to }) => word({}, to)),
          )}
        </dl>
      </div>
    </label>
  );
}
