import { useMutation } from '@tanstack/react-query';
import { saveFile } from '../../lib/save-file';
import { type FormEvent, useState } from 'react';
import { exportFeedback } from '../../api/commands';
import type { Brand, ExportFormat, FeedbackExport } from '../../api/wire';
import { bytes } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';
import { type ExportFile, filesOf } from './export-files';

const FORMATS = Object.keys({
  preference: 0,
  unpaired: 0,
  reward: 0,
  diffusion_dpo: 0,
  label_studio: 0,
} satisfies Record<ExportFormat, 0>) as ExportFormat[];

interface Asked {
  format: ExportFormat;
  receiver: string;
}

/** Takes decisions out as rows: first for whom and in which form, then what there is to download. */
export function ExportDialog({ brand, onClose }: { brand: Brand; onClose: () => void }) {
  const making = useMutation({
    mutationFn: ({ format, receiver }: Asked) => exportFeedback(brand.id, format, receiver),
  });
  const isMade = making.data !== undefined && making.variables !== undefined;
  return (
    <Dialog title={t.exports.title} isTitleHidden width={520} onClose={onClose}>
      {isMade ? (
        <Made brand={brand} made={making.data} asked={making.variables} onAgain={making.reset} onClose={onClose} />
      ) : (
        <Ask error={making.error} isPending={making.isPending} onAsk={making.mutate} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface AskProps {
  error: unknown;
  isPending: boolean;
  onAsk: (asked: Asked) => void;
  onClose: () => void;
}

function Ask({ error, isPending, onAsk, onClose }: AskProps) {
  const [format, setFormat] = useState<ExportFormat>('preference');
  const [receiver, setReceiver] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onAsk({ format, receiver: receiver.trim() });
  };
  return (
    <form className="dialog-body" onSubmit={onSubmit}>
      <div>
        <h2>{t.exports.title}</h2>
        <p className="is-second">{t.exports.lede}</p>
      </div>
      <fieldset className="export-formats">
        <legend className="is-second">{t.exports.format}</legend>
        {FORMATS.map((each) => (
          <label key={each} className="option">
            <input type="radio" name="format" checked={each === format} onChange={() => setFormat(each)} />
            <b>{t.exports.formats[each].name}</b>
            <span className="is-second">{t.exports.formats[each].means}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{t.exports.receiver}</span>
        <input
          className="input"
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          title={t.exports.receiverNote}
          value={receiver}
          onChange={(event) => setReceiver(event.target.value)}
        />
        <small>{t.exports.receiverNote}</small>
      </label>
      {error !== null && <Trouble error={error} />}
      <div className="dialog-actions">
        <button type="button" className="button plain" onClick={onClose}>
          {t.cancel}
        </button>
        <button type="submit" className="button main" disabled={isPending}>
          {isPending ? t.exports.making : t.exports.make}
        </button>
      </div>
    </form>
  );
}

interface MadeProps {
  brand: Brand;
  made: FeedbackExport;
  asked: Asked;
  onAgain: () => void;
  onClose: () => void;
}

function Made({ brand, made, asked, onAgain, onClose }: MadeProps) {
  const files = filesOf(made, { brand: brand.slug, ...asked });
  const rows = Object.values(made.rows).reduce((sum, lines) => sum + (lines?.length ?? 0), 0);
  const { events, outputs } = made.deletions;
  const isClean = events.length + outputs.length === 0;
  return (
    <div className="dialog-body">
      <div role="status">
        <h2>{rows > 0 ? t.exports.ready(rows, asked.receiver) : t.exports.none}</h2>
        <p className="is-second">{rows > 0 ? t.exports.formats[asked.format].means : t.exports.noneDetail}</p>
      </div>
      <ul className="export-files">
        {files
          .filter(({ what }) => what !== 'deletions')
          .map((file) => (
            <FileRow key={file.name} file={file} />
          ))}
      </ul>
      <div>
        <h3>{t.exports.deletions}</h3>
        <p className="is-second">
          {isClean ? t.exports.deletionsNone : t.exports.deletionsNote(events.length, outputs.length)}
        </p>
        <ul className="export-files">
          {files
            .filter(({ what }) => what === 'deletions')
            .map((file) => (
              <FileRow key={file.name} file={file} />
            ))}
        </ul>
        {!isClean && (
          // It scrolls, so the keyboard must reach it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <ul className="export-deletions hash" tabIndex={0} aria-label={t.exports.deletions}>
            {[...events, ...outputs].map((id) => (
              <li key={id}>{id}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button plain" onClick={onAgain}>
          {t.exports.again}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t.exports.close}
        </button>
      </div>
    </div>
  );
}

function FileRow({ file }: { file: ExportFile }) {
  const title = t.exports.files[file.what];
  const note = file.what === 'card' ? t.exports.cardNote : `${t.exports.rows(file.rows)}, ${bytes(file.text.length)}`;
  return (
    <li>
      <Icon name="file" />
      <span>
        <b>{title}</b>
        <span className="is-quiet">{note}</span>
      </span>
      <button
        type="button"
        className="button"
        aria-label={t.exports.downloadOf(file.name)}
        onClick={() => saveFile(file)}
      >
        {t.exports.download}
      </button>
    </li>
  );
}
