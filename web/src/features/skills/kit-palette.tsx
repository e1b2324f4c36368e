import type { BrandKit } from '../../api/wire';
import { t, word } from '../../locales/words';
import { TableScroll } from '../../ui/table-scroll';
import { byLight, type Colour, gradeOf, pairsOf } from './contrast';

const ratio = (contrast: number) => t.kit.ratio((Math.floor(contrast * 10) / 10).toFixed(1));

/** The colours by name and code, and what may be written in which on which. */
export function KitPalette({ palette }: { palette: BrandKit['palette'] }) {
  const colours = byLight(palette);
  return (
    <section className="spend-section">
      <h2>{t.kit.palette}</h2>
      <ul className="swatches">
        {colours.map(({ name, hex }) => (
          <li key={name}>
            <span className="swatch" style={{ background: hex }} />
            <h3>{word(t.kit.colours, name)}</h3>
            <code>{hex}</code>
          </li>
        ))}
      </ul>
      <Pairs colours={colours} />
    </section>
  );
}

/** Every ground and every ink on it, as they look and by how much they differ. */
function Pairs({ colours }: { colours: readonly Colour[] }) {
  const pairs = pairsOf(colours);
  return (
    <TableScroll label={t.kit.pairs}>
      <table className="list-table pairs">
        <caption className="is-second">{t.kit.pairsNote}</caption>
        <thead>
          <tr>
            <th scope="col">{t.kit.ground}</th>
            <th scope="col">{t.kit.inks.text}</th>
            <th scope="col">{t.kit.inks.large}</th>
            <th scope="col">{t.kit.inks.none}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ ground, inks }) => (
            <tr key={ground.name}>
              <th scope="row">{word(t.kit.colours, ground.name)}</th>
              {(['text', 'large', 'none'] as const).map((grade) => (
                <td key={grade}>
                  <ul className="pair-list">
                    {inks
                      .filter(({ contrast }) => gradeOf(contrast) === grade)
                      .map(({ name, hex, contrast }) => (
                        <li key={name}>
                          {grade !== 'none' && (
                            <span className="colour-pair" aria-hidden="true" style={{ background: ground.hex }}>
                              <svg viewBox="0 0 28 22" width="28" height="22">
                                <text x="14" y="16" textAnchor="middle" style={{ fill: hex }}>
                                  Aa
                                </text>
                              </svg>
                            </span>
                          )}
                          <span>{word(t.kit.colours, name)}</span>
                          <span className="is-quiet">{ratio(contrast)}</span>
                        </li>
                      ))}
                  </ul>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
