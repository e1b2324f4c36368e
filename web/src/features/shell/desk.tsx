import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { me as meQuery } from '../../api/queries';
import type { Me } from '../../api/wire';
import { useStore } from '../../lib/store';
import { t } from '../../locales/words';
import { actionFor, nameOf } from '../keys/key-table';
import { Footer } from './footer';
import { Rail } from './rail';
import { isHelpOpen } from './status';
import { startOutbox } from '../review/outbox';
import './shell.css';

const KeysHelp = lazy(() => import('../keys/keys-help').then((module) => ({ default: module.KeysHelp })));

/** Everything around a page: places, the page, the status line. */
export function Desk() {
  const { data: me } = useQuery(meQuery());
  const isHelp = useStore(isHelpOpen, (value) => value);
  useDeskKeys();
  useOutbox(me);
  if (!me) return null;
  return (
    <div className="desk">
      <a className="skip" href="#page">
        {t.places.skip}
      </a>
      <Rail me={me} />
      <div className="desk-page" id="page" tabIndex={-1}>
        <Outlet />
      </div>
      <Footer />
      {isHelp && (
        <Suspense>
          <KeysHelp onClose={() => isHelpOpen.set(false)} />
        </Suspense>
      )}
    </div>
  );
}

function useOutbox(me: Me | undefined) {
  const client = useQueryClient();
  const id = me?.person?.id ?? me?.guest?.id;
  useEffect(() => (id ? startOutbox(id, client) : undefined), [id, client]);
}

const GO_WITHIN_MS = 1200;
const GOES = {
  goCampaigns: '/campaigns',
  goReview: '/review',
  goSpend: '/spend',
  goReleases: '/releases',
  goFeedback: '/feedback',
  goSkills: '/skills',
} as const;

/**
 * `?` and the two-letter ways to other places. They go before the keys of the page: the second letter may mean something there.
 * Words that are being typed are left alone.
 */
function useDeskKeys() {
  const navigate = useNavigate();
  const wentAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const isSecond = event.timeStamp - wentAt.current < GO_WITHIN_MS;
      wentAt.current = Number.NEGATIVE_INFINITY;
      const stroke = isSecond ? { ...strokeOf(event), key: `G ${nameOf(event)}` } : event;
      const action = actionFor(stroke, 'desk');
      if (action === 'help') isHelpOpen.set(true);
      else if (action && action in GOES) {
        event.preventDefault();
        event.stopImmediatePropagation();
        void navigate({ to: GOES[action as keyof typeof GOES] });
      } else if (nameOf(event) === 'G') wentAt.current = event.timeStamp;
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [navigate]);
}

function strokeOf(event: KeyboardEvent) {
  return {
    key: event.key,
    code: event.code,
    shiftKey: false,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    altKey: event.altKey,
  };
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null;
}
