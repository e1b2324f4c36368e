import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { copySkill } from '../../api/skill-commands';
import type { Brand, Me, SkillTemplate } from '../../api/wire';
import { t, word } from '../../locales/words';
import { Dialog } from '../../ui/dialog';
import { intoView } from '../../ui/into-view';
import { Trouble } from '../../ui/trouble';
import { mayTeach } from '../shell/may-teach';
import { say } from '../shell/status';
import { PlaceFields, usePlace } from './place-fields';
import { Prose } from './prose';

interface Props {
  brand: Brand;
  me: Me;
  template: SkillTemplate;
  onClose: () => void;
}

/** All that it says, before it is taken over as a draft. */
export function TemplateDialog({ brand, me, template, onClose }: Props) {
  const place = usePlace(brand);
  const [isTaking, setIsTaking] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const copying = useMutation({
    mutationFn: () => copySkill(template.name, place.value),
    onSuccess: async (made) => {
      await client.invalidateQueries();
      say(t.templates.copied(word({}, made.name)));
      onClose();
      await navigate({
        to: '/skills/$skillId',
        params: { skillId: made.id },
        search: { version: made.versions[0]?.version },
      });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    copying.mutate();
  };
  return (
    <Dialog title={word({}, template.name)} isTitleHidden width={760} onClose={onClose}>
      <form className="dialog-body" onSubmit={onSubmit}>
        <div>
          <h2>{word({}, template.name)}</h2>
          <p className="is-second">{template.description}</p>
        </div>
        {template.compatibility && <p className="notice care">{template.compatibility}</p>}
        <Prose markdown={template.body} />
        <p className="is-quiet">{t.templates.files(template.files.join(', '))}</p>
        {isTaking && <PlaceFields place={place} brand={brand} me={me} />}
        {copying.error && (
          <div ref={intoView}>
            <Trouble error={copying.error} />
          </div>
        )}
        <div className="dialog-actions">
          <button type="button" className="button plain" onClick={onClose}>
            {t.cancel}
          </button>
          {mayTeach(me, brand.id) && !isTaking && (
            <button type="button" className="button main" onClick={() => setIsTaking(true)}>
              {t.templates.take}
            </button>
          )}
          {isTaking && (
            <button type="submit" className="button main" disabled={copying.isPending}>
              {t.templates.makeDraft}
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
