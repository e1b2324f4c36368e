import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { Problem } from '../api/client';
import { enterAsGuest } from '../api/commands';
import { t } from '../locales/words';
import { GalleyMark } from '../ui/icon';
import { Trouble } from '../ui/trouble';
import './sign-in.css';

/** Where a link for somebody outside leads. The secret stands behind `#`, where no server logs it. */
export function Guest() {
  const [secret] = useState(() => location.hash.slice(1));
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (password: string | undefined) => enterAsGuest(secret, password),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: '/review' });
    },
  });
  useEffect(() => {
    document.title = `${t.guest.title} · Galley`;
    if (secret) mutate(undefined);
  }, [secret, mutate]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mutate(String(new FormData(event.currentTarget).get('password')));
  };
  const needsPassword = error instanceof Problem && error.status === 401;
  return (
    <main className="sign-in">
      <form onSubmit={onSubmit}>
        <GalleyMark size={30} />
        <h1>{t.guest.title}</h1>
        <p className="is-second">{secret ? t.guest.lede : t.guest.noSecret}</p>
        {needsPassword && (
          <>
            <label className="field">
              <span>{t.guest.password}</span>
              <input className="input" name="password" type="password" required autoComplete="off" />
            </label>
            <button type="submit" className="button main" disabled={isPending}>
              {t.guest.enter}
            </button>
          </>
        )}
        {error && <Trouble error={error} />}
      </form>
    </main>
  );
}
