import type { Preview } from '../../api/wire';
import { count } from '../../lib/format';
import { t } from '../../locales/words';
import { useNames } from '../review/use-names';
import type { PreviewChoice } from './preview-choice';

interface Props {
  preview: Preview;
  shown: readonly string[];
  choice: PreviewChoice;
}

/** Which formats are drawn. Fewer come sooner. */
export function PreviewFormats({ preview, shown, choice }: Props) {
  const names = useNames();
  const toggle = (format: string) => {
    const next = new Set(shown);
    if (!next.delete(format)) next.add(format);
    choice.setFormats(next.size === preview.formats.length ? null : next);
  };
  return (
    <details className="preview-formats">
      <summary>{t.launch.shownFormats(count(shown.length), count(preview.formats.length))}</summary>
      <div className="preview-format-list">
        {preview.formats.map((format) => (
          <label key={format} className="tick">
            <input type="checkbox" checked={shown.includes(format)} onChange={() => toggle(format)} />
            <span>
              {names.format(format)} <span className="is-quiet">{names.size(format)}</span>
            </span>
          </label>
        ))}
        <button type="button" className="link" onClick={() => choice.setFormats(null)}>
          {t.launch.allFormats}
        </button>
      </div>
    </details>
  );
}
