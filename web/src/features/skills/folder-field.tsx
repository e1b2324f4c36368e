import { type ChangeEvent, useId } from 'react';
import type { FolderFile } from '../../api/skill-commands';
import { bytes } from '../../lib/format';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { filesOf } from './folder';

interface Props {
  note: string;
  chosen: readonly FolderFile[];
  /** An archive may stand for its folder. */
  mayBeZip?: boolean;
  onChange: (chosen: FolderFile[]) => void;
}

/** A folder, or its files one by one. What was chosen is listed by its paths, as it will be read. */
export function FolderField({ note, chosen, mayBeZip = false, onChange }: Props) {
  const noteId = useId();
  const onChoose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = filesOf([...(target.files ?? [])]);
    target.value = '';
    if (files.length > 0) onChange(files);
  };
  return (
    <div className="folder-field">
      <div className="statement-bar">
        <label className="button file-button">
          <Icon name="file" size={14} />
          {t.folder.folder}
          {/* React knows no types for it; browsers do. */}
          <input
            type="file"
            className="unseen"
            aria-describedby={noteId}
            {...{ webkitdirectory: '' }}
            onChange={onChoose}
          />
        </label>
        <label className="button plain file-button">
          {mayBeZip ? t.folder.filesOrZip : t.folder.files}
          <input type="file" className="unseen" multiple aria-describedby={noteId} onChange={onChoose} />
        </label>
      </div>
      <p className="is-quiet" id={noteId}>
        {note}
      </p>
      {chosen.length > 0 && (
        <ul className="rows folder-files" aria-label={t.folder.chosen}>
          {chosen.map(({ path, file }) => (
            <li key={path}>
              <span>{path}</span>
              <span>{bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
