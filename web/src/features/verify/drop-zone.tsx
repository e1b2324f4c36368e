import { type ChangeEvent, useId } from 'react';
import { t } from '../../locales/words';
import { Icon } from '../../ui/icon';

interface Props {
  /** A file is held over the page. */
  isOver: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** Where a file goes: dropped anywhere on the page, or chosen by the button. */
export function DropZone({ isOver, onFiles }: Props) {
  const noteId = useId();
  const onChoose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    // The same file can be chosen again.
    target.value = '';
    if (files.length > 0) onFiles(files);
  };
  return (
    <div className="file-drop" data-over={isOver ? '' : undefined}>
      <Icon name="file" size={22} />
      <p>{isOver ? t.verify.letGo : t.verify.drop}</p>
      <label className="button file-button">
        {t.verify.choose}
        <input
          type="file"
          className="unseen"
          accept="image/png,image/jpeg"
          aria-describedby={noteId}
          onChange={onChoose}
        />
      </label>
      <p className="is-quiet" id={noteId}>
        {t.verify.kept}
      </p>
    </div>
  );
}
