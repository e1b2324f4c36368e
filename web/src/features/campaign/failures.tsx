import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { retryTasks } from '../../api/commands';
import { failedTasks } from '../../api/queries';
import type { Run, Task } from '../../api/wire';
import { cellWords, count } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { groupFailures } from './group-failures';

/** Failures by reason, with one example, and a way to try them again. The run never stops for them. */
export function Failures({ run, mayProduce }: { run: Run; mayProduce: boolean }) {
  const { data, error } = useQuery({
    ...failedTasks(run.id),
    queryKey: ['run', run.id, 'failed', String(run.tasks.failed)],
  });
  const client = useQueryClient();
  const retrying = useMutation({
    mutationFn: (tasks: readonly Task[]) =>
      retryTasks(
        run.id,
        tasks.map((task) => task.id),
      ),
    onSuccess: async ({ retried }) => {
      say(t.run.retried(retried));
      await client.invalidateQueries();
    },
  });
  if (error) return <Trouble error={error} />;
  if (!data) return null;
  const trouble = retrying.error && <Trouble error={retrying.error} />;
  return (
    <section className="failures" aria-labelledby="failures-title">
      <h3 id="failures-title">{t.run.failures(count(run.tasks.failed ?? 0))}</h3>
      <ul>
        {groupFailures(data).map((group) => (
          <li key={group.reason + group.step} className="notice bad">
            <strong>{group.reason}</strong>
            <span className="is-second">
              {word(t.steps, group.step)} · {t.run.example(cellWords(group.tasks[0]?.cell ?? {}))}
            </span>
            {mayProduce && (
              <button
                type="button"
                className="button"
                disabled={retrying.isPending}
                onClick={() => retrying.mutate(group.tasks)}
              >
                <Icon name="retry" size={14} /> {t.run.retry(count(group.tasks.length))}
              </button>
            )}
          </li>
        ))}
      </ul>
      {trouble}
    </section>
  );
}
