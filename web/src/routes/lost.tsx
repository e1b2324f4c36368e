import { Link } from '@tanstack/react-router';
import { t } from '../locales/words';

export function Lost() {
  return (
    <main className="empty">
      <h1>{t.lost.title}</h1>
      <p>{t.lost.detail}</p>
      <Link to="/campaigns" className="button">
        {t.lost.back}
      </Link>
    </main>
  );
}
