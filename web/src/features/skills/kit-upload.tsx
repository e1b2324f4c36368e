import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type FolderFile, pushKit } from '../../api/skill-commands';
import type { Brand } from '../../api/wire';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { intoView } from '../../ui/into-view';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { inFolder } from './folder';
import { FolderField } from './folder-field';

/** A brand's whole folder, as its next version. What is wrong with any file of it is told at once. */
export function KitUpload({ brand, onClose }: { brand: Brand; onClose: () => void }) {
  const [files, setFiles] = useState<FolderFile[]>([]);
  const client = useQueryClient();
  const pushing = useMutation({
    mutationFn: () => pushKit(brand.id, files),
    onSuccess: async ({ version }) => {
      await client.invalidateQueries();
      say(t.kit.pushed(brand.title, version));
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    pushing.mutate();
  };
  const choose = (chosen: FolderFile[]) => {
    pushing.reset();
    setFiles(inFolder(chosen));
  };
  return (
    <Dialog title={t.kit.push} isTitleHidden width={620} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{t.kit.push}</h2>
          <p className="is-second">{t.kit.pushNote(brand.title)}</p>
        </div>
        <FolderField note={t.folder.kitNote} chosen={files} onChange={choose} />
        {pushing.error && (
          <div ref={intoView}>
            <Trouble error={pushing.error} />
          </div>
        )}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={files.length === 0 || pushing.isPending}>
            {t.kit.use}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
