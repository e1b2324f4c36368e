import { useQueryClient } from '@tanstack/react-query';
import { Problem, type ProblemItem } from '../api/client';
import { t } from '../locales/words';

/** What went wrong, every place of it, and what to do. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div className="notice bad" role="alert">
      <strong>{problem ? problem.title : t.trouble.unreached}</strong>
      {problem?.errors.length !== 1 && (
        <span className="is-second">{problem ? problem.detail : t.trouble.unreachedDetail}</span>
      )}
      {problem && problem.errors.length > 0 && <ProblemList items={problem.errors} />}
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {t.trouble.again}
        </button>
      )}
    </div>
  );
}

function ProblemList({ items }: { items: readonly ProblemItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={`${item.file ?? item.pointer}:${item.line}:${item.column}:${item.message}`}>
          <strong>{placeOf(item)}</strong> {item.message}
          {item.expected && <span className="is-second"> {t.trouble.expected(item.expected)}</span>}
          {item.nearest && <span className="is-second"> {t.trouble.nearest(item.nearest)}</span>}
        </li>
      ))}
    </ul>
  );
}

function placeOf(item: ProblemItem): string {
  if (!item.file) return item.pointer ?? '';
  return item.line ? t.trouble.place(item.file, item.line, item.column ?? 1) : item.file;
}

/** A whole page that did not load; where it lacks its head, too, this is its heading. */
export function PageTrouble({
  error,
  onRetry,
  heading: Heading = 'h2',
}: {
  error: unknown;
  onRetry?: () => void;
  heading?: 'h1' | 'h2';
}) {
  const client = useQueryClient();
  return (
    <div className="empty">
      <Heading>{t.trouble.page}</Heading>
      <Trouble error={error} onRetry={onRetry ?? (() => void client.refetchQueries({ type: 'active' }))} />
    </div>
  );
}
