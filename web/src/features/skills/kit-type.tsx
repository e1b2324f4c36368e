import { useEffect, useState } from 'react';
import { mediaAddress } from '../../api/media';
import type { BrandKit } from '../../api/wire';
import { t, word } from '../../locales/words';
import { fontFileOf } from './font-file';

/** The families by what they are for, each set in itself where the kit brings its file. */
export function KitType({ kit }: { kit: BrandKit }) {
  const families = [...new Set(Object.values(kit.fonts).map(([family = '']) => family))];
  const lacking = families.filter((family) => !fontFileOf(kit.files, family));
  return (
    <section className="spend-section">
      <h2>{t.kit.type}</h2>
      {Object.entries(kit.fonts).map(([role, names]) => (
        <Sample key={role} role={role} families={names} kit={kit} />
      ))}
      {lacking.length > 0 && <p className="is-second">{t.kit.noFont(lacking.join(', '))}</p>}
    </section>
  );
}

function Sample({ role, families, kit }: { role: string; families: readonly string[]; kit: BrandKit }) {
  const [family = '', ...others] = families;
  const file = fontFileOf(kit.files, family);
  const isThere = useFont(family, file?.hash);
  const css = [...(isThere ? [`kit ${family}`] : []), ...families].map((name) => quoted(name)).join(', ');
  return (
    <div className="type-sample">
      <h3>
        {word(t.kit.roles, role)} <span className="is-quiet">{[family, ...others].join(', ')}</span>
      </h3>
      <p style={{ fontFamily: css }} data-role={role}>
        {t.kit.sample(kit.title)}
      </p>
    </div>
  );
}

const GENERIC = new Set(['serif', 'sans-serif', 'monospace', 'cursive', 'system-ui']);
const quoted = (name: string) => (GENERIC.has(name) ? name : `"${name.replaceAll(/["\\]/g, '')}"`);

/** Whether a font of the kit has come, under a name of its own: it must not change what the desk is set in. */
function useFont(family: string, hash: string | undefined): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    if (!hash) return undefined;
    let isWanted = true;
    const face = new FontFace(`kit ${family}`, `url(${mediaAddress(hash)})`);
    face.load().then(
      () => {
        if (!isWanted) return;
        document.fonts.add(face);
        setIsThere(true);
      },
      // The sample says where it is set in something else.
      () => undefined,
    );
    return () => {
      isWanted = false;
      document.fonts.delete(face);
    };
  }, [family, hash]);
  return isThere;
}
