import { t } from '../../locales/words';
import { Problem } from '../../api/client';
import { Trouble } from '../../ui/trouble';
import { useLaunch } from './launch-context';
import type { PlacedProblem } from './problems';

/** Everything that is still wrong or missing; each leads to its place. */
export function ProblemList() {
  const { opened, problems, jump } = useLaunch();
  const isUnread = Boolean(opened.error) && !(opened.error instanceof Problem && opened.error.status === 422);
  if (isUnread) return <Trouble error={opened.error} onRetry={opened.again} />;
  if (problems.length === 0) return null;
  return (
    <section className="problem-list" aria-label={t.launch.needed}>
      <h2 className="small-title">{t.launch.neededCount(problems.length)}</h2>
      <ol>
        {problems.map((problem) => (
          <li key={`${problem.item.file}:${problem.item.line}:${problem.item.column}:${problem.item.message}`}>
            <button type="button" className="problem" onClick={() => jump(problem)}>
              <span>
                {problem.item.message}
                {problem.item.nearest && <span className="is-second"> {t.trouble.nearest(problem.item.nearest)}</span>}
              </span>
              <span className="is-quiet">{placeOf(problem)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function placeOf({ item }: PlacedProblem): string {
  if (!item.file) return '';
  return item.line ? t.launch.place(item.file, item.line) : item.file;
}
