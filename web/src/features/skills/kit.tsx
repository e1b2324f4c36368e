import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../../api/client';
import { tryKit } from '../../api/skill-commands';
import { brandKit } from '../../api/skill-queries';
import type { Brand, BrandKit, Me } from '../../api/wire';
import { onDay } from '../../lib/format';
import { t } from '../../locales/words';
import { marked, Rich } from '../../ui/rich';
import { Page } from '../../ui/page';
import { PageTrouble } from '../../ui/trouble';
import { mayTeach } from '../shell/may-teach';
import { KitLogos } from './kit-logo';
import { KitPalette } from './kit-palette';
import { KitType } from './kit-type';
import { BannedWords, Glossary, LegalLines, Voice } from './kit-words';
import { Trial } from './trial';

interface Props {
  brand: Brand;
  me: Me;
  tabs: ReactNode;
}

/** What a brand looks and sounds like, as every ad is made from it. */
export function Kit({ brand, me, tabs }: Props) {
  const { data: kit, error, isPaused, refetch } = useQuery(brandKit(brand.id));
  const isNone = error instanceof Problem && error.status === 404;
  const isCut = error !== null || isPaused;
  if (!kit && !isNone) {
    return <Page isBusy={!isCut}>{isCut && <PageTrouble error={error} onRetry={() => void refetch()} />}</Page>;
  }
  return (
    <Page>
      <div className="page-body spend">
        {kit && isCut && (
          <p className="notice care" role="status">
            {t.feedback.stale}
          </p>
        )}
        <div className="spend-lede">
          <p className="lede">
            <Rich text={kit ? ledeOf(kit) : noneOf(brand, me)} />
          </p>
          {tabs}
        </div>
        {kit && <Parts kit={kit} brand={brand} />}
      </div>
    </Page>
  );
}

const ledeOf = ({ title, version, created_at, files }: BrandKit) =>
  t.kit.lede(marked(title), version, onDay(created_at), files.length);

const noneOf = (brand: Brand, me: Me) =>
  `${t.kit.none(marked(brand.title))} ${mayTeach(me, brand.id) ? t.kit.noneTeacher : t.kit.noneOther}`;

function Parts({ kit, brand }: { kit: BrandKit; brand: Brand }) {
  const hasRules = kit.files.some(({ path }) => path === 'rules.yaml');
  return (
    <>
      <KitPalette palette={kit.palette} />
      <div className="spend-two">
        <KitLogos kit={kit} />
        <KitType kit={kit} />
      </div>
      <Voice kit={kit} />
      <LegalLines kit={kit} />
      <div className="spend-two">
        <BannedWords kit={kit} />
        <Glossary kit={kit} />
      </div>
      {hasRules && <Trial run={(count) => tryKit(brand.id, count)} note={t.kit.trialNote} />}
    </>
  );
}
