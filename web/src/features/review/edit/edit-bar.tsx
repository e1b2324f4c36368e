import { t } from '../../../locales/words';
import { Icon } from '../../../ui/icon';
import type { Editor } from './use-editor';

interface Props {
  name: string;
  editor: Editor;
  isBefore: boolean;
  onLeave: () => void;
  onBefore: (isBefore: boolean) => void;
}

/** What can be done while an ad is changed, each with its key. */
export function EditBar({ name, editor, isBefore, onLeave, onBefore }: Props) {
  return (
    <div className="loupe-bar">
      <button type="button" className="button plain" onClick={onLeave}>
        <kbd>Esc</kbd> {t.edit.leave}
      </button>
      <p className="loupe-name">
        <b>{name}</b>
        <span className="is-quiet" aria-live="off">
          {isBefore ? t.edit.asItWas : editor.preview.isDrawing ? t.edit.drawing : t.edit.live}
        </span>
      </p>
      <button type="button" className="button plain" aria-pressed={isBefore} onClick={() => onBefore(!isBefore)}>
        {t.edit.before} <kbd>B</kbd>
      </button>
      <button type="button" className="button plain" onClick={editor.undo}>
        <Icon name="undo" /> {t.undo} <kbd>U</kbd>
      </button>
    </div>
  );
}
