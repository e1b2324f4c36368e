import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type FolderFile, type Place, pushSkill } from '../../api/skill-commands';
import type { Brand, Me, Skill } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { intoView } from '../../ui/into-view';
import { Trouble } from '../../ui/trouble';
import { say } from '../shell/status';
import { MarketsField } from './draft-dialog';
import { marketsIn } from './folder';
import { FolderField } from './folder-field';
import { PlaceFields, usePlace } from './place-fields';
import { versionShown } from './versions-of';

/** A new skill for a brand, or for every brand. */
export function SkillUpload({ brand, me, onClose }: { brand: Brand; me: Me; onClose: () => void }) {
  const place = usePlace(brand);
  return (
    <Upload title={t.skills.push} place={place.value} onClose={onClose}>
      <PlaceFields place={place} brand={brand} me={me} />
    </Upload>
  );
}

/** The next version of a skill, where it has its place. */
export function VersionUpload({ skill, onClose }: { skill: Skill; onClose: () => void }) {
  const [markets, setMarkets] = useState(versionShown(skill)?.markets.join(', ') ?? '');
  return (
    <Upload
      title={t.skills.pushVersion(word({}, skill.name))}
      place={{ brandId: skill.brand_id, markets: marketsIn(markets) }}
      of={skill}
      onClose={onClose}
    >
      <MarketsField value={markets} onChange={setMarkets} />
    </Upload>
  );
}

interface Props {
  title: string;
  place: Place;
  /** Its name is what makes the folder a version of it. */
  of?: Skill;
  onClose: () => void;
  children: ReactNode;
}

function Upload({ title, place, of, onClose, children }: Props) {
  const [files, setFiles] = useState<FolderFile[]>([]);
  const client = useQueryClient();
  const navigate = useNavigate();
  const pushing = useMutation({
    mutationFn: () => pushSkill(place, files),
    onSuccess: async (made) => {
      await client.invalidateQueries();
      const version = made.versions[0];
      say(t.offers.made(word({}, made.name)));
      onClose();
      await navigate({ to: '/skills/$skillId', params: { skillId: made.id }, search: { version: version?.version } });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    pushing.mutate();
  };
  const choose = (chosen: FolderFile[]) => {
    pushing.reset();
    setFiles(chosen);
  };
  return (
    <Dialog title={title} isTitleHidden width={620} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{title}</h2>
          <p className="is-second">{of ? t.folder.sameName(of.name) : t.folder.lede}</p>
        </div>
        <FolderField note={t.folder.skillNote} chosen={files} mayBeZip onChange={choose} />
        {children}
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
            {t.offers.make}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
