import { Link } from '@tanstack/react-router';
import type { Me } from '../../api/wire';
import { t } from '../../locales/words';
import { GalleyMark, Icon, type IconName } from '../../ui/icon';

interface Place {
  to: '/campaigns' | '/review' | '/spend' | '/releases' | '/feedback' | '/skills' | '/journal';
  icon: IconName;
  label: string;
}

/** What this person can use; a place that would only answer "no" is not shown. */
function placesFor(me: Me): Place[] {
  const places: Place[] = [
    { to: '/campaigns', icon: 'campaigns', label: t.places.campaigns },
    { to: '/review', icon: 'review', label: t.places.review },
  ];
  if (me.guest) return places.slice(1);
  if (me.may.view_spend) places.push({ to: '/spend', icon: 'spend', label: t.places.spend });
  places.push({ to: '/releases', icon: 'releases', label: t.places.releases });
  places.push({ to: '/feedback', icon: 'feedback', label: t.places.feedback });
  places.push({ to: '/skills', icon: 'skills', label: t.places.skills });
  if (me.may.administer) places.push({ to: '/journal', icon: 'journal', label: t.places.journal });
  return places;
}

export function Rail({ me }: { me: Me }) {
  return (
    <nav className="rail" aria-label={t.places.label}>
      <Link to={me.guest ? '/review' : '/campaigns'} className="rail-mark" aria-label={t.places.home}>
        <GalleyMark />
      </Link>
      <ul>
        {placesFor(me).map((place) => (
          <li key={place.to}>
            <Link to={place.to} className="rail-link" activeProps={{ 'aria-current': 'page' }}>
              <Icon name={place.icon} size={18} />
              <span>{place.label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
