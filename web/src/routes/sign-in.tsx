import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { signIn } from '../api/commands';
import { me } from '../api/queries';
import { chooseLanguage, type Language, language, LANGUAGES, t } from '../locales/words';
import { GalleyMark } from '../ui/icon';
import { Trouble } from '../ui/trouble';
import './sign-in.css';

const route = getRouteApi('/sign-in');

export function SignIn() {
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  useEffect(() => {
    document.title = `${t.signIn.title} · Galley`;
  }, []);
  const entering = useMutation({
    mutationFn: (form: FormData) => signIn(String(form.get('email')), String(form.get('password'))),
    onSuccess: async () => {
      client.clear();
      await client.fetchQuery(me());
      router.history.push(isInside(next) ? next : '/campaigns');
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    entering.mutate(new FormData(event.currentTarget));
  };
  return (
    <main className="sign-in">
      <form onSubmit={onSubmit}>
        <GalleyMark size={30} />
        <h1>{t.signIn.title}</h1>
        <p className="is-second">{t.signIn.lede}</p>
        <label className="field">
          <span>{t.signIn.email}</span>
          <input className="input" name="email" type="email" autoComplete="username" required spellCheck={false} />
        </label>
        <label className="field">
          <span>{t.signIn.password}</span>
          <input className="input" name="password" type="password" autoComplete="current-password" required />
        </label>
        {entering.error && <Trouble error={entering.error} />}
        <button type="submit" className="button main" disabled={entering.isPending}>
          {entering.isPending ? t.signIn.working : t.signIn.enter}
        </button>
      </form>
      <LanguageLinks />
    </main>
  );
}

function LanguageLinks() {
  return (
    <p className="sign-in-languages">
      {(Object.keys(LANGUAGES) as Language[]).map((each) => (
        <button
          key={each}
          type="button"
          className="button plain"
          lang={each}
          aria-current={each === language || undefined}
          onClick={() => chooseLanguage(each)}
        >
          {LANGUAGES[each].name}
        </button>
      ))}
    </p>
  );
}

/** Only addresses of this desk: `//elsewhere` and the like would leave it. */
function isInside(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next);
}
