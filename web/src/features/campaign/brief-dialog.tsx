import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useState } from 'react';
import { createCampaign, replaceBrief } from '../../api/commands';
import { bytes } from '../../lib/format';
import { t } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { Trouble } from '../../ui/trouble';

/** A brief and the files it names: a new campaign, or the next version of one that is there. */
export function BriefDialog({ campaignId, onClose }: { campaignId?: string; onClose: () => void }) {
  const [files, setFiles] = useState<File[]>([]);
  const client = useQueryClient();
  const navigate = useNavigate();
  const words = campaignId ? t.brief.replace : t.brief.create;
  const sending = useMutation({
    mutationFn: async () => {
      if (!campaignId) return (await createCampaign(files)).id;
      await replaceBrief(campaignId, files);
      return campaignId;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries();
      onClose();
      await navigate({ to: '/campaigns/$campaignId', params: { campaignId: id } });
    },
  });
  const add = (more: FileList | null) => {
    const names = new Set([...(more ?? [])].map((file) => file.name));
    setFiles((before) => [...before.filter((file) => !names.has(file.name)), ...(more ?? [])]);
    sending.reset();
  };
  const hasBrief = files.some((file) => /\.ya?ml$/i.test(file.name));
  return (
    <Dialog title={words.title} isTitleHidden onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          sending.mutate();
        }}
      >
        <div>
          <h2>{words.title}</h2>
          <p className="is-second">{words.lede}</p>
        </div>
        <DropZone onFiles={add} />
        {files.length > 0 && (
          <ChosenFiles files={files} onDrop={(name) => setFiles(files.filter((file) => file.name !== name))} />
        )}
        {files.length > 0 && !hasBrief && <p className="is-chg">{t.brief.noBrief}</p>}
        {sending.error && <Trouble error={sending.error} />}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={!hasBrief || sending.isPending}>
            {words.send(files.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function DropZone({ onFiles }: { onFiles: (files: FileList | null) => void }) {
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFiles(event.dataTransfer.files);
  };
  return (
    // Dropping is the pointer's way; the field inside is everyone's.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      className="drop-zone"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <Icon name="file" size={20} />
      <span>{t.brief.drop}</span>
      <input type="file" multiple className="unseen" onChange={(event) => onFiles(event.target.files)} />
    </label>
  );
}

function ChosenFiles({ files, onDrop }: { files: readonly File[]; onDrop: (name: string) => void }) {
  return (
    <ul className="file-list">
      {files.map((file) => (
        <li key={file.name}>
          <span>{file.name}</span>
          <span className="is-quiet">{bytes(file.size)}</span>
          <button
            type="button"
            className="button plain square"
            aria-label={t.brief.leaveOut(file.name)}
            onClick={() => onDrop(file.name)}
          >
            <Icon name="close" size={13} />
          </button>
        </li>
      ))}
    </ul>
  );
}
