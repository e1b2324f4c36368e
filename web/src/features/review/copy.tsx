import type { PlacedText } from '../../api/wire';

interface Props {
  texts: readonly PlacedText[];
  lang: string | undefined;
  dir: 'ltr' | 'rtl' | 'auto';
}

const ORDER = ['headline', 'subline', 'cta', 'price', 'legal'];

/** The words of the ad in their own language and direction. */
export function Copy({ texts, lang, dir }: Props) {
  const rank = (slot: string) => (ORDER.indexOf(slot) + ORDER.length + 1) % (ORDER.length + 1);
  const sorted = [...texts].sort((one, other) => rank(one.slot) - rank(other.slot));
  return (
    <div className="copy" lang={lang} dir={dir}>
      {sorted.map((text) => (
        <p key={text.slot} data-slot={text.slot}>
          {text.text}
        </p>
      ))}
    </div>
  );
}
