/** Where what the server found wrong is shown: the field of the form, and the step it stands in. */
import { Problem, type ProblemItem } from '../../api/client';
import type { Workflow } from '../../api/wire';
import { t } from '../../locales/words';
import { type Fields, type Path, pathAt } from './brief-text';
import { STEPS, type Step } from './steps';

export const BRIEF_FILE = 'brief.yaml';

export interface PlacedProblem {
  item: ProblemItem;
  /** The field of the brief it is about; empty where it is about another file or the whole. */
  path: Path;
  step: Step;
}

const MATRIX_FIELDS = new Set(['markets', 'formats', 'exclude', 'axes']);
const FIELDS = new Set(
  'campaign title brand workflow markets messages formats axes exclude inputs fallback starts ends budget sensitivity regulated rights'.split(
    ' ',
  ),
);

function stepOf(path: Path): Step {
  const [top] = path;
  if (top === 'workflow') return 'workflow';
  return MATRIX_FIELDS.has(String(top)) ? 'matrix' : 'brief';
}

/** A field that is missing has no place of its own: the text says its name in quotes. */
function pathOf(item: ProblemItem, text: string): Path {
  const isBrief = item.file === BRIEF_FILE && item.line !== undefined;
  const path = isBrief
    ? pathAt(text, item.line ?? 1, item.column ?? 1)
    : (item.pointer ?? '').split('/').filter(Boolean);
  const named = /[“"]([\w-]+)[”"] is missing|at least one (\w+)/.exec(item.message);
  const name = named?.[1] ?? (named?.[2] ? `${named[2]}s` : undefined);
  if (!name) return path;
  if (item.message.includes('input “')) return ['inputs', name];
  if (FIELDS.has(name) && (path.length <= 1 || !isBrief)) return [name];
  return path.at(-1) === name ? path : [...path, name];
}

/** Every place that is wrong, in the order of the steps. */
export function placeProblems(error: unknown, text: string): PlacedProblem[] {
  if (!(error instanceof Problem)) return [];
  const items = error.errors.length > 0 ? error.errors : [{ message: error.detail || error.title }];
  const placed = items.map((item) => {
    const path = pathOf(item, text);
    return { item, path, step: stepOf(path) };
  });
  return inSteps(placed);
}

/** What a brief cannot do without and lacks. The server says the same, but need not be asked about an empty page. */
export function missingOf(fields: Fields, workflow: Workflow | undefined): PlacedProblem[] {
  const axes = workflow?.axes ?? ['market', 'message', 'format'];
  const inputs = (workflow?.inputs ?? []).filter((input) => input.is_required && !fields.inputs[input.name]);
  const wanted: [Path, boolean, string][] = [
    [['title'], fields.title === '', t.launch.missing.title],
    [['campaign'], fields.campaign === '', t.launch.missing.campaign],
    [['brand'], fields.brand === '', t.launch.missing.brand],
    ...inputs.map(({ name, title }): [Path, boolean, string] => [
      ['inputs', name],
      true,
      t.launch.missing.input(title),
    ]),
    [['messages'], axes.includes('message') && fields.messages.length === 0, t.launch.missing.messages],
    [['markets'], axes.includes('market') && fields.markets.length === 0, t.launch.missing.markets],
    [['formats'], axes.includes('format') && fields.formats.length === 0, t.launch.missing.formats],
    [['workflow'], fields.workflow === '', t.launch.missing.workflow],
  ];
  return wanted
    .filter(([, isMissing]) => isMissing)
    .map(([path, , message]) => ({ path, step: stepOf(path), item: { message } }));
}

/** Both, each thing once. */
export function joinProblems(missing: readonly PlacedProblem[], told: readonly PlacedProblem[]): PlacedProblem[] {
  const isKnown = ({ path }: PlacedProblem) => path.length > 0 && missing.some((each) => isUnder(path, each.path));
  return inSteps([...missing, ...told.filter((problem) => !isKnown(problem))]);
}

const inSteps = (problems: readonly PlacedProblem[]) =>
  problems.toSorted((one, other) => STEPS.indexOf(one.step) - STEPS.indexOf(other.step));

/** The id of the control for a field, so that a list can lead to it. */
export const fieldId = (path: Path) => `brief-${path.join('-')}`;

export const isUnder = (path: Path, above: Path) => above.every((part, index) => String(path[index]) === String(part));
