import { mediaAddress } from '../../api/media';
import type { BrandKit } from '../../api/wire';
import { t } from '../../locales/words';

/** As tall as a logo is shown; its clear space is measured in it. */
const HEIGHT_PX = 44;

/** The logos on the grounds that they are for, with the space that stays free around them. */
export function KitLogos({ kit: { logo, files, title } }: { kit: BrandKit }) {
  const hashOf = (path: string | null | undefined) => files.find((file) => file.path === path)?.hash;
  const shown = [
    { ground: 'light' as const, path: logo.file },
    { ground: 'dark' as const, path: logo.on_dark },
  ];
  const space = String(logo.clear_space);
  return (
    <section className="spend-section">
      <h2>{t.kit.logo}</h2>
      <div className="logos">
        {shown.map(({ ground, path }) => {
          const hash = hashOf(path);
          return (
            <figure key={ground}>
              <div className="logo-ground" data-ground={ground}>
                {hash ? (
                  <span className="logo-space" style={{ padding: HEIGHT_PX * logo.clear_space }}>
                    <img src={mediaAddress(hash)} alt={t.kit.logoAlt[ground](title)} height={HEIGHT_PX} />
                  </span>
                ) : (
                  <span>{t.kit.noDark}</span>
                )}
              </div>
              <figcaption className="is-second">{path ? `${t.kit.on[ground]} · ${path}` : t.kit.on[ground]}</figcaption>
            </figure>
          );
        })}
      </div>
      <p className="is-second">{t.kit.space(space, String(logo.min_width_px))}</p>
    </section>
  );
}
