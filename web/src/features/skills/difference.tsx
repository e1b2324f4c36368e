import { useQuery } from '@tanstack/react-query';
import { skillDifference } from '../../api/skill-queries';
import type { ChangedFile, ChangedLine } from '../../api/wire';
import { t } from '../../locales/words';
import { TableScroll } from '../../ui/table-scroll';
import { Trouble } from '../../ui/trouble';

interface Props {
  skillId: string;
  from: number;
  to: number;
}

const SIGNS: Record<ChangedLine['what'], string> = { kept: '', removed: '−', added: '+' };

/** What one version says otherwise than another, line by line. */
export function Difference({ skillId, from, to }: Props) {
  const { data, error, isPending, refetch } = useQuery(skillDifference(skillId, from, to));
  return (
    <section className="spend-section" aria-busy={isPending}>
      <h2>{t.difference.title(from, to)}</h2>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {data?.files.length === 0 && <p className="is-second">{t.difference.none}</p>}
      {data?.files.map((file) => (
        <Changed key={file.path} file={file} />
      ))}
    </section>
  );
}

function Changed({ file: { path, what, lines } }: { file: ChangedFile }) {
  return (
    <div>
      <h3>
        {path} <span className="is-quiet">{t.difference.what[what]}</span>
      </h3>
      {lines ? (
        <TableScroll label={path}>
          <table className="diff">
            <tbody>
              {lines.map((line) => (
                <tr key={`${line.from_line} ${line.to_line}`} data-what={line.what}>
                  <td>{line.from_line}</td>
                  <td>{line.to_line}</td>
                  <td>
                    {SIGNS[line.what] && (
                      <>
                        <span aria-hidden="true">{SIGNS[line.what]}</span>
                        <span className="unseen">{t.difference.what[line.what as 'added' | 'removed']}</span>
                      </>
                    )}
                  </td>
                  <td>{line.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : (
        <p className="is-second">{t.difference.noLines}</p>
      )}
    </div>
  );
}
