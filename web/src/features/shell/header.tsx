import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { signOut } from '../../api/commands';
import { me as meQuery } from '../../api/queries';
import { useStore } from '../../lib/store';
import { switchTheme, theme } from '../../lib/theme';
import { chooseLanguage, type Language, language, LANGUAGES, t, word } from '../../locales/words';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';

interface Props {
  title: string;
  note?: ReactNode;
  /** Beside the title: progress of the page's subject. */
  middle?: ReactNode;
  children?: ReactNode;
}

/** The head of every page: what it is about, and what can be done with it as a whole. */
export function Header({ title, note, middle, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Galley`;
  }, [title]);
  return (
    <header className="header">
      <div className="header-name">
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </div>
      <div className="header-middle">{middle}</div>
      {children}
      <ThemeSwitch />
      <Account />
    </header>
  );
}

export function ThemeSwitch() {
  const isDark = useStore(theme, (value) => value) === 'dark';
  return (
    <button
      type="button"
      className="button plain square"
      aria-label={isDark ? t.theme.toLight : t.theme.toDark}
      title={isDark ? t.theme.toLight : t.theme.toDark}
      onClick={switchTheme}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </button>
  );
}

function Account() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery());
  if (!me) return null;
  const name = me.person?.name ?? me.guest?.name ?? '';
  const roles = [...new Set(me.grants.map((grant) => word(t.roles, grant.role)))].join(', ');
  const leave = async () => {
    await signOut().catch(() => undefined);
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  const trigger = (
    <button type="button" className="button plain square" aria-label={t.account.label(name)}>
      <Icon name="person" />
    </button>
  );
  return (
    <Menu
      trigger={trigger}
      note={[name, [roles, me.organization.title].filter(Boolean).join(' · ')]}
      entries={[...otherLanguages(), { label: t.account.signOut, onSelect: () => void leave() }]}
    />
  );
}

/** The languages that are not in use, each by its own name. */
const otherLanguages = () =>
  (Object.keys(LANGUAGES) as Language[])
    .filter((each) => each !== language)
    .map((each) => ({ label: LANGUAGES[each].name, lang: each, onSelect: () => chooseLanguage(each) }));
