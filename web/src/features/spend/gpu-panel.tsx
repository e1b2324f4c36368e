import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { firstLines } from '../../api/queries';
import type { CampaignSpend } from '../../api/wire';
import { count, duration } from '../../lib/format';
import { t, word } from '../../locales/words';
import { Meter } from '../../ui/meter';
import { Trouble } from '../../ui/trouble';
import { gpuTimeOf } from './gpu-time';

interface Props {
  /** Undefined: of all that are shown. */
  campaign: string | undefined;
  shown: readonly CampaignSpend[];
}

/** How much GPU time the books hold, and how each of it is known. */
export function GpuPanel({ campaign, shown }: Props) {
  const { data, error, refetch } = useQuery(firstLines(campaign));
  const time = useMemo(() => {
    const ids = new Set(shown.map(({ id }) => id));
    return gpuTimeOf((data?.lines ?? []).filter(({ campaign_id }) => ids.has(campaign_id)));
  }, [data, shown]);
  const all = time.known.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <section className="spend-section" aria-labelledby="gpu-title" aria-busy={!data && !error}>
      <h2 id="gpu-title">{t.gpuTime.title}</h2>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {data && time.known.length === 0 && time.unknown === 0 && <p className="is-quiet">{t.gpuTime.none}</p>}
      {data && (time.known.length > 0 || time.unknown > 0) && (
        <>
          <table className="list-table">
            <caption className="unseen">{t.gpuTime.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.gpuTime.basis}</th>
                <th scope="col" className="num">
                  {t.spend.gpu}
                </th>
                <th scope="col" className="num">
                  {t.gpuTime.work}
                </th>
              </tr>
            </thead>
            <tbody>
              {time.known.map(({ basis, ms, lines }) => (
                <tr key={basis}>
                  <th scope="row">
                    <span className="barred">
                      {basis === '' ? t.gpuTime.unknown : word(t.gpuTime.names, basis)}
                      <Meter pieces={[{ share: all > 0 ? ms / all : 0 }]} />
                    </span>
                  </th>
                  <td className="num">{duration(ms / 1000)}</td>
                  <td className="num is-second">{t.gpuTime.tasks(lines)}</td>
                </tr>
              ))}
              {time.unknown > 0 && (
                <tr>
                  <th scope="row">{t.gpuTime.unknown}</th>
                  <td className="num is-chg">{t.money.unknown}</td>
                  <td className="num is-second">{t.gpuTime.tasks(time.unknown)}</td>
                </tr>
              )}
            </tbody>
          </table>
          {time.unknown > 0 && <p className="is-quiet">{t.gpuTime.unknownNote}</p>}
          {data.isCut && <p className="is-chg">{t.gpuTime.cut(count(data.lines.length))}</p>}
        </>
      )}
    </section>
  );
}
